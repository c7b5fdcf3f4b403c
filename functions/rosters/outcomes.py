"""The outcomes of a chunk as text, and back."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from pydantic import TypeAdapter

from functions.rosters.sorting import BREAK, in_order, numbered
from functions.rosters.tables import Outcomes, Roster
from kernel.rows import Phase, RowOutcome

_LIST = TypeAdapter(tuple[RowOutcome, ...])
BAD = ("error", "conflict", "kept")


class Found(NamedTuple):
    """An outcome with its place: the key of its chunk, and how many came before it there."""

    place: str
    number: int
    outcome: RowOutcome


def stored(outcomes: tuple[RowOutcome, ...]) -> str:
    return _LIST.dump_json(outcomes, by_alias=True, exclude_defaults=True).decode()


def opened(row: Outcomes) -> tuple[RowOutcome, ...]:
    return _LIST.validate_json(row.outcomes)


def bad_rows(roster: Roster, phase: Phase) -> Iterator[RowOutcome]:
    """What was refused by the parser or, in this phase, by the domain that takes the rows, in file order, by disk.

    Of what was taken back: the rows that were kept.
    """
    generation = int(roster.generation) if phase != "preview" else 0
    refused = iter(()) if phase == "undo" else _bad(roster, Outcomes.refused(0)[:-6])
    answered = _bad(roster, Outcomes.answered(phase, 0, generation)[:-6])
    lines = (BREAK.join((numbered(one.row), one.model_dump_json())) for one in chain(refused, answered))
    return (RowOutcome.model_validate_json(line.partition(BREAK)[2]) for line in in_order(lines))


def _bad(roster: Roster, beginning: str) -> Iterator[RowOutcome]:
    for row in Outcomes.query(roster.pk, Outcomes.sk.startswith(beginning), consistent_read=True):
        yield from (one for one in opened(row) if one.outcome in BAD)


def from_place(roster: Roster, beginning: str, place: str, most: int) -> list[Outcomes]:
    """Up to `most` chunks' outcomes from a key on, all of whose keys begin alike."""
    return list(Outcomes.query(roster.pk, Outcomes.sk.between(place, beginning + "~"), limit=most))
