"""What is known of a file's columns, used: the file is to be read by it."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence

import msgspec

from functions.rosters.columns import word
from functions.rosters.header import missing, twice
from functions.rosters.messages import FoundColumn, Layout, Mapping
from functions.rosters.tables import Roster, SavedMapping, kind_of
from kernel.clock import now, stamp


def order(roster: Roster, mapping: Mapping) -> None:
    """The file is to be read anew, by this mapping; what an earlier reading may still say is not heard any more."""
    roster.mapping, roster.attempt = msgspec.json.encode(mapping).decode(), roster.attempt + 1
    roster.problem, roster.problem_columns = None, []
    roster.run("PARSING", stamp(now()))


def _saved(organisation_id: str, kind: str) -> SavedMapping:
    place = SavedMapping.partition(organisation_id, kind)
    return SavedMapping.find(place, "MAPPING") or SavedMapping(place)


def by_saved(roster: Roster, layout: Layout) -> Mapping | None:
    """The file's columns by what its committee has saved, else as found; None if that does not say enough."""
    saved = _saved(roster.organisation_id, roster.kind).open()
    fields = _resolved(layout.columns, saved)
    stated = list(fields.values())
    if missing(kind_of(roster), stated) or twice(kind_of(roster), stated):
        return None
    return Mapping(sheet=layout.sheet, row=layout.row, fields=fields)


def _resolved(columns: Sequence[FoundColumn], saved: Dictionary[str, str | None]) -> dict[str, str]:
    named = ((one.letter, saved.get(word(one.heading), one.field)) for one in columns)
    return {letter: field for letter, field in named if field is not None}
