"""Sign-ins that a phone made while it was offline, sent in later."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.activities.attendance import attending, codes
from functions.activities.devices.rules import signature
from functions.activities.tables import Activity
from kernel.clock import now
from kernel.errors import Busy
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.phone import Phone
from tests.integration.activities.story import HOUR, Story, call, code_of, submit
from tests.integration.activities.uploads import during

MINUTE = timedelta(minutes=1)


@pytest.fixture
def phone(story: Story) -> Phone:
    return Phone.of(story.member)


def held(story: Story, ago: timedelta = HOUR) -> str:
    """An activity that began so long ago, and lasted half an hour."""
    return story.plan(starts=-ago)


def code_then(activity_id: str, ago: timedelta) -> str:
    stored = Activity.demand(Activity.partition(activity_id), "NOW")
    return codes.code_at(stored.secret, codes.step_at(now() - ago))


def signed(phone: Phone, activity_id: str, ago: timedelta, **changes: Any) -> dict[str, Any]:
    return phone.sign_in(activity_id, code_then(activity_id, ago), ago, **changes)


def told(answer: tuple[int, Any]) -> list[tuple[str, str | None]]:
    status, body = answer
    assert status == 200, body
    return [(one["outcome"], one["code"]) for one in body["signIns"]]


def rows(story: Story, activity_id: str) -> list[Any]:
    _, page = call("GET", f"/v1/activities/{activity_id}/attendance", story.secretary)
    return list(page["items"])


def signed_in(story: Story) -> int:
    return sum(entry["event"] == "SignedIn" for entry in recorded(story.branch.id))


def test_what_was_signed_offline_counts_when_it_was_signed(story: Story, phone: Phone) -> None:
    activity_id = held(story)

    status, body = phone.send(signed(phone, activity_id, 55 * MINUTE))

    assert status == 200
    (one,) = body["signIns"]
    assert (one["counter"], one["activityId"], one["outcome"], one["code"]) == (1, activity_id, "RECORDED", None)
    row = one["row"]
    assert (row["state"], row["method"], row["confidence"]) == ("PRESENT", "OFFLINE", 85)
    assert row["reasons"] == ["CODE_OFFLINE", "ON_TIME", "CLOCKS_AGREE", "DEVICE_OWN"]
    assert (
        54 * 60
        <= (datetime.fromisoformat(row["reachedAt"]) - datetime.fromisoformat(row["at"])).total_seconds()
        <= 56 * 60
    )
    assert rows(story, activity_id) == [row]


def test_the_same_bundle_again_doubles_nothing(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    one = signed(phone, activity_id, 50 * MINUTE)
    first = phone.send(one)

    again = phone.send(one)

    assert (told(first), told(again)) == ([("RECORDED", None)], [("STANDS", None)])
    assert again[1]["signIns"][0]["row"] == first[1]["signIns"][0]["row"]
    assert signed_in(story) == 1


def test_two_that_arrive_at_once_are_one(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    one = signed(phone, activity_id, 50 * MINUTE)
    answers: list[Any] = []

    def meanwhile(**_: Any) -> None:
        if not answers:
            answers.append(None)
            answers[0] = phone.send(one)

    with during(meanwhile):
        later = phone.send(one)

    assert (told(answers[0]), told(later)) == ([("RECORDED", None)], [("STANDS", None)])
    assert signed_in(story) == 1


@pytest.mark.parametrize("seed", range(4))
def test_however_they_are_split_repeated_and_shuffled_each_counts_once(story: Story, phone: Phone, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice
    held_on = [held(story, HOUR - n * MINUTE) for n in range(4)]
    sign_ins = [signed(phone, activity_id, 50 * MINUTE) for activity_id in held_on]
    parts = [chance.sample(sign_ins, chance.randint(1, 4)) for _ in range(3)]

    outcomes = [told(phone.send(*part)) for part in [*parts, sign_ins]]

    assert {code for answers in outcomes for _, code in answers} == {None}
    assert [len(rows(story, activity_id)) for activity_id in held_on] == [1] * 4
    assert signed_in(story) == 4


def test_what_could_not_be_decided_is_to_be_sent_again(
    story: Story, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise Busy

    one = signed(phone, held(story), 50 * MINUTE)
    with monkeypatch.context() as patched:
        patched.setattr(attending, "gather", busy)
        status, problem = phone.send(one)

    assert (status, problem["code"]) == (503, "busy")
    assert told(phone.send(one)) == [("RECORDED", None)]


def test_who_was_online_too_is_not_doubled(story: Story, phone: Phone) -> None:
    activity_id = story.plan(starts=-MINUTE)
    call("POST", f"/v1/activities/{activity_id}/sign-ins", story.member, {"code": code_of(activity_id)})

    answer = phone.send(phone.sign_in(activity_id, code_of(activity_id)))

    assert told(answer) == [("STANDS", None)]
    assert answer[1]["signIns"][0]["row"]["method"] == "CODE"
    assert signed_in(story) == 1


def test_a_number_that_signed_something_else_is_said_to_be_reused(story: Story, phone: Phone) -> None:
    first, second = held(story), held(story)
    phone.send(signed(phone, first, 50 * MINUTE))

    answer = phone.send(signed(phone, second, 50 * MINUTE, counter=1))

    assert told(answer) == [("REFUSED", "counter_reused")]
    assert rows(story, second) == []


def test_a_number_that_stands_twice_in_one_bundle_counts_once(story: Story, phone: Phone) -> None:
    first, second = held(story), held(story)
    one, other = (signed(phone, activity, 50 * MINUTE, counter=7) for activity in (first, second))

    answer = phone.send(one, other, one)

    assert told(answer) == [("RECORDED", None), ("REFUSED", "counter_reused"), ("STANDS", None)]
    assert signed_in(story) == 1


def test_bundles_may_come_in_any_order_and_what_comes_behind_is_marked(story: Story, phone: Phone) -> None:
    early, late = held(story, 5 * HOUR), held(story)
    first, second = signed(phone, early, 5 * HOUR - 5 * MINUTE), signed(phone, late, 50 * MINUTE)

    answers = [phone.send(second), phone.send(first)]

    reasons = [answer[1]["signIns"][0]["row"]["reasons"] for answer in answers]
    assert ["OUT_OF_ORDER" in said for said in reasons] == [False, True]
    assert signed_in(story) == 2


def test_within_a_bundle_the_order_is_that_of_the_counters(story: Story, phone: Phone) -> None:
    early, late = held(story, 5 * HOUR), held(story)
    first, second = signed(phone, early, 5 * HOUR - 5 * MINUTE), signed(phone, late, 50 * MINUTE)

    _, body = phone.send(second, first)

    assert [one["activityId"] for one in body["signIns"]] == [late, early]
    assert not any("OUT_OF_ORDER" in one["row"]["reasons"] for one in body["signIns"])


def test_a_wall_clock_that_is_wrong_all_along_does_no_harm(story: Story, phone: Phone) -> None:
    phone.ahead = timedelta(days=-300)
    activity_id = held(story)

    _, body = phone.send(signed(phone, activity_id, 50 * MINUTE))

    assert body["signIns"][0]["row"]["reasons"][2] == "CLOCKS_AGREE"


def test_a_wall_clock_that_was_changed_in_between_is_seen(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    one = signed(phone, activity_id, 55 * MINUTE)
    phone.ahead = -HOUR

    _, body = phone.send(one)

    row = body["signIns"][0]["row"]
    assert row["reasons"] == ["CODE_OFFLINE", "ON_TIME", "CLOCK_CHANGED", "DEVICE_OWN"]
    assert row["confidence"] == 60


def test_a_phone_that_was_started_anew_is_believed_by_its_wall_clock_alone(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    one = signed(phone, activity_id, 55 * MINUTE)
    phone.restart()

    _, body = phone.send(one)

    assert body["signIns"][0]["row"]["reasons"] == ["CODE_OFFLINE", "ON_TIME", "RESTARTED", "DEVICE_OWN"]


def test_a_code_of_another_time_counts_from_when_it_was_shown(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    late_code = code_then(activity_id, 40 * MINUTE)

    _, body = phone.send(phone.sign_in(activity_id, late_code, 58 * MINUTE))

    row = body["signIns"][0]["row"]
    assert (row["state"], row["reasons"][0]) == ("LATE", "CODE_OTHER_TIME")
    assert row["confidence"] == 50


def test_what_comes_a_day_later_is_marked_and_what_comes_too_late_is_told(story: Story, phone: Phone) -> None:
    yesterday = held(story, timedelta(hours=26))
    old = held(story, timedelta(days=2))
    stored = Activity.demand(Activity.partition(old), "NOW")
    late, too_late = signed(phone, yesterday, timedelta(hours=25.9)), signed(phone, old, timedelta(days=1.99))
    stored.ends_at = (now() - timedelta(days=7, minutes=1)).isoformat()
    stored.save()

    answer = phone.send(late, too_late)

    assert told(answer) == [("RECORDED", None), ("REFUSED", "replay_window_over")]
    assert "SENT_LATE" in answer[1]["signIns"][0]["row"]["reasons"]


def test_what_is_refused_is_told_and_holds_up_no_other(story: Story, phone: Phone) -> None:
    good, closed, cancelled = held(story), held(story, 6 * HOUR), story.plan(starts=HOUR)
    call("POST", f"/v1/activities/{cancelled}/cancel", story.secretary)
    handed_in = story.submitted("ABSENT_NO_REASON", "PRESENT")
    forged = signed(phone, good, 50 * MINUTE) | {"code": "00000000"}
    sign_ins = [
        phone.sign_in(good, "00000000", 50 * MINUTE),
        forged,
        phone.sign_in(closed, code_then(closed, 6 * HOUR), MINUTE),
        phone.sign_in(cancelled, "00000000"),
        phone.sign_in(new_id(), "00000000"),
        signed(phone, good, 50 * MINUTE),
        signed(phone, handed_in, 50 * MINUTE),
    ]

    answer = phone.send(*sign_ins)

    assert told(answer) == [
        ("REFUSED", "wrong_code"),
        ("REFUSED", "bad_signature"),
        ("REFUSED", "sign_in_closed"),
        ("REFUSED", "wrong_state"),
        ("REFUSED", "not_found"),
        ("RECORDED", None),
        ("STANDS", None),
    ]


def test_a_record_that_was_handed_in_takes_no_more_and_a_returned_one_does(story: Story, phone: Phone) -> None:
    activity_id = story.ready("ABSENT_NO_REASON", "PRESENT")
    other = builders.account("m2", member_id=story.members[2], branch=story.branch)
    theirs = Phone.of(other)
    one = signed(theirs, activity_id, 50 * MINUTE)
    submit(activity_id)

    before = theirs.send(one)
    call("POST", f"/v1/activities/{activity_id}/reviews", story.township, {"decision": "return", "reason": "请补签"})
    after = theirs.send(one)

    assert (told(before), told(after)) == ([("REFUSED", "wrong_state")], [("RECORDED", None)])


def test_a_bundle_that_the_phone_did_not_sign_is_refused_whole(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    one = signed(phone, activity_id, 50 * MINUTE)
    phone.key = bytes(32)

    status, problem = phone.send(one)

    assert (status, problem["code"]) == (422, "bad_signature")
    assert rows(story, activity_id) == []


def test_a_phone_that_was_removed_signs_no_more(story: Story, phone: Phone) -> None:
    one = signed(phone, held(story), 50 * MINUTE)
    call("DELETE", f"/v1/me/devices/{phone.id}", story.member)

    status, problem = phone.send(one)

    assert (status, problem["code"]) == (409, "device_revoked")


def test_anothers_phone_is_not_found(story: Story, phone: Phone) -> None:
    other = builders.account("m1", member_id=story.members[1], branch=story.branch)
    one = signed(phone, held(story), 50 * MINUTE)

    assert phone.send(one, by=other)[0] == 404
    assert phone.send(one, by="secretary")[0] == 404


def test_the_phone_of_two_members_is_named_with_both(story: Story) -> None:
    activity_id = story.plan(starts=-MINUTE)
    phone = Phone.of(story.member)
    other = builders.account("m1", member_id=story.members[1], branch=story.branch)
    body = {"code": code_of(activity_id), "device": phone.id}
    call("POST", f"/v1/activities/{activity_id}/sign-ins", other, body)

    answer = phone.send(phone.sign_in(activity_id, code_of(activity_id)))

    assert told(answer) == [("RECORDED", None)]
    assert all("DEVICE_SHARED" in row["reasons"] for row in rows(story, activity_id))


@pytest.mark.parametrize(
    "change",
    [
        {"counter": 0},
        {"counter": 2**31 + 1},
        {"counter": "1"},
        {"uptimeMs": -1},
        {"deviceTimeMs": 2**53},
        {"deviceTimeMs": 1.5},
        {"bootId": "x"},
        {"bootId": "启动启动启动启动"},
        {"code": "123"},
        {"signature": "00"},
        {"activityId": "../NOW"},
        {"extra": True},
    ],
)
def test_a_sign_in_that_makes_no_sense_is_refused(story: Story, phone: Phone, change: dict[str, Any]) -> None:
    bundle = phone.bundle(phone.sign_in(new_id(), "12345678"))
    bundle["signIns"][0] |= change

    status, problem = call("POST", f"/v1/me/devices/{phone.id}/bundles", story.member, bundle)

    assert (status, problem["code"]) == (422, "invalid")


def test_more_than_ten_at_once_and_none_at_all_are_refused(story: Story, phone: Phone) -> None:
    one = phone.sign_in(new_id(), "12345678")

    assert [phone.send(*[one] * count)[0] for count in (0, 11)] == [422, 422]


def test_the_largest_clocks_break_nothing(story: Story, phone: Phone) -> None:
    activity_id = held(story)
    one = signed(phone, activity_id, 50 * MINUTE)
    bundle = phone.bundle(one) | {"deviceTimeMs": 2**53 - 1, "uptimeMs": 0}
    text = "\n".join(["e-branch bundle 1", phone.id, str(2**53 - 1), "0", phone.boot, one["signature"]])
    bundle["signature"] = signature(phone.key, text)

    status, body = call("POST", f"/v1/me/devices/{phone.id}/bundles", story.member, bundle)

    assert status == 200, body
    row = body["signIns"][0]["row"]
    assert ("CODE_OTHER_TIME" in row["reasons"], row["confidence"]) == (True, 35)
