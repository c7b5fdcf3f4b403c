"""Weekly changes: exact, for who asked alone, once a week, of nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from functions.ranking import on_ranking_started, stocktaking, weekly
from functions.ranking.weekly_tables import Weekly
from kernel.events import RankChanged, RankWeekEnded
from tests.builders import envelope, recorded
from tests.integration.ranking.county import SEASON, County, minutes
from tests.integration.ranking.county import member as member_of
from tests.integration.ranking.province import Province, parts
from tests.integration.ranking.runs import rank
from tests.integration.ranking.weeks import (
    BRANCH,
    DAY,
    FIRST,
    SECOND,
    THIRD,
    anybody,
    changed,
    choose,
    give,
    kept,
    night,
    ranks,
    told,
    wants,
    week_ends,
)
from tests.trust import engine
from tests.trust.delivery import deliver, thrice_shuffled, until_done
from tests.trust.faults import Fault, KilledError, sends

pytestmark = pytest.mark.usefixtures("account")


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


def test_levels_are_told_from_the_branch_up(county: County) -> None:
    tree = county.tree
    rank(tree, minutes(10))

    event = RankWeekEnded(county_id=tree.county.id, season=SEASON, as_of=minutes(10))
    found = stocktaking.take(event, {member_of(tree.branch, 2)})

    places = [(place.organisation_id, place.rank) for place in found[member_of(tree.branch, 2)].levels]
    assert places == [(tree.branch.id, 2), (tree.township.id, 3), (tree.county.id, 3)]


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
        night(at + timedelta(hours=8))  # Monday in China, and by then in Greenwich, too
        thrice_shuffled(on_ranking_started.lambda_handler, *told(province, "A1", RankWeekEnded))

    assert sorted(event.member_id for event in changed(province, "A1")) == sorted(everybody)


@pytest.mark.no_cover
def test_more_than_one_transaction_tells_everybody_once(province: Province, member: str) -> None:
    """Stopped before the second transaction, the rest is told when it comes again."""
    everybody = [one for branch in ("A1-0", "A1-1", "A1-2") for one in province.points.get(branch, ())]
    assert len(everybody) > 2 * weekly.TOGETHER
    for one in everybody:
        wants(province, "A1", one)
    week_ends(province, "A1", FIRST)
    night(SECOND)
    week, start = told(province, "A1", RankWeekEnded)[-1], engine.snapshot()
    with sends() as clean:
        deliver(on_ranking_started.lambda_handler, week)
    engine.restore(start)
    writes = [number for number, name in enumerate(clean.seen, 1) if name == "TransactWriteItems"]
    with pytest.raises(KilledError), sends(writes[1], Fault.KILL_BEFORE):
        deliver(on_ranking_started.lambda_handler, week)
    begun = len(changed(province, "A1"))

    until_done(on_ranking_started.lambda_handler, week)

    assert 0 < begun < len(everybody)
    assert sorted(event.member_id for event in changed(province, "A1")) == sorted(everybody)


def test_who_asks_during_a_week_is_told_a_week_after_the_others(province: Province, member: str) -> None:
    other = anybody(province, BRANCH, 1)
    choose(province, BRANCH, member)
    week_ends(province, "A1", FIRST)
    choose(province, BRANCH, other)

    week_ends(province, "A1", SECOND)
    first = {event.member_id for event in changed(province, "A1")}
    week_ends(province, "A1", THIRD)

    later = [event for event in changed(province, "A1") if event.as_of == THIRD]
    assert first == {member}
    assert {event.member_id: event.since for event in later} == {member: SECOND, other: SECOND}


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


def test_whoever_changed_their_mind_between_the_reading_and_the_writing_is_told_nothing(
    province: Province, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
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
