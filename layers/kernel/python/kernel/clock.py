"""Instants are UTC; days, months and seasons are Asia/Shanghai (no summer time since 1991)."""

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def now() -> datetime:
    """The present instant. Rules never call this: they take it as a parameter."""
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: fixed width, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def business_day(at: datetime) -> date:
    """The calendar day in China on which an instant falls."""
    return at.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first instant of a business day."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
