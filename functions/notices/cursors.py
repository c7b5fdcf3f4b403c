"""Where a list of notices goes on."""

from kernel.errors import Malformed
from kernel.table import decode_cursor


def place_in(cursor: str | None, name: str) -> str | None:
    """The place that a cursor of ours names; None at the beginning. Raises `Malformed`."""
    said = decode_cursor(cursor)
    place = said.get(name) if said else None
    if said and not isinstance(place, str):
        raise Malformed(field="cursor")
    return place
