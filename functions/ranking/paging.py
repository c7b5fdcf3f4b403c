"""Pages of a board that is made whole: the cursor says at which place one begins."""

from collections.abc import Sequence

from kernel.errors import Malformed
from kernel.table import decode_cursor, encode_cursor


def page[Line](lines: Sequence[Line], cursor: str | None, limit: int) -> tuple[list[Line], str | None]:
    """The lines of a page, and the cursor of the next. Raises `Malformed`."""
    first = (decode_cursor(cursor) or {"from": 0}).get("from")
    if not isinstance(first, int) or first < 0:
        raise Malformed(field="cursor")
    following = first + limit
    return list(lines[first:following]), encode_cursor({"from": following}) if following < len(lines) else None
