"""Weekly changes: exact, for who asked alone, once a week, of nobody else; and forgotten when no longer wanted."""

import random
from datetime import timedelta
from typing import Any

import pytest

from functions.ranking import on_organisations, on_ranking_started
from functions.ranking.weekly_tables import Weekly
from kernel.events import (
    EnrolledMember,
    LeftMember,
    MemberErased,
    MembersLeft,
    MembersMoved,
    RankChanged,
    RankWeekEnded,
    WeeklyRanksChosen,
)
from tests.builders import account, envelope, recorded
from tests.integration.ranking.province import Province, parts, place_of
from tests.integration.ranking.runs import call
from tests.integration.ranking.weeks import (
    DAY,
    FIRST,
    SECOND,
    THIRD,
    WEEKLY,
    anybody,
    changed,
    choose,
    night,
    told,
    week_ends,
)
from tests.trust import engine
from tests.trust.delivery import deliver, thrice_shuffled, until_done
from tests.trust.faults import Fault, sends

pytestmark = pytest.mark.usefixtures("account")
BRANCH = "A1-0"


@pytest.fixture
def province() -> Province:
    made = Province(random.Random(7), season="2026")  # noqa: S311 - the same province every time
    made.points = {branch: members for branch, members in made.points.items() if members}
    return made


@pytest.fixture
def member(province: Province) -> str:
    return anybody(province, BRANCH)


def kept() -> list[str]:
    """The keys under which anything of this is kept."""
    keys = [row["pk"]["S"] for row in engine.rows("RankingTable")]
    return sorted({key for key in keys if key.startswith(("WEEKLY#", "WANTED#"))})


def ranks(province: Province, member: str) -> dict[str, tuple[int, int, int]]:
    """Points, rank and how many there are, at every level, by counting."""
    branch = next(name for name, members in province.points.items() if member in members)
    points, county = province.points[branch][member], branch.split("-")[0]
    names, name = [branch, county], county
    while name in province.parents:
        name = province.parents[name]
        names.append(name)
    found = {branch: list(province.points[branch].values())}
    found |= {name: list(province.everybody(name).values()) for name in names[1:]}
    return {
        province.id(name): (points, 1 + sum(other > points for other in everybody), len(everybody))
        for name, everybody in found.items()
    }


def give(province: Province, member: str, points: int, at: Any) -> None:
    branch = next(name for name, members in province.points.items() if member in members)
    province.give(branch, member, points, at, counts=True)


def test_the_change_of_a_week_is_exact_at_every_level_from_the_branch_to_the_province(
    province: Province, member: str
) -> None:
    other = anybody(province, BRANCH, 1)
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    before = ranks(province, member)
    give(province, other, 45, FIRST + DAY)
    give(province, member, -3, FIRST + 2 * DAY)
    after = ranks(province, member)

    week_ends(province, "A1", SECOND)

    (event,) = changed(province, "A1")
    assert (event.member_id, event.since, event.as_of, event.season) == (member, FIRST, SECOND, "2026")
    assert {lv.organisation_id: (lv.points_before, lv.rank_before, lv.members_before) for lv in event.levels} == before
    assert {lv.organisation_id: (lv.points, lv.rank, lv.members) for lv in event.levels} == after
    assert [lv.level for lv in event.levels] == ["BRANCH", "COUNTY", "CITY", "PROVINCE"]
    assert before != after


