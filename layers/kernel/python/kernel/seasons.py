"""Of what season and as of what instant points are counted."""

from datetime import UTC, date, datetime, timedelta

from kernel.clock import instant

JANUARY = 1
SETTLES_IN = timedelta(seconds=20)  # a writer's stamp is committed or lost by then: its function lives 15 seconds


def season_of(day: date) -> str:
    """The season of a business day: the calendar year (`domain.md` 7.3, cycle reset on 1 January)."""
    return f"{day.year}"


def season_opens(day: date) -> bool:
    """Whether it is the month in which a season opens, and the one before is still ranked and proved."""
    return day.month == JANUARY


def open_seasons(day: date) -> tuple[str, ...]:
    """The season of a day; in January the one before too, in which records of December are still being reviewed.

    It closes with January.
    """
    return (season_of(day), str(day.year - 1)) if season_opens(day) else (season_of(day),)


def settled(at: datetime, present: datetime) -> datetime:
    """The instant, or the latest one by which every writing is done, in whole seconds."""
    return min(at, present - SETTLES_IN).astimezone(UTC).replace(microsecond=0)


def settled_instant(named: object, present: datetime) -> datetime:
    """The settled instant that a schedule's input names; the latest settled one where it names none, or no zone."""
    try:
        at = instant(str(named))
    except ValueError:
        at = present
    return settled(at if at.tzinfo else present, present)
