"""A day is written as a day: no number is taken for one, at any depth of a request, nor in a query."""

from datetime import date, datetime
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from kernel.model import Command, Day

FIRST = date(2000, 1, 1)


class Inner(Command):
    on: date
    days: tuple[date, ...] = ()
    at: datetime | None = None
    since: Annotated[date, Field(ge=FIRST)] | None = None


class Outer(Command):
    one: Inner
    more: tuple[Inner, ...] = ()


GOOD: dict[str, Any] = {"on": "2026-01-02"}


def faults(**inner: Any) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as refused:
        Outer.model_validate({"one": GOOD | inner})
    return [(".".join(map(str, one["loc"])), one["type"]) for one in refused.value.errors()]


@pytest.mark.parametrize(
    "value", [0, 20_000, 1.5, True, "0", "-5", "1.5", "2026-1-2", "2026-01-02T00:00:00", "tomorrow"]
)
def test_what_is_not_written_as_a_day_is_none(value: Any) -> None:
    assert faults(on=value) == [("one.on", "date_type")]
    assert faults(since=value) == [("one.since", "date_type")]
    assert faults(days=["2026-01-02", value]) == [("one.days.1", "date_type")]
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(value)


@pytest.mark.parametrize("value", [0, 1_700_000_000, "1700000000", "now"])
def test_what_is_not_written_as_an_instant_is_none(value: Any) -> None:
    assert faults(at=value) == [("one.at", "datetime_type")]


def test_days_and_instants_are_read_and_their_limits_kept() -> None:
    outer = Outer.model_validate({"one": GOOD | {"at": "2026-01-02T03:04:05Z"}, "more": [GOOD]})

    assert (outer.one.on, outer.more[0].on) == (date(2026, 1, 2), date(2026, 1, 2))
    assert outer.one.at == datetime.fromisoformat("2026-01-02T03:04:05Z")
    assert TypeAdapter(Day).validate_python("2026-01-02") == date(2026, 1, 2)
    assert faults(since="1999-12-31") == [("one.since", "greater_than_equal")]
    assert faults(on="2026-02-30") == [("one.on", "date_from_datetime_parsing")]


def test_the_document_says_what_it_said() -> None:
    assert Inner.model_json_schema()["properties"]["on"] == {"format": "date", "title": "On", "type": "string"}
