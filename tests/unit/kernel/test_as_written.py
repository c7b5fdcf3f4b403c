"""What a body says is what JSON says: no number is taken for a day, no text for a number, at any depth."""

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
    seats: Annotated[int, Field(ge=1)] = 1
    marks: dict[str, int] = Field(default_factory=dict)
    width: float | None = None
    open: bool = False


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


@pytest.mark.parametrize(
    "value",
    [
        *(0, 1_700_000_000, 1.5, True, "1700000000", "now", "2026-01-02", "2026-01-02_03:04:05Z"),
        *("2026-01-02T03:04:05\u221208:00", "x2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z\n"),
    ],
)
def test_what_is_not_written_as_an_instant_is_none(value: Any) -> None:
    assert faults(at=value) == [("one.at", "datetime_type")]


def test_days_and_instants_are_read_and_their_limits_kept() -> None:
    outer = Outer.model_validate({"one": GOOD | {"at": "2026-01-02T03:04:05Z"}, "more": [GOOD]})

    assert (outer.one.on, outer.more[0].on) == (date(2026, 1, 2), date(2026, 1, 2))
    assert outer.one.at == datetime.fromisoformat("2026-01-02T03:04:05Z")
    for written in ("2026-01-02T11:04:05+08:00", "2026-01-02T03:04:05.000Z", "2026-01-02 03:04:05z"):
        assert Inner.model_validate(GOOD | {"at": written}).at == outer.one.at
    assert TypeAdapter(Day).validate_python("2026-01-02") == date(2026, 1, 2)
    assert faults(since="1999-12-31") == [("one.since", "greater_than_equal")]
    assert faults(on="2026-02-30") == [("one.on", "date_from_datetime_parsing")]


@pytest.mark.parametrize("value", ["3", "", True, None, 1.5, [3]])
def test_what_is_not_written_as_a_whole_number_is_none(value: Any) -> None:
    [(where, kind)] = faults(seats=value)
    assert (where, kind) == ("one.seats", "int_from_float" if value == 1.5 else "int_type")
    assert [where for where, _ in faults(marks={"a": value})] == ["one.marks.a"]


@pytest.mark.parametrize("value", ["3.5", True])
def test_what_is_not_written_as_a_number_is_none(value: Any) -> None:
    assert faults(width=value) == [("one.width", "float_type")]


@pytest.mark.parametrize("value", ["true", "yes", 1, 0, "on", None])
def test_what_is_not_written_as_true_or_false_is_none(value: Any) -> None:
    assert faults(open=value) == [("one.open", "bool_type")]


def test_numbers_and_truths_are_read_and_their_limits_kept() -> None:
    inner = Inner.model_validate(GOOD | {"seats": 3.0, "marks": {"a": -1}, "width": 2, "open": True})

    assert (inner.seats, inner.marks, inner.width, inner.open) == (3, {"a": -1}, 2.0, True)
    assert faults(seats=0) == [("one.seats", "greater_than_equal")]


def test_the_document_says_what_it_said() -> None:
    assert Inner.model_json_schema()["properties"]["on"] == {"format": "date", "title": "On", "type": "string"}
