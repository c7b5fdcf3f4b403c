"""The outcomes of a chunk as text, and back."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import msgspec

from functions.rosters.sorting import BREAK, in_order, numbered
from functions.rosters.tables import Outcomes, Roster
from kernel.rows import Phase, RowOutcome, opened

BAD = ("error", "conflict", "kept")


class Found(NamedTuple):
    """An outcome with its place: the key of its chunk, and how many came before it there."""

    place: str
    number: int
    outcome: RowOutcome


def bad_rows(roster: Roster, phase: Phase) -> Iterator[RowOutcome]:
    """What was refused by the parser or, in this phase, by the domain that takes the rows, in file order, by disk.

    Of what was taken back: the rows that were kept.
    """
    generation = int(roster.generation) if phase != "preview" else 0
    refused = iter(()) if phase == "undo" else _bad(roster, Outcomes.refused(0)[:-6])
    answered = _bad(roster, Outcomes.answered(phase, 0, generation)[:-6])
    lines = (BREAK.join((numbered(one.row), msgspec.json.encode(one).decode())) for one in chain(refused, answered))
    return (msgspec.json.decode(line.partition(BREAK)[2], type=RowOutcome) for line in in_order(lines))


def _bad(roster: Roster, beginning: str) -> Iterator[RowOutcome]:
    for row in Outcomes.query(roster.pk, Outcomes.sk.startswith(beginning), consistent_read=True):
        yield from (one for one in opened(row.outcomes) if one.outcome in BAD)


def from_place(roster: Roster, beginning: str, place: str, most: int) -> list[Outcomes]:
    """Up to `most` chunks' outcomes from a key on, all of whose keys begin alike."""
    return list(Outcomes.query(roster.pk, Outcomes.sk.between(place, beginning + "~"), limit=most))
