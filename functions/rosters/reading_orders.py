"""The order to read a file, as the bus brings it to the parser."""

import msgspec

from functions.rosters.messages import Mapping
from functions.rosters.tables import Roster
from kernel.events import (
    RosterReadingOrdered,
)


def reading_ordered(roster: Roster) -> RosterReadingOrdered:
    """The order to read the file, with what was said of its columns so far."""
    mapping = (
        msgspec.json.decode(roster.mapping, type=Mapping) if roster.mapping else Mapping(sheet=1, row=0, fields={})
    )
    return RosterReadingOrdered(
        **named(roster),
        attempt=int(roster.attempt),
        sheet=mapping.sheet,
        row=mapping.row,
        fields=mapping.fields,
    )


def named(roster: Roster) -> dict[str, str]:
    return {"roster_id": roster.id, "organisation_id": roster.organisation_id}
