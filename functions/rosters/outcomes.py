"""The outcomes of a chunk as text, and back."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import TypeAdapter

from functions.rosters.tables import Outcomes, Roster
from kernel.rows import Phase, RowOutcome

_LIST = TypeAdapter(tuple[RowOutcome, ...])
BAD = ("error", "conflict")


class Found(NamedTuple):
    """An outcome with its place: the key of its chunk, and how many came before it there."""

    place: str
    number: int
    outcome: RowOutcome


def stored(outcomes: tuple[RowOutcome, ...]) -> str:
    return _LIST.dump_json(outcomes, by_alias=True, exclude_defaults=True).decode()


def opened(row: Outcomes) -> tuple[RowOutcome, ...]:
    return _LIST.validate_json(row.outcomes)


def bad_rows(roster: Roster, phase: Phase) -> list[RowOutcome]:
    """Every row that was refused by the parser or, in this phase, by the domain that takes it, in file order."""
    refused = _bad(roster, Outcomes.refused(0)[:-6])
    answered = _bad(roster, Outcomes.answered(phase, 0)[:-6])
    return sorted([*refused, *answered], key=lambda one: one.row)


def _bad(roster: Roster, beginning: str) -> Iterator[RowOutcome]:
    for row in Outcomes.query(roster.pk, Outcomes.sk.startswith(beginning), consistent_read=True):
        yield from (one for one in opened(row) if one.outcome in BAD)


def from_place(roster: Roster, phase: Phase, place: str, most: int) -> list[Outcomes]:
    """Up to `most` chunks' outcomes of a phase from a key on."""
    end = Outcomes.beginning(phase) + "~"
    return list(Outcomes.query(roster.pk, Outcomes.sk.between(place, end), limit=most))
