"""Votes counted with the record, and minutes that stay as they were approved."""

from typing import Any

import pytest

from functions.activities.minutes.tables import Version
from functions.activities.roll.tables import Roll
from functions.activities.tables import Activity
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story, call, enroll, review, submit

VOTE = {"text": "同意接收。", "decision": "ADMISSION", "inFavour": 2, "against": 0, "abstained": 0, "written": 0}


def minutes_of(activity_id: str, by: str = "member") -> Any:
    return call("GET", f"/v1/activities/{activity_id}/minutes", by)[1]


def results(minutes: Any) -> list[str]:
    return [vote["result"] for vote in minutes["votes"]]


def assembly(story: Story, *states: str, **vote: Any) -> str:
    activity_id = story.plan(type="GENERAL_ASSEMBLY")
    story.call_roll(activity_id, *(states or ("PRESENT", "PRESENT", "LEAVE_SICK")))
    assert story.minute(activity_id, resolutions=[VOTE | vote])[0] == 200
    return activity_id


def approved(story: Story, activity_id: str) -> str:
    assert submit(activity_id)[0] == 200
    assert review(activity_id, story.township)[0] == 201
    assert review(activity_id, story.county)[0] == 201
    return activity_id


def correct(story: Story, activity_id: str, by: str = "secretary", **changes: Any) -> tuple[int, Any]:
    headers = changes.pop("headers", None)
    body = story.minutes(resolutions=[VOTE], reason="记录笔误。") | changes
    return call("POST", f"/v1/activities/{activity_id}/minutes/corrections", by, body, headers=headers)


def test_votes_are_counted_by_who_is_entitled_and_there(story: Story) -> None:
    activity_id = assembly(story)

    (vote,) = minutes_of(activity_id)["votes"]

    assert (vote["decision"], vote["result"], vote["basis"]) == ("ADMISSION", "PASSED", "4.2 [S21][S22] N")
    numbers = {n["name"]: n["value"] for n in vote["numbers"]}
    assert numbers == {
        "entitled": 3,
        "present": 2,
        "quorum": 2,
        "inFavour": 2,
        "against": 0,
        "abstained": 0,
        "written": 0,
        "majority": 2,
    }
    assert all(n["zh"] and n["en"] for n in vote["numbers"])


def test_a_vote_without_a_quorum_decides_nothing_and_is_record_all_the_same(story: Story) -> None:
    activity_id = assembly(story, "PRESENT", "MADE_UP", "LEAVE_SICK", inFavour=1)

    assert results(minutes_of(activity_id)) == ["NO_QUORUM"]
    assert submit(activity_id)[0] == 200


def test_more_votes_than_voters_are_not_handed_in(story: Story) -> None:
    activity_id = assembly(story, inFavour=3)

    status, problem = submit(activity_id)

    assert (status, problem["code"]) == (409, "votes_differ")
    assert problem["fields"] == [{"field": "resolutions.0.inFavour", "code": "more_than_could_vote"}]


def test_a_decision_that_the_type_does_not_take_is_refused(story: Story) -> None:
    activity_id = story.plan(type="COMMITTEE_MEETING")

    status, problem = story.minute(activity_id, resolutions=[VOTE])

    assert (status, problem["fields"]) == (422, [{"field": "resolutions.0.decision", "code": "not_of_this_type"}])


def test_a_committee_decides_by_its_own_rule_where_none_is_named(story: Story) -> None:
    activity_id = story.plan(type="COMMITTEE_MEETING")
    story.call_roll(activity_id, "PRESENT", "LEAVE_OFFICIAL")
    story.minute(activity_id, resolutions=[{"text": "同意。", "inFavour": 1}])

    (vote,) = minutes_of(activity_id)["votes"]

    assert (vote["decision"], vote["result"]) == ("COMMITTEE", "NOT_PASSED")
    assert [(n["name"], n["value"]) for n in vote["numbers"]][:3] == [("entitled", 2), ("present", 1), ("quorum", 1)]


def test_who_comes_onto_the_roll_later_does_not_change_the_count(story: Story) -> None:
    activity_id = assembly(story)
    submit(activity_id)

    enroll(story.branch, [new_id() for _ in range(9)])

    assert results(minutes_of(activity_id)) == ["PASSED"]
    review(activity_id, story.township, "return", "重新核对。")
    assert results(minutes_of(activity_id)) == ["NO_QUORUM"]


