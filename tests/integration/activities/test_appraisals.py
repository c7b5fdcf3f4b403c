"""The yearly appraisal: words, a secret ballot, grades that a committee approves."""

from typing import Any

import pytest

from functions.activities import on_members
from functions.activities.appraisals import rules as appraisal_rules
from functions.activities.appraisals.tables import Words
from kernel.events import MemberErased
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.appraisals import Year
from tests.integration.activities.booth import numbers
from tests.integration.activities.story import CONTEXT, HOUR, Story, call
from tests.trust import engine
from tests.trust.faults import sends


@pytest.fixture
def year(story: Story) -> Year:
    return Year(story)


def test_a_branch_opens_its_appraisal_within_a_meeting(year: Year) -> None:
    told = year.appraisal

    assert (told["state"], told["branchId"], told["activityId"]) == ("OPEN", year.branch, year.activity)
    assert (told["appraised"], told["excellentLimit"]) == (sorted(year.story.members), 2)
    assert told["grades"] is told["ballotId"] is told["stageId"] is None
    assert year.read("voter-0") == (200, told)
    assert recorded(year.branch)[-1]["data"] == {
        "branchId": year.branch, "year": told["year"], "activityId": year.activity, "members": 6,
    }  # fmt: skip


def test_it_is_opened_once_a_year_and_in_another_meeting_until_it_has_voted(year: Year) -> None:
    other = year.story.plan(-HOUR / 4, HOUR, type="DEMOCRATIC_APPRAISAL")
    theme_day = year.story.plan()
    path, body = "/v1/activities/appraisals", {"activityId": other}

    moved = call("POST", path, "secretary", body)
    wrong = call("POST", path, "secretary", {"activityId": theme_day})
    year.activity = other
    year.call_in(*["PRESENT"] * 6)
    year.graded_all(["AABBBB"] * 4)
    again = call("POST", path, "secretary", body)

    assert (moved[0], moved[1]["activityId"]) == (201, other)
    assert wrong[1]["fields"] == [{"field": "activityId", "code": "not_of_this_type"}]
    assert (again[0], again[1]["code"]) == (409, "already_exists")


def test_each_writes_of_themselves_and_of_others_and_who_is_meant_reads_it(year: Year) -> None:
    first, second = year.story.members[:2]
    own = year.write("voter-0", first, "能按时参加组织生活。")
    peer = year.write("voter-1", first, "😀 群众基础好。", headers={"Idempotency-Key": "words"})
    again = year.write("voter-1", first, "😀 群众基础好。", headers={"Idempotency-Key": "words"})

    told = year.of(first, "voter-0")

    assert (own[0], peer[0], again[1]["text"]) == (200, 200, None)
    assert told == (200, {"memberId": first, "own": own[1], "opinions": [peer[1]], "grade": None})
    assert year.of(first, "secretary") == year.of(first, "township") == told
    assert [year.of(first, by)[0] for by in ("voter-1", "stranger")] == [403, 404]
    assert year.of(second, "voter-1")[1]["opinions"] == []
    assert year.write("voter-1", first, "改了。")[1]["version"] == 2
    assert "群众基础" not in str(recorded(year.branch)) + str(engine.rows("IdempotencyTable"))


def test_words_are_blanked_with_whoever_wrote_or_is_meant(year: Year) -> None:
    first, second, third = year.story.members[:3]
    for by, of in (("voter-0", first), ("voter-0", second), ("voter-1", first), ("voter-1", third)):
        year.write(by, of)

    def after(erased: str) -> set[tuple[str, str]]:
        event = MemberErased(member_id=erased, branch_id=year.branch, county_id=year.story.branch.county_id)
        for _ in range(3):
            assert on_members.lambda_handler(builders.batch(event), CONTEXT) == {"batchItemFailures": []}
        rows = Words.query(f"APPRAISAL#{year.branch}#{year.appraisal['year']}")
        return {(row.of, row.by) for row in rows if row.text}

    assert after(first) == {(third, second)}
    assert after(third) == set()


def test_probationary_members_take_part_without_a_grade(year: Year) -> None:
    member_id = year.probationary()
    builders.account("probationary", member_id=member_id, branch=year.story.branch)

    opened_anew = call("POST", "/v1/activities/appraisals", "secretary", {"activityId": year.activity})[1]
    written = year.write("probationary", member_id)
    ballot = year.begin_ballot()[1]["id"]

    assert written[0] == 200
    assert opened_anew["appraised"] == sorted(year.story.members)
    assert year.grade(ballot, "probationary", "AAAAAA")[0] == 403


