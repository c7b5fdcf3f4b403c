"""Heart-to-heart talks: recorded without a word of what was said, and what the year still lacks."""

from datetime import timedelta
from typing import Any
from unittest import mock

from functions.activities.talks import talking
from functions.activities.talks.models import RecordTalk
from kernel.asking import Asking
from kernel.authority import PRINCIPALS, Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story, call
from tests.trust.faults import sends

TALKS = "/v1/activities/talks"
TODAY = business_day(now())


def talk(story: Story, *members: int, **changes: Any) -> dict[str, Any]:
    named = [story.members[number] for number in members or (0, 1)]
    return {"branchId": story.branch.id, "members": named, "heldOn": f"{TODAY}"} | changes


def record(story: Story, *members: int, by: str | None = "secretary", **changes: Any) -> tuple[int, Any]:
    headers = changes.pop("headers", None)
    return call("POST", TALKS, by, talk(story, *members, **changes), headers=headers)


def shown(story: Story, by: str | None = "secretary", **query: str) -> tuple[int, Any]:
    return call("GET", TALKS, by, query={"branchId": story.branch.id} | query)


def committee(story: Story, *members: int, by: str = "secretary", **rest: Any) -> tuple[int, Any]:
    query = {"branchId": story.branch.id, "year": f"{TODAY.year}"}
    body = {"members": [story.members[number] for number in members]}
    return call("PUT", f"{TALKS}/committee", by, body, query=query, **rest)


def lacking(answer: Any) -> list[tuple[str, int]]:
    return sorted((one["relation"], len(one["members"])) for one in answer["missing"])


def test_a_year_says_who_talked_with_whom_and_what_it_lacks(story: Story) -> None:
    _, before = shown(story)
    committee(story, 0, 1)
    _, known = shown(story)
    record(story, 0, 1, occasion="BEFORE_ORG_LIFE_MEETING")

    status, answer = record(story, 2, 1)

    assert lacking(before) == [("MEMBER_MEMBER", 1)] * 3
    assert lacking(known) == [("COMMITTEE_COMMITTEE", 2), ("COMMITTEE_MEMBER", 1)]
    assert (status, answer, answer["missing"]) == (201, shown(story)[1], [])
    relations = {tuple(sorted(one["members"])): (one["relation"], one["occasion"]) for one in answer["talks"]}
    first, second, third = story.members
    assert relations == {
        tuple(sorted((first, second))): ("COMMITTEE_COMMITTEE", "BEFORE_ORG_LIFE_MEETING"),
        tuple(sorted((second, third))): ("COMMITTEE_MEMBER", "REGULAR"),
    }


def test_what_was_recorded_counts_in_the_year_of_the_branch(story: Story) -> None:
    path, query = "/v1/activities/year-plan", {"branchId": story.branch.id}

    def duty() -> tuple[int, str, Any]:
        answer = call("GET", path, story.member, query=query)[1]
        (line,) = [one for one in answer["duties"] if one["type"] == "TALK"]
        return line["held"], line["progress"], answer["talks"]

    before = duty()
    record(story, 0, 1)

    none = {"COMMITTEE_COMMITTEE": 0, "COMMITTEE_MEMBER": 0}
    assert before == (0, "MISSING", {"recorded": 0, "missing": none | {"MEMBER_MEMBER": 3}})
    assert duty() == (1, "HELD", {"recorded": 1, "missing": none | {"MEMBER_MEMBER": 1}})
    assert not any(member in str(duty()) for member in story.members)


def test_a_year_plan_may_be_written_beside_talks(story: Story) -> None:
    record(story, 0, 1)
    entry = {"month": f"{TODAY:%Y-%m}", "type": "TALK", "title": "谈心谈话"}
    query = {"branchId": story.branch.id, "year": f"{TODAY.year}"}

    status, answer = call("PUT", "/v1/activities/year-plan", story.secretary, {"entries": [entry]}, query=query)

    assert (status, answer["entries"][0]["activityId"], answer["talks"]["recorded"]) == (200, None, 1)


def test_members_record_their_own_talks_and_see_no_others(story: Story, second: str) -> None:
    record(story, 1, 2)

    status, own = record(story, 0, 1, by=story.member)

    assert status == 201
    assert [sorted(one["members"]) for one in own["talks"]] == [sorted(story.members[:2])]
    assert shown(story, story.member, memberId=story.members[0])[1] == own
    assert len(shown(story, second, memberId=story.members[1])[1]["talks"]) == 2
    statuses = [shown(story, story.member)[0], shown(story, story.member, memberId=story.members[1])[0]]
    assert statuses == [403, 403]
    assert record(story, 1, 2, by=story.member, heldOn=f"{TODAY - timedelta(days=1)}")[0] == 403