def test_points_after_the_night_are_of_the_next_week(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    night(SECOND)
    give(province, member, 10, SECOND + timedelta(minutes=5))
    until_done(on_ranking_started.lambda_handler, *told(province, "A1", RankWeekEnded)[-1:])

    (event,) = changed(province, "A1")
    assert {level.points - level.points_before for level in event.levels} == {0}


def test_nobody_is_told_who_did_not_ask_and_no_id_of_another_is_in_what_is_told(
    province: Province, member: str
) -> None:
    choose(province, BRANCH, member)
    for at in (FIRST, SECOND):
        week_ends(province, "A1", at)

    others = {one for members in province.points.values() for one in members} - {member}
    (event,) = [entry for entry in recorded(province.id("A1")) if entry["event"] == "RankChanged"]
    assert not [one for one in others if one in str(event)]
    assert all(not told(province, county, RankWeekEnded) for county in ("A2", "B1", "D"))
    assert kept() == sorted([f"WEEKLY#{member}", f"WANTED#{province.id('A1')}"])


def test_where_nobody_asked_a_night_writes_nothing_of_it(province: Province) -> None:
    night(FIRST)

    assert kept() == []
    assert told(province, "A1", RankWeekEnded) == []


def test_only_the_night_to_monday_ends_a_week(province: Province, member: str) -> None:
    choose(province, BRANCH, member)

    for days in range(1, 7):
        night(FIRST + days * DAY)

    assert told(province, "A1", RankWeekEnded) == []


@pytest.mark.no_cover
def test_told_again_in_any_order_and_after_a_second_run_of_the_night_nothing_comes_twice(
    province: Province, member: str
) -> None:
    everybody = list(province.points[BRANCH])
    for one in everybody:
        choose(province, BRANCH, one)
    for at in (FIRST, SECOND):
        night(at)
        night(at)
        night(at + timedelta(minutes=20))
        thrice_shuffled(on_ranking_started.lambda_handler, *told(province, "A1", RankWeekEnded))

    assert sorted(event.member_id for event in changed(province, "A1")) == sorted(everybody)


def test_a_week_in_whose_night_the_county_was_not_ranked_is_told_with_the_next(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    county = province.id("A1")
    parts(SECOND, without=county)
    missed = RankWeekEnded(county_id=county, season="2026", as_of=SECOND)
    until_done(on_ranking_started.lambda_handler, envelope(missed))
    give(province, member, 10, SECOND + DAY)

    week_ends(province, "A1", THIRD)

    (event,) = changed(province, "A1")
    assert (event.since, event.as_of) == (FIRST, THIRD)


def test_a_week_that_is_told_more_than_a_day_late_waits_for_the_next(
    province: Province, member: str, caplog: pytest.LogCaptureFixture
) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    night(SECOND)
    give(province, member, 5, SECOND + DAY)
    give(province, member, 5, SECOND + 3 * DAY)

    until_done(on_ranking_started.lambda_handler, *told(province, "A1", RankWeekEnded)[-1:])

    assert changed(province, "A1") == []
    assert "week not told" in caplog.messages


def test_seasons_and_branches_do_not_compare(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    row = Weekly.demand(*Weekly.key_of(member))
    row.season = "2025"
    row.save()

    week_ends(province, "A1", SECOND)

    assert changed(province, "A1") == []
    row = Weekly.demand(*Weekly.key_of(member))
    row.branch_id = province.id("A1-1")
    row.save()

    week_ends(province, "A1", THIRD)

    assert changed(province, "A1") == []


def test_who_no_longer_wants_it_is_forgotten_and_told_nothing(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)

    for _ in range(2):
        assert choose(province, BRANCH, member, wanted=False)["wanted"] is False
    week_ends(province, "A1", SECOND)

    assert changed(province, "A1") == []
    assert kept() == []


def where(province: Province, branch: str) -> dict[str, str]:
    county = branch.split("-")[0]
    return {"branch_id": province.id(branch), "county_id": province.id(county), "path": province.path(branch)}


def test_who_left_or_was_erased_is_forgotten(province: Province) -> None:
    first, second = (anybody(province, BRANCH, number) for number in (0, 1))
    for one in (first, second):
        choose(province, BRANCH, one)
    left = MembersLeft(members=(LeftMember(member_id=first, reason="SELF_EXIT"),), **where(province, BRANCH))
    there = where(province, BRANCH)
    erased = MemberErased(member_id=second, branch_id=there["branch_id"], county_id=there["county_id"])

    thrice_shuffled(on_organisations.lambda_handler, envelope(left), envelope(erased))

    assert kept() == []


def test_who_moves_into_another_county_is_asked_about_there_in_whatever_order_it_is_told(
    province: Province, member: str
) -> None:
    choose(province, BRANCH, member)

    def move(source: str, target: str) -> MembersMoved:
        there = where(province, target)
        old = {"from_branch_id": province.id(source), "from_county_id": province.id(source.split("-")[0])}
        return MembersMoved(members=(EnrolledMember(member_id=member, category="FULL"),), **old, **there)

    moves = [envelope(move(BRANCH, "B1-0")), envelope(move("B1-0", "D-1")), envelope(move("D-1", "D-2"))]

    thrice_shuffled(on_organisations.lambda_handler, *reversed(moves), seed=3)

    assert kept() == sorted([f"WEEKLY#{member}", f"WANTED#{province.id('D')}"])


def conflict(handler: Any, body: Any) -> list[str]:
    """The messages that fail where another transaction is in the way of the first one."""
    start = engine.snapshot()
    with sends() as clean:
        until_done(handler, body)
    engine.restore(start)
    with sends(1 + clean.seen.index("TransactWriteItems"), Fault.CONFLICT) as calls:
        failed = deliver(handler, body)
    assert calls.struck
    return failed


def test_another_transaction_in_the_way_is_waited_for(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    night(FIRST)
    (week,) = told(province, "A1", RankWeekEnded)
    left = MembersLeft(members=(LeftMember(member_id=member, reason="SELF_EXIT"),), **where(province, BRANCH))

    assert conflict(on_ranking_started.lambda_handler, week) == []
    assert Weekly.demand(*Weekly.key_of(member)).as_of == "2026-11-01T18:30:00.000Z"
    assert conflict(on_organisations.lambda_handler, envelope(left)) == []
    assert kept() == []


def test_what_was_chosen_is_answered_and_on_the_record_once(province: Province, member: str) -> None:
    account("member", member_id=member, branch=place_of(province, BRANCH))
    assert call("GET", WEEKLY, subject="member") == (
        200,
        {"memberId": member, "wanted": False, "from": None, "nextOn": None},
    )

    headers = {"idempotency-key": "0123456789abcdef"}
    answers = [call("PUT", WEEKLY, subject="member", body={"wanted": True}, headers=headers) for _ in range(2)]

    assert answers[0] == answers[1] == call("GET", WEEKLY, subject="member")
    assert answers[0][1]["wanted"] is True
    (entry,) = recorded(province.id(BRANCH))
    assert entry["event"] == WeeklyRanksChosen.__name__
    assert entry["data"]["wanted"] is True


def test_to_ask_again_goes_on_from_the_week_that_was_kept(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)

    answer = choose(province, BRANCH, member)
    week_ends(province, "A1", SECOND)

    assert answer["from"] == "2026-11-01T18:30:00Z"
    assert [event.since for event in changed(province, "A1")] == [FIRST]


@pytest.mark.parametrize(
    "body", [{}, {"wanted": "yes"}, {"wanted": 1}, {"wanted": None}, {"wanted": True, "memberId": "x"}, [], "😀", None]
)
def test_anything_but_a_yes_or_no_is_refused(province: Province, member: str, body: Any) -> None:
    account("member", member_id=member, branch=place_of(province, BRANCH))

    status, problem = call("PUT", WEEKLY, subject="member", body=body)

    assert status in (400, 422)
    assert problem["code"]
    assert kept() == []


def test_an_account_of_no_member_chooses_nothing(province: Province) -> None:
    account("clerk")

    assert call("PUT", WEEKLY, subject="clerk", body={"wanted": True})[0] == 404
    assert call("GET", WEEKLY, subject=None)[0] == 401


def test_whoever_changed_their_mind_between_the_reading_and_the_writing_is_told_nothing(
    province: Province, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions.ranking import weekly

    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    night(SECOND)
    real, once = weekly._hold, [True]

    def late(*args: Any) -> None:
        if once.pop() if once else False:
            choose(province, BRANCH, member, wanted=False)
        real(*args)

    monkeypatch.setattr(weekly, "_hold", late)
    until_done(on_ranking_started.lambda_handler, *told(province, "A1", RankWeekEnded)[-1:])

    assert [one.event for one in told(province, "A1", RankChanged)] == []
