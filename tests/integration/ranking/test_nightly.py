"""Runs at night: every county, for good, compared with its ledger."""

import json

import pytest

from functions.ranking import on_nightly_part, on_nightly_planned, planning
from kernel.clock import stamp
from kernel.errors import Busy
from kernel.ids import derived_id
from kernel.scoreboard import CountySum, Scoreboard
from tests.builders import recorded
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, County, minutes
from tests.integration.ranking.runs import ranked

pytestmark = pytest.mark.usefixtures("account")


def night(county: County) -> list[dict[str, int]]:
    """What the state machine does: plan, then each part."""
    plan = on_nightly_planned.lambda_handler({"asOf": minutes(30).isoformat()}, Context())
    assert plan["asOf"] == stamp(minutes(30))
    return [
        on_nightly_part.lambda_handler({"asOf": plan["asOf"], "counties": part}, Context()) for part in plan["parts"]
    ]


def test_at_night_every_county_is_ranked_for_good(county: County) -> None:
    assert night(county) == [{"organisations": 3}]
    assert night(county) == [{"organisations": 3}]

    assert ranked(county, county.tree.county.id).expires_at is None
    assert len(recorded(county.tree.county.id)) == 1


@pytest.mark.parametrize("wrong", [0, 3])
def test_at_night_the_boards_are_compared_with_the_sum_of_the_ledger(
    county: County, wrong: int, capsys: pytest.CaptureFixture[str]
) -> None:
    at = minutes(4)
    row = CountySum(Scoreboard.partition(SEASON, county.tree.county.id), as_of=stamp(at), version=1)
    row.total = county.total(at) + wrong
    row.save()
    capsys.readouterr()

    night(county)

    (metric,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "RankingDifference" in line]
    assert (metric["RankingDifference"], metric["service"]) == ([float(wrong)], "e-branch")


def test_at_night_a_county_that_cannot_be_ranked_holds_up_no_other_and_fails_the_part(county: County) -> None:
    broken = "0" * 26
    Scoreboard(Scoreboard.partition(SEASON, broken), "B#x", path="/nowhere/", points=bytes(4), version=1).save()
    event = {"asOf": stamp(minutes(30)), "counties": [broken, county.tree.county.id]}

    with pytest.raises(Busy):
        on_nightly_part.lambda_handler(event, Context())

    assert int(ranked(county, county.tree.county.id).total) == 25


def test_boards_that_no_longer_reach_back_to_the_ledgers_sum_are_ranked_but_not_compared(
    county: County, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    tree = county.tree
    CountySum(Scoreboard.partition(SEASON, tree.county.id), as_of=stamp(minutes(4)), total=0, version=1).save()
    board = Scoreboard.demand(Scoreboard.partition(SEASON, tree.county.id), Scoreboard.place(tree.branch.id))
    board.since = int(minutes(10).timestamp())
    board.save()
    capsys.readouterr()

    assert night(county) == [{"organisations": 3}]

    assert "RankingDifference" not in capsys.readouterr().out
    assert "county not compared" in caplog.messages


def test_many_counties_are_few_tasks() -> None:
    from functions.ranking.tables import County as CountyRow

    with CountyRow.batch_write() as rows:
        for number in range(93):
            rows.save(CountyRow(sk=derived_id("county", number)))

    parts = planning.plan_night()

    assert [len(part) for part in parts] == [32, 32, 29]
