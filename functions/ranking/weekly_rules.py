"""What changed between the ends of two weeks. A week ends on Monday, with the run of that night. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kernel.clock import business_day, instant
from kernel.events import LevelChange

WEEK = timedelta(weeks=1)
NIGHT = timedelta(hours=2, minutes=30)  # after midnight: the run that ends a week on Monday


class Place(NamedTuple):
    """Where a member stands in one organisation."""

    organisation_id: str
    level: str | None
    points: int
    rank: int
    members: int


@dataclass(frozen=True)
class Stock:
    """Where a member stands as of an instant, in the branch and in each organisation above it."""

    season: str
    as_of: str
    branch_id: str
    levels: tuple[Place, ...]


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_on(counted_from: datetime | None, at: datetime) -> date:
    """The Monday on which the next notice can come; the first Monday only takes stock."""
    if counted_from is None:
        return _monday_from(business_day(at - NIGHT) + timedelta(days=1)) + WEEK
    return _monday_from(max(business_day(at), _monday_of(business_day(counted_from)) + WEEK))


def _monday_from(day: date) -> date:
    return _monday_of(day + WEEK - timedelta(days=1))


def is_due(before: Stock | None, now: Stock) -> bool:
    """Once a week, however often the night's run is made."""
    return before is None or _week(before) < _week(now)


def changes(before: Stock | None, now: Stock) -> tuple[LevelChange, ...]:
    """Level by level, where both are known; nothing between two seasons or two branches, which do not compare."""
    if before is None or (before.season, before.branch_id) != (now.season, now.branch_id):
        return ()
    then = {place.organisation_id: place for place in before.levels}
    return tuple(_change(then[one.organisation_id], one) for one in now.levels if one.organisation_id in then)


def _week(stock: Stock) -> date:
    return _monday_of(business_day(instant(stock.as_of)))


def _change(then: Place, now: Place) -> LevelChange:
    return LevelChange(
        organisation_id=now.organisation_id,
        level=now.level,
        points_before=then.points,
        points=now.points,
        rank_before=then.rank,
        rank=now.rank,
        members_before=then.members,
        members=now.members,
    )
