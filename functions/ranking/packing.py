"""What a run says of one organisation, packed into one stored item and back."""

import struct
from array import array
from collections.abc import Sequence
from datetime import datetime

from functions.ranking.fold import Best, Ranked
from functions.ranking.histogram import encode
from functions.ranking.rules import Tally
from functions.ranking.tables import RankRow
from kernel.ids import from_bytes, to_bytes
from kernel.scoreboard import ID_SIZE

_TALLY = struct.Struct("<16sIqi")  # organisation, members, sum of their points, its own points


def row(ranked: Ranked, level: str | None, season: str, as_of: str, expires_at: datetime | None) -> RankRow:
    return RankRow(
        *RankRow.key_of(season, ranked.organisation_id, as_of),
        level=level,
        members=ranked.members,
        total=ranked.total,
        histogram=encode(ranked.histogram),
        top=pack_top(ranked.top) or None,
        board=pack_board(ranked.board) or None,
        expires_at=expires_at,
    )


def pack_top(top: Sequence[Best]) -> bytes:
    return b"".join(best.member for best in top) + array("i", [best.points for best in top]).tobytes()


def top_of(stored: RankRow) -> list[tuple[str, int]]:
    """The best members and their points, best first."""
    packed = stored.top or b""
    size = len(packed) // (ID_SIZE + 4)
    points = array("i", packed[size * ID_SIZE :])
    return [(from_bytes(packed[i * ID_SIZE : (i + 1) * ID_SIZE]), points[i]) for i in range(size)]


def pack_board(board: Sequence[Tally]) -> bytes:
    return b"".join(_TALLY.pack(to_bytes(t.organisation_id), t.members, t.total, t.own) for t in board)


def board_of(stored: RankRow) -> list[Tally]:
    """The organisations directly below, best average first."""
    rows = _TALLY.iter_unpack(stored.board or b"")
    return [Tally(from_bytes(packed), members, total, own) for packed, members, total, own in rows]
