"""Lists whose rows are named by ids: newest first, a page at a time."""

import re
from collections.abc import Sequence

from kernel.errors import Malformed
from kernel.ids import PATTERN
from kernel.table import Item, decode_cursor, encode_cursor

AFTER_ALL = "~"


def newest[I: Item](kind: type[I], partition: str, cursor: str | None, limit: int) -> tuple[Sequence[I], str | None]:
    """A page of a partition whose sort keys are ids, and the cursor of the next."""
    found = list(
        kind.query(
            partition,
            kind.sk < _before(cursor),  # type: ignore[attr-defined]  # every kind of these lists has one
            scan_index_forward=False,
            limit=limit + 1,
            consistent_read=True,
        )
    )
    page = found[:limit]
    more = len(found) > limit
    return page, encode_cursor({"sk": page[-1].sk}) if more else None  # type: ignore[attr-defined]  # as above


def _before(cursor: str | None) -> str:
    """Where the page before ended. Raises `Malformed` for a cursor of another making."""
    place = decode_cursor(cursor)
    if place is None:
        return AFTER_ALL
    if not re.match(PATTERN, str(place.get("sk"))):
        raise Malformed(field="cursor")
    return str(place["sk"])