def test_the_record_names_the_two_and_the_day(story: Story) -> None:
    record(story, 1, 0)

    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["action"]) == ("TalkRecorded", "activities.talks.record")
    assert entry["data"] == {
        "branchId": story.branch.id,
        "countyId": story.branch.county_id,
        "members": sorted(story.members[:2]),
        "heldOn": f"{TODAY}",
        "occasion": "REGULAR",
    }


def test_the_talk_of_two_on_a_day_is_recorded_once(story: Story) -> None:
    headers = {"idempotency-key": "once"}
    first = record(story, 0, 1, headers=headers)

    again = record(story, 0, 1, headers=headers)
    other = record(story, 1, 0, by=story.member)

    assert again == first
    assert (other[0], other[1]["code"]) == (409, "already_exists")


def test_two_talks_in_one_instant_are_both_recorded(story: Story) -> None:
    real = talking._faults
    told: list[bool] = []

    def meanwhile(*args: Any) -> Any:
        if not told:
            told.append(True)
            body = RecordTalk.model_validate(talk(story, 1, 2))
            talking.record(Asking(PRINCIPALS.load("secretary")), body)
        return real(*args)

    with mock.patch.object(talking, "_faults", meanwhile):
        status, _ = record(story, 0, 1)

    assert (status, len(shown(story)[1]["talks"])) == (201, 2)


def test_a_mistake_is_taken_back_and_may_be_recorded_again(story: Story) -> None:
    record(story, 0, 1)
    path = f"{TALKS}/withdrawal"

    status, answer = call("POST", path, story.member, talk(story, 1, 0))
    again, _ = call("POST", path, story.secretary, talk(story))

    assert (status, answer["talks"], again) == (200, [], 404)
    assert recorded(story.branch.id)[-1]["event"] == "TalkWithdrawn"
    assert record(story, 0, 1)[0] == 201


def test_a_talk_is_of_two_members_within_the_last_year(story: Story) -> None:
    strange = {"members": [story.members[0], new_id()]}
    same = {"members": [story.members[0]] * 2}
    tomorrow, long_ago = ({"heldOn": f"{TODAY + timedelta(days=days)}"} for days in (1, -367))

    told = [record(story, **changes) for changes in (strange, same, tomorrow, long_ago)]

    assert [(status, [tuple(one.values()) for one in answer["fields"]]) for status, answer in told] == [
        (422, [("members.1", "unknown_member")]),
        (422, [("members.1", "duplicate")]),
        (422, [("heldOn", "out_of_range")]),
        (422, [("heldOn", "out_of_range")]),
    ]
    for bad in ({"members": story.members}, {"occasion": "😀"}, {"heldOn": "today"}, {"words": "他说……"}):
        assert record(story, **bad)[0] == 422
    assert recorded(story.branch.id) == []


def test_a_year_has_room_for_so_many(story: Story) -> None:
    record(story, 0, 1)

    with mock.patch("functions.activities.talks.rules.MOST_TALKS", 1):
        status, problem = record(story, 1, 2)

    assert (status, problem["fields"]) == (422, [{"field": "heldOn", "code": "too_many"}])


def test_the_committee_is_of_the_branch_and_set_by_its_secretary(story: Story) -> None:
    stranger = call(
        "PUT",
        f"{TALKS}/committee",
        story.secretary,
        {"members": [new_id()]},
        query={"branchId": story.branch.id, "year": f"{TODAY.year}"},
    )

    assert (stranger[0], stranger[1]["fields"]) == (422, [{"field": "members.0", "code": "unknown_member"}])
    assert [committee(story, 0, by=by)[0] for by in ("member", "stranger", "county")] == [403, 404, 403]
    status, answer = committee(story, 0, headers={"if-match": '"0"'})
    assert (status, answer["committee"], answer["version"]) == (200, [story.members[0]], 1)
    assert committee(story, 1, headers={"if-match": '"0"'})[0] == 412
    assert recorded(story.branch.id)[-1]["event"] == "TalkCommitteeSet"


def test_only_a_branch_has_talks(story: Story) -> None:
    builders.account("planner", (Role.SECRETARY, story.tree.county))

    status, problem = record(story, by="planner", branchId=story.tree.county.id)

    assert status == 422
    assert {"field": "branchId", "code": "not_a_branch"} in problem["fields"]


def test_of_somebody_elsewhere_nothing_is_told(story: Story) -> None:
    assert shown(story, memberId=new_id())[0] == 404
    assert [shown(story, by)[0] for by in (None, "stranger", "county")] == [401, 404, 200]


def test_what_is_asked_stays_within_its_budget(story: Story) -> None:
    record(story, 1, 2)

    with sends() as written:
        record(story, 0, 1)
    with sends() as read:
        shown(story)

    assert written.seen == ["BatchGetItem", "TransactWriteItems"]
    assert read.seen == ["BatchGetItem"]
