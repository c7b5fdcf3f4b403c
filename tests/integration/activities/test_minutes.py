"""Minutes, written and read."""

import json
from typing import Any

import pytest

from functions.activities.tables import Review
from kernel.ids import new_id
from tests.builders import recorded
from tests.integration.activities.story import Story, call, respond


def test_the_secretary_writes_minutes_and_the_branch_reads_them(story: Story) -> None:
    path = f"/v1/activities/{story.plan()}/minutes"
    body = story.minutes(
        resolutions=[{"text": "同意。", "inFavour": 3, "against": 0, "abstained": 0}],
        observers=["乡党委委员"],
        activists=["甲"],
        speakers=["乙"],
        speeches=[{"memberId": story.members[2], "gist": "发言。"}],
    )

    written = respond("PUT", path, story.secretary, body)
    read = respond("GET", path, story.member)

    assert (written["statusCode"], read["statusCode"]) == (200, 200)
    assert written["headers"]["ETag"] == read["headers"]["ETag"] == '"1"'
    shown = call("GET", path, story.county)[1]
    unsaid: dict[str, Any] = {"keeper": None, "reports": [], "discussion": None, "problems": [], "burdenReason": None}
    named = {"decision": None, "written": None, "ballot": None, "owner": None, "dueOn": None}
    computed = {name: shown.pop(name) for name in ("digest", "votes", "version", "number", "sealedAt", "signatures")}
    assert shown == body | unsaid | {"resolutions": [body["resolutions"][0] | named]}
    assert [computed[name] for name in ("version", "signatures", "number", "sealedAt")] == [1, [], None, None]
    assert [vote["result"] for vote in computed["votes"]] == ["NO_QUORUM"]
    assert recorded(story.branch.id)[-1]["data"]["digest"] == computed["digest"]
    assert recorded(story.branch.id)[-1]["event"] == "MinutesWritten"
    assert "学习讨论" not in str(recorded(story.branch.id))


def test_minutes_are_written_anew_over_the_version_that_was_read(story: Story) -> None:
    path = f"/v1/activities/{story.plan()}/minutes"
    call("PUT", path, story.secretary, story.minutes())

    second = call("PUT", path, story.secretary, story.minutes(summary="二"), headers={"if-match": '"1"'})
    stale = call("PUT", path, story.secretary, story.minutes(summary="三"), headers={"if-match": '"1"'})

    assert (second[0], second[1]["summary"], second[1]["version"]) == (200, "二", 2)
    assert (stale[0], stale[1]["code"]) == (412, "stale_version")


@pytest.mark.parametrize(
    ("kind", "field"),
    [("GENERAL_ASSEMBLY", "resolutions"), ("PARTY_LECTURE", "speakers"), ("ORG_LIFE_MEETING", "speeches")],
)
def test_each_type_demands_its_own_fields(story: Story, kind: str, field: str) -> None:
    path = f"/v1/activities/{story.plan(type=kind)}/minutes"

    status, problem = call("PUT", path, story.secretary, story.minutes())

    assert (status, problem["fields"]) == (422, [{"field": field, "code": "missing"}])


def test_host_recorder_and_speakers_are_members_of_the_branch(story: Story) -> None:
    path = f"/v1/activities/{story.plan()}/minutes"
    body = story.minutes(host=new_id(), speeches=[{"memberId": new_id(), "gist": "。"}])

    status, problem = call("PUT", path, story.secretary, body)

    assert (status, [fault["field"] for fault in problem["fields"]]) == (422, ["host", "speeches.0.memberId"])


@pytest.mark.parametrize(
    "changes", [{"summary": ""}, {"summary": "长" * 5001}, {"host": "me"}, {"speakers": [""]}, {"keeper": "me"}]
)
def test_minutes_that_make_no_sense_are_refused(story: Story, changes: dict[str, Any]) -> None:
    path = f"/v1/activities/{story.plan()}/minutes"

    status, problem = call("PUT", path, story.secretary, story.minutes(**changes))

    assert (status, problem["code"]) == (422, "invalid")


def test_minutes_larger_than_an_item_may_be_are_refused(story: Story) -> None:
    path = f"/v1/activities/{story.plan()}/minutes"
    speech = {"memberId": story.members[0], "gist": "长" * 2000}

    body = json.dumps(story.minutes(speeches=[speech] * 40), ensure_ascii=False)

    status, problem = call("PUT", path, story.secretary, body)

    assert (status, problem["code"]) == (413, "too_large")


def test_a_record_larger_than_a_page_is_read_whole(story: Story) -> None:
    activity_id = story.plan()
    for number in range(4):
        place = Review.place(number, "first")
        Review(f"ACTIVITY#{activity_id}", place, decision="return", reason="长" * 110_000, at="").save()
    story.call_roll(activity_id, "PRESENT")

    again = story.call_roll(activity_id, "PRESENT")

    assert again == (200, {"called": 1, "changed": 0})


def test_without_minutes_there_is_nothing_to_read(story: Story) -> None:
    status, _ = call("GET", f"/v1/activities/{story.plan()}/minutes", story.member)

    assert status == 404


def test_minutes_of_a_missing_activity_are_not_found(story: Story) -> None:
    status, _ = call("PUT", f"/v1/activities/{new_id()}/minutes", story.secretary, story.minutes())

    assert status == 404


def test_minutes_stay_once_they_are_handed_in(story: Story) -> None:
    status, problem = story.minute(story.submitted())

    assert (status, problem["code"]) == (409, "wrong_state")


def test_the_same_minutes_under_one_key_are_written_once(story: Story) -> None:
    path, headers = f"/v1/activities/{story.plan()}/minutes", {"idempotency-key": "once"}

    first = call("PUT", path, story.secretary, story.minutes(), headers=headers)
    second = call("PUT", path, story.secretary, story.minutes(), headers=headers)

    assert first == second
    assert first[1]["version"] == 1


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("member", 403), ("county", 403), ("stranger", 404)])
def test_only_the_secretary_writes(story: Story, subject: str | None, expected: int) -> None:
    status, _ = call("PUT", f"/v1/activities/{story.plan()}/minutes", subject, story.minutes())

    assert status == expected
