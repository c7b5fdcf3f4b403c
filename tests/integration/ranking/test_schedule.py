"""Runs by the schedule: what changed is marked, ranked once, and forgotten."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from functions.ranking import on_organisations, on_points_posted, on_schedule, running
from functions.ranking.tables import Current, Dirty
from kernel.clock import stamp
from kernel.errors import Busy
from kernel.events import PointsPosted
from kernel.journal import Act
from kernel.scoreboard import Scoreboard
from tests.builders import envelope, recorded
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, County, minutes
from tests.integration.ranking.runs import current, mark, ranked
from tests.trust.delivery import thrice_shuffled
from tests.trust.faults import KilledError, sends

pytestmark = pytest.mark.usefixtures("account")
EVENTS = Path(__file__).parents[3] / "events" / "ranking"


def posted(county: County, season: str = SEASON) -> PointsPosted:
    tree = county.tree
    return PointsPosted(branch_id=tree.branch.id, county_id=tree.county.id, season=season, rows=1, total=5)


def test_points_that_move_mark_their_county_once_per_five_minutes(county: County) -> None:
    events = [envelope(posted(county)) for _ in range(3)]

    thrice_shuffled(on_points_posted.lambda_handler, *events)

    rows = list(Dirty.query(Dirty.ALL))
    assert {row.county for row in rows} == {(county.tree.county.id, SEASON)}
    assert len(rows) <= 2


def test_a_mark_keeps_its_latest_instant(county: County) -> None:
    from functions.ranking import tables

    where = county.tree.county.id, SEASON
    base = minutes(0).replace(minute=10, second=0)

    tables.mark_dirty(*where, base + timedelta(seconds=9))
    tables.mark_dirty(*where, base + timedelta(seconds=3))

    (row,) = Dirty.query(Dirty.ALL)
    assert row.at == stamp(base + timedelta(seconds=9))


def test_the_schedule_ranks_what_changed_and_forgets_it(county: County) -> None:
    mark(county, minutes(10))
    mark(county, minutes(15))

    assert on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context()) == {"counties": 1}
    assert on_schedule.lambda_handler({"asOf": minutes(35).isoformat()}, Context()) == {"counties": 0}

    found_ = current(county)
    assert found_
    assert found_.as_of == stamp(minutes(30))
    (entry,) = recorded(county.tree.county.id)
    assert entry["data"] == {
        "runId": found_.run_id,
        "countyId": county.tree.county.id,
        "season": SEASON,
        "asOf": minutes(30).isoformat().replace("+00:00", "Z"),
        "organisations": 3,
        "members": 5,
    }


def test_a_mark_of_after_the_instant_is_ranked_now_and_again(county: County) -> None:
    mark(county, minutes(31))

    assert on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context()) == {"counties": 1}
    assert on_schedule.lambda_handler({"asOf": minutes(35).isoformat()}, Context()) == {"counties": 1}
    assert on_schedule.lambda_handler({"asOf": minutes(40).isoformat()}, Context()) == {"counties": 0}


def test_points_that_move_while_a_mark_is_being_forgotten_keep_it(county: County) -> None:
    from functions.ranking import tables

    mark(county, minutes(10))
    (read,) = Dirty.query(Dirty.ALL)
    Dirty(sk=read.sk, at=stamp(minutes(11))).save()

    tables.clean(read)

    assert len(list(Dirty.query(Dirty.ALL))) == 1


def test_the_same_scheduled_run_twice_is_one_run(county: County) -> None:
    for _ in range(2):
        mark(county, minutes(10))
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert len(recorded(county.tree.county.id)) == 1


def test_a_county_that_cannot_be_ranked_stays_marked_and_holds_up_no_other(county: County) -> None:
    mark(county, minutes(10))
    broken = "0" * 26
    Dirty(sk=Dirty.place(broken, SEASON, minutes(10)), at=stamp(minutes(10))).save()
    Scoreboard(Scoreboard.partition(SEASON, broken), "B#x", path="/nowhere/", points=bytes(4), version=1).save()

    with pytest.raises(Busy):
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert [row.county[0] for row in Dirty.query(Dirty.ALL)] == [broken]
    assert current(county)


def test_a_run_that_dies_has_forgotten_the_marks_of_what_it_ranked(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(county, minutes(10))
    last = "Z" * 26
    Dirty(sk=Dirty.place(last, SEASON, minutes(10)), at=stamp(minutes(10))).save()
    run = running.run

    def die_at_the_last(act: Act, job: running.Job) -> running.Outcome:
        if job.county_id == last:
            raise KilledError
        return run(act, job)

    monkeypatch.setattr(running, "run", die_at_the_last)
    with pytest.raises(KilledError):
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert [row.county[0] for row in Dirty.query(Dirty.ALL)] == [last]


def test_late_points_of_another_season_rank_that_season(county: County) -> None:
    other = str(int(SEASON) - 1)
    mark(county, minutes(10), season=other)

    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert Current.find(*Current.key_of(other, county.tree.county.id))
    assert current(county) is None


def test_the_sample_events_and_inputs_are_taken(county: County) -> None:
    for handler, name in (
        (on_organisations.lambda_handler, "on_organisations"),
        (on_points_posted.lambda_handler, "on_points_posted"),
    ):
        assert handler(json.loads((EVENTS / f"{name}.json").read_text()), Context()) == {"batchItemFailures": []}
    assert on_schedule.lambda_handler({}, Context()) == {"counties": 1}


def test_what_a_run_of_the_day_publishes_expires_after_a_week(county: County) -> None:
    mark(county, minutes(10))
    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert ranked(county, county.tree.county.id).expires_at == minutes(30) + timedelta(days=7)


def test_a_run_reads_the_board_and_the_tree_once_and_writes_few_items(county: County) -> None:
    mark(county, minutes(10))

    with sends() as calls:
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert calls.seen == [
        "Query",  # what changed
        "Query",  # the boards
        "Query",  # the tree
        "Query",  # the thresholds of the lists
        "Query",  # what was ruled
        "BatchWriteItem",
        "GetItem",  # the latest run
        "GetItem",  # this run
        "GetItem",  # the chain's head
        "TransactWriteItems",
        "DeleteItem",
    ]
