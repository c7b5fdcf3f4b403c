"""A province through weeks of November 2026: nights in which they end, and what is told of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from functions.ranking import on_nightly_above, on_ranking_started
from functions.ranking.weekly_tables import Weekly
from kernel.clock import stamp
from kernel.events import PUBLISHED, Envelope, Event, RankChanged, RankWeekEnded
from tests.builders import account, envelope, recorded
from tests.conftest import Context
from tests.integration.ranking.province import Province, parts, place_of
from tests.integration.ranking.runs import call
from tests.trust import engine
from tests.trust.delivery import until_done

FIRST, SECOND, THIRD = (datetime(2026, 11, day, 18, 30, tzinfo=UTC) for day in (1, 8, 15))  # Mondays, 02:30 in China
DAY = timedelta(days=1)
WEEKLY = "/v1/rankings/weekly/own"
BRANCH = "A1-0"


def anybody(province: Province, branch: str, number: int = 0) -> str:
    return list(province.points[branch])[number]


def choose(province: Province, branch: str, member_id: str, wanted: bool = True) -> Any:
    """What a member is answered who asks to be told, or not to be."""
    account("member", member_id=member_id, branch=place_of(province, branch))
    status, told = call("PUT", WEEKLY, subject="member", body={"wanted": wanted})
    assert status == 200, told
    return told


def wants(province: Province, county: str, member_id: str) -> None:
    """A member has asked to be told, by no request."""
    row = Weekly(*Weekly.key_of(member_id), county_id=province.id(county), placed_at=stamp(FIRST - DAY), version=1)
    row.save()
    row.listed.save()


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
