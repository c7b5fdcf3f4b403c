"""Slips: how somebody without an account confirms hours."""

from functions.activities.service.tables import Service
from kernel.authority import Role
from kernel.idempotency import Answer
from tests import builders
from tests.builders import recorded
from tests.integration.activities.service_story import (
    SERVICES,
    book,
    confirm,
    helps,
    minutes,
    offer,
    served,
    slip,
)
from tests.integration.activities.story import Story, call


def test_somebody_without_an_account_confirms_by_the_slip_they_hand_over(story: Story) -> None:
    service_id = served(story)
    code = slip(story, service_id, story.members[0])

    without = confirm(story, service_id, story.member)
    wrong = confirm(story, service_id, story.member, code="0" * 10)
    status, booked = confirm(story, service_id, story.member, code=f"{code[:5]}-{code[5:]}".lower())
    again = confirm(story, service_id, story.member, code=code)

    assert (without[0], without[1]["fields"]) == (422, [{"field": "code", "code": "missing"}])
    assert (wrong[0], wrong[1]["code"]) == (422, "wrong_slip")
    assert (status, booked["state"], minutes(story)) == (201, "CONFIRMED", (45, 0, 45))
    assert (again[0], again[1]["code"]) == (409, "wrong_state")


def test_a_slip_is_of_one_volunteer(story: Story) -> None:
    service_id = served(story)
    builders.account("second", member_id=story.members[1], branch=story.branch)
    book(service_id, "second")

    others = slip(story, service_id, story.members[1])

    assert confirm(story, service_id, story.member, code=others)[1]["code"] == "wrong_slip"


def test_who_drew_the_slips_brings_none(story: Story) -> None:
    builders.account("member", (Role.SECRETARY, story.branch), member_id=story.members[0], branch=story.branch)
    service_id = served(story)
    _, drawn = call("POST", f"{SERVICES}/{service_id}/slips", "member")

    status, _ = confirm(story, service_id, "member", code=drawn["items"][0]["code"])

    assert status == 403


def test_slips_are_the_same_whenever_they_are_drawn_and_are_kept_nowhere(story: Story) -> None:
    service_id = offer(story)
    book(service_id)
    path, headers = f"{SERVICES}/{service_id}/slips", {"idempotency-key": "once"}

    first = call("POST", path, story.secretary, headers=headers)
    second = call("POST", path, story.secretary, headers=headers)

    code = first[1]["items"][0]["code"]
    assert first == second
    assert first[1]["items"] == [{"memberId": story.members[0], "code": code, "mostMinutes": 60}]
    assert code not in str([row.answer for row in Answer.scan()]) + str(recorded(story.branch.id))
    assert recorded(story.branch.id)[-1]["event"] == "ServiceSlipsDrawn"
    assert Service.demand(Service.partition(service_id), "NOW").drawn_by == {"secretary"}


def test_there_are_no_slips_where_the_helped_side_has_an_account_or_nothing_takes_place(story: Story) -> None:
    with_account, off = offer(story, helped=helps(story, 2)), offer(story)
    call("POST", f"{SERVICES}/{off}/cancel", story.secretary)

    answers = [call("POST", f"{SERVICES}/{one}/slips", story.secretary) for one in (with_account, off)]

    assert [(status, told["code"]) for status, told in answers] == [(409, "wrong_state")] * 2