def test_votes_are_published_member_by_member_so_that_no_whole_vote_is_a_signature(year: Year) -> None:
    votes = ["AABBBB", "BBBBBC", "A-----", "ABBBBD"]

    told = year.graded_all(votes)

    given = {one["memberId"]: one["votes"] for one in told["appraisal"]}
    for at, member in enumerate(year.story.members):
        column = [vote[at] for vote in votes]
        assert given[member] == {grade.value: column.count(letter) for grade, letter in appraisal_rules.LETTERS.items()}
    assert (told["tally"]["result"], told["votes"]) == ("COUNTED", None)
    assert numbers(told["tally"])["valid"] == 4
    codes = [vote["code"] for one in told["graded"] for vote in one["votes"]]
    assert len(set(codes)) == 24
    assert all(one["votes"] == sorted(one["votes"], key=lambda vote: vote["code"]) for one in told["graded"])


def test_each_finds_what_they_said_of_a_member(year: Year) -> None:
    ballot = year.begin_ballot()[1]["id"]
    receipts = [year.grade(ballot, by, "AABBB-")[1]["code"] for by in year.voters[:3]]
    told = year.counted(ballot)

    for at, member in enumerate(year.story.members):
        code = appraisal_rules.code_for(receipts[0], member)
        (of,) = (one["votes"] for one in told["graded"] if one["memberId"] == member)
        assert [vote["grade"] for vote in of if vote["code"] == code] == [
            {"A": "EXCELLENT", "B": "QUALIFIED", "-": None}["AABBB-"[at]]
        ]


BAD_VOTES: tuple[dict[str, Any], ...] = (
    {"choice": "IN_FAVOUR"},
    {"names": []},
    {"grades": [{"memberId": new_id(), "grade": "EXCELLENT"}]},
)


def test_a_vote_that_is_no_appraisal_is_refused(year: Year) -> None:
    ballot = year.begin_ballot()[1]["id"]
    word = {"nonce": "0" * 32}
    twice = {"grades": year.graded("A") * 2}

    told = [year.hand_in(ballot, "voter-0", word | body) for body in (*BAD_VOTES, twice)]
    nothing_said = year.hand_in(ballot, "voter-0", word | {"grades": []})

    assert {(status, said["fields"][0]["code"]) for status, said in told} == {(422, "not_of_this_ballot")}
    assert nothing_said[0] == 201


def test_a_ballot_that_failed_is_held_again_and_a_good_one_is_not(year: Year) -> None:
    failed = year.begin_ballot()[1]["id"]
    open_still = year.begin_ballot()
    year.counted(failed)

    told = year.graded_all(["AABBBB"] * 3)

    assert open_still[1]["code"] == "wrong_state"
    assert told["id"] != failed
    assert year.begin_ballot()[1]["code"] == "wrong_state"
    assert year.read()[1]["ballotId"] == told["id"]


def test_who_left_is_not_graded_and_words_name_who_is_there(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.activities.appraisals.appraising.MOST_CELLS", 35)

    assert year.begin_ballot()[1]["code"] == "too_many_voters"
    assert year.write("voter-0", new_id())[1]["fields"] == [{"field": "memberId", "code": "unknown_member"}]
    assert year.write("secretary", year.story.members[0])[0] == 403
    builders.account("not-on-the-roll", member_id=new_id(), branch=year.story.branch)
    assert year.write("not-on-the-roll", year.story.members[0])[0] == 403
    assert year.of(new_id(), "secretary")[0] == 404
    assert call("GET", f"/v1/activities/appraisals/{year.branch}/2001", "secretary")[0] == 404
    assert call("GET", f"/v1/activities/appraisals/{year.branch}/12", "secretary")[0] == 422


def test_a_branch_without_full_members_has_nobody_to_appraise(story: Story) -> None:
    activity = story.plan(-HOUR / 4, HOUR, type="ORG_LIFE_MEETING")
    where = {"branch_id": story.branch.id, "county_id": story.branch.county_id}
    gone = [MemberErased(member_id=member, **where) for member in story.members]
    on_members.lambda_handler(builders.batch(*gone), CONTEXT)
    body = {"activityId": activity}

    empty = call("POST", "/v1/activities/appraisals", "secretary", body)
    call("POST", f"/v1/activities/{activity}/cancel", "secretary")

    assert empty[1]["fields"] == [{"field": "activityId", "code": "nobody_to_appraise"}]
    assert call("POST", "/v1/activities/appraisals", "secretary", body)[1]["code"] == "wrong_state"


def test_each_step_asks_three_times_and_writes_once(year: Year) -> None:
    member = year.story.members[0]
    year.of(member, "voter-0")

    def asked(act: Any) -> list[str]:
        with sends() as calls:
            assert act()[0] in (200, 201)
        return calls.seen

    assert asked(lambda: year.write("voter-0", member)) == ["BatchGetItem", "GetItem", "TransactWriteItems"]
    assert asked(lambda: year.of(member, "voter-0")) == ["BatchGetItem", "Query", "GetItem"]
    assert asked(year.begin_ballot) == ["BatchGetItem", "Query", "BatchGetItem", "TransactWriteItems"]
    assert asked(year.read) == ["BatchGetItem"]
