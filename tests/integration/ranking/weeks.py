"""A province through weeks of November 2026: nights in which they end, and what is told of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from functions.ranking import on_nightly_above, on_ranking_started
from kernel.events import PUBLISHED, Envelope, Event, RankChanged, RankWeekEnded
from tests.builders import account, envelope, recorded
from tests.conftest import Context
from tests.integration.ranking.province import Province, parts, place_of
from tests.integration.ranking.runs import call
from tests.trust.delivery import until_done

FIRST, SECOND, THIRD = (datetime(2026, 11, day, 18, 30, tzinfo=UTC) for day in (1, 8, 15))  # Mondays, 02:30 in China
DAY = timedelta(days=1)
WEEKLY = "/v1/rankings/weekly/own"


def anybody(province: Province, branch: str, number: int = 0) -> str:
    return list(province.points[branch])[number]


def choose(province: Province, branch: str, member_id: str, wanted: bool = True) -> Any:
    """What a member is answered who asks to be told, or not to be."""
    account("member", member_id=member_id, branch=place_of(province, branch))
    status, told = call("PUT", WEEKLY, subject="member", body={"wanted": wanted})
    assert status == 200, told
    return told


def told(province: Province, county: str, kind: type[Event]) -> list[Envelope]:
    """What the record of a county says of a kind, as the bus brings it."""
    entries = [entry for entry in recorded(province.id(county)) if entry["event"] == kind.__name__]
    return [envelope(msgspec.convert(e["data"], PUBLISHED[kind.__name__]), e["id"]) for e in entries]


def changed(province: Province, county: str) -> list[RankChanged]:
    return [msgspec.convert(one.data, RankChanged) for one in told(province, county, RankChanged)]


def night(at: datetime) -> None:
    """The night's run."""
    on_nightly_above.lambda_handler({"asOf": parts(at)}, Context())


def week_ends(province: Province, county: str, at: datetime) -> None:
    """The night's run, and what the queue brings of it."""
    night(at)
    until_done(on_ranking_started.lambda_handler, *told(province, county, RankWeekEnded)[-1:])
