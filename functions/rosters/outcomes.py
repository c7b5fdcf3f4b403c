"""The outcomes of a chunk as text, and back."""

from collections.abc import Iterator
from heapq import nsmallest
from itertools import chain, count
from typing import NamedTuple

from pydantic import TypeAdapter

from functions.rosters.tables import Outcomes, Roster
from kernel.rows import Phase, RowOutcome

_LIST = TypeAdapter(tuple[RowOutcome, ...])
BAD = ("error", "conflict")
MOST_BAD = 100_000


class Found(NamedTuple):
    """An outcome with its place: the key of its chunk, and how many came before it there."""

    place: str
    number: int
    outcome: RowOutcome


def stored(outcomes: tuple[RowOutcome, ...]) -> str:
    return _LIST.dump_json(outcomes, by_alias=True, exclude_defaults=True).decode()


def opened(row: Outcomes) -> tuple[RowOutcome, ...]:
    return _LIST.validate_json(row.outcomes)


def bad_rows(roster: Roster, phase: Phase) -> tuple[list[RowOutcome], int]:
    """What was refused by the parser or, in this phase, by the domain that takes the rows, in file order.

    No more than can be held in memory: the first `MOST_BAD`, and how many there are beyond.
    """
    seen = count()
    refused = _bad(roster, Outcomes.refused(0)[:-6])
    answered = _bad(roster, Outcomes.answered(phase, 0)[:-6])
    counted = (one for one, _ in zip(chain(refused, answered), seen, strict=False))
    first = nsmallest(MOST_BAD, counted, key=lambda one: one.row)
    return first, next(seen) - len(first)


def _bad(roster: Roster, beginning: str) -> Iterator[RowOutcome]:
    for row in Outcomes.query(roster.pk, Outcomes.sk.startswith(beginning), consistent_read=True):
        yield from (one for one in opened(row) if one.outcome in BAD)


def from_place(roster: Roster, phase: Phase, place: str, most: int) -> list[Outcomes]:
    """Up to `most` chunks' outcomes of a phase from a key on."""
    end = Outcomes.beginning(phase) + "~"
    return list(Outcomes.query(roster.pk, Outcomes.sk.between(place, end), limit=most))