def test_the_approval_seals_the_minutes_with_votes_and_signatures(story: Story) -> None:
    activity_id = assembly(story)
    digest = minutes_of(activity_id)["digest"]
    call("POST", f"/v1/activities/{activity_id}/minutes/signatures", "member", {"digest": digest})
    submit(activity_id)
    review(activity_id, story.township)
    waiting = minutes_of(activity_id)

    review(activity_id, story.county)
    sealed = minutes_of(activity_id)

    assert (waiting["number"], waiting["sealedAt"]) == (None, None)
    same = {name: value for name, value in sealed.items() if name not in ("number", "sealedAt", "version")}
    assert same == {name: waiting[name] for name in same}
    assert (sealed["number"], sealed["version"]) == (1, waiting["version"] + 1)
    assert [one["role"] for one in sealed["signatures"]] == ["host"]
    entries = [e["data"] for e in recorded(story.branch.id) if e["event"] == "MinutesSealed"]
    assert entries == [{"activityId": activity_id, "branchId": story.branch.id, "number": 1, "digest": digest}]


def test_a_correction_is_a_new_version_and_the_approved_one_stays(story: Story) -> None:
    activity_id = approved(story, assembly(story))
    before = minutes_of(activity_id)

    status, answer = correct(story, activity_id, summary="更正后的记录。")
    path = f"/v1/activities/{activity_id}/minutes/versions"
    listed = call("GET", path, "county")[1]["items"]

    assert (status, answer["number"], answer["summary"]) == (201, 2, "更正后的记录。")
    assert (results(answer), answer["signatures"]) == (["PASSED"], [])
    assert minutes_of(activity_id) == answer
    assert call("GET", f"{path}/1", "member")[1] == before
    assert [(v["number"], v["by"], v["reason"]) for v in listed] == [
        (1, "county", None),
        (2, "secretary", "记录笔误。"),
    ]
    assert recorded(story.branch.id)[-1]["data"]["digest"] == answer["digest"] == listed[1]["digest"]
    assert "更正" not in str(recorded(story.branch.id))
    assert Activity.demand(f"ACTIVITY#{activity_id}", "NOW").state == "APPROVED"


def test_a_correction_rests_on_the_version_that_was_read(story: Story) -> None:
    activity_id = approved(story, assembly(story))
    tag = {"if-match": f'"{minutes_of(activity_id)["version"]}"'}

    first = correct(story, activity_id, headers=tag)
    second = correct(story, activity_id, headers=tag)

    assert (first[0], second[0], second[1]["code"]) == (201, 412, "stale_version")


def test_a_correction_may_name_who_has_left_since(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    activity_id = approved(story, assembly(story))
    roll = Roll.load(story.branch.id)
    roll.people = {story.members[2]: roll.people[story.members[2]]}
    roll.save()

    assert correct(story, activity_id)[0] == 201
    assert correct(story, activity_id, host=new_id())[0] == 422


def test_a_correction_may_name_the_keeper_and_owners_who_have_left_since(story: Story) -> None:
    keeper, owner = story.members[2], new_id()
    enroll(story.branch, [owner])
    named: dict[str, Any] = {"keeper": keeper, "resolutions": [VOTE | {"owner": owner, "dueOn": "2027-01-01"}]}
    activity_id = story.plan(type="GENERAL_ASSEMBLY")
    story.call_roll(activity_id, "PRESENT", "PRESENT")
    story.minute(activity_id, **named)
    approved(story, activity_id)
    roll = Roll.load(story.branch.id)
    roll.people = {story.members[0]: roll.people[story.members[0]]}
    roll.save()

    status, answer = correct(story, activity_id, **named)

    assert (status, answer["keeper"], answer["resolutions"][0]["owner"]) == (201, keeper, owner)


@pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": None}, {"summary": ""}, {"resolutions": []}, {"x": 1}])
def test_a_correction_says_why_and_is_complete(story: Story, changes: dict[str, Any]) -> None:
    assert correct(story, approved(story, assembly(story)), **changes)[0] == 422


def test_before_the_approval_there_is_nothing_to_correct(story: Story) -> None:
    activity_id = assembly(story)
    submit(activity_id)

    assert correct(story, activity_id)[0] == 409
    assert call("GET", f"/v1/activities/{activity_id}/minutes/versions/1", "member")[0] == 404


def test_there_are_at_most_so_many_versions(story: Story) -> None:
    activity_id = approved(story, assembly(story))
    last = next(Version.of(activity_id))
    last.sk = "099"
    last.save()
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    activity.minutes_version = 99
    activity.save()

    status, problem = correct(story, activity_id)

    assert (status, problem["code"]) == (409, "too_many_corrections")


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("county", 403), ("stranger", 404)])
def test_only_the_secretary_corrects(story: Story, subject: Any, expected: int) -> None:
    builders.account("nobody")

    assert correct(story, approved(story, assembly(story)), by=subject)[0] == expected


@pytest.mark.parametrize("number", ["0", "100", "x", "1.5"])
def test_a_number_that_no_version_can_have_is_refused(story: Story, number: str) -> None:
    path = f"/v1/activities/{approved(story, assembly(story))}/minutes/versions/{number}"

    assert call("GET", path, "member")[0] in (404, 422)
