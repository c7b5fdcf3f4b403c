"""What a run says of one organisation, packed into one stored item and back."""

import struct
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from functions.ranking.band_rules import DEFAULT, Thresholds
from functions.ranking.histogram import encode
from functions.ranking.ranked import Below, Best, Ranked
from functions.ranking.rules import Tally
from functions.ranking.tables import ListsRow, RankRow
from kernel.ids import from_bytes, to_bytes
from kernel.scoreboard import ID_SIZE, POINTS_SIZE

_TALLY = struct.Struct("<16sIqi")  # organisation, members, sum of their points, its own points


READ_UNIT, NAMES = 4096, 300  # bytes of a unit; of an item without its packed parts


@dataclass(frozen=True)
class Stamp:
    """Of which season and instant items are, and when they go."""

    season: str
    as_of: str
    expires_at: datetime | None


@dataclass(frozen=True)
class About:
    """What is told of an organisation beside its ranks; `above`: of a county alone."""

    level: str | None = None
    above: str | None = None
    thresholds: Thresholds = DEFAULT
    ruled: Mapping[str, str] | None = None


def rows(ranked: Ranked, stamp: Stamp, about: About) -> list[RankRow | ListsRow]:
    """The item of an organisation, and where both would be more than one unit to read, its lists beside it."""
    organisation_id = ranked.organisation_id
    main = RankRow(
        *RankRow.key_of(stamp.season, organisation_id, stamp.as_of),
        level=about.level,
        above=about.above,
        ruled=dict(about.ruled) if about.ruled else None,
        bands=None if about.thresholds == DEFAULT else msgspec.json.encode(about.thresholds).decode(),
        members=ranked.members,
        total=ranked.total,
        histogram=encode(ranked.histogram),
        expires_at=stamp.expires_at,
    )
    top, board = pack_top(ranked.top), pack_board(ranked.board)
    if len(main.histogram) + len(top) + len(board) <= READ_UNIT - NAMES:
        main.top, main.board = top or None, board or None
        return [main]
    key = ListsRow.key_of(stamp.season, organisation_id, stamp.as_of)
    return [main, ListsRow(*key, top=top or None, board=board or None, expires_at=stamp.expires_at)]


def thresholds_of(stored: RankRow) -> Thresholds:
    return msgspec.json.decode(stored.bands, type=Thresholds) if stored.bands else DEFAULT


def pack_top(top: Best) -> bytes:
    return top.members + top.points.tobytes()


def top_of(stored: RankRow | ListsRow) -> list[tuple[str, int]]:
    """The best members and their points, best first."""
    members, points = best_of(stored)
    ids = (from_bytes(members[at : at + ID_SIZE]) for at in range(0, len(members), ID_SIZE))
    return list(zip(ids, points, strict=True))


def best_of(stored: RankRow | ListsRow) -> Best:
    """The same, as a run keeps it."""
    packed = stored.top or b""
    members = len(packed) // (ID_SIZE + POINTS_SIZE) * ID_SIZE
    return Best(packed[:members], array("i", packed[members:]))


def pack_board(board: Below) -> bytes:
    return b"".join(map(_TALLY.pack, map(to_bytes, board.ids), board.members, board.totals, board.own))


def board_of(stored: RankRow | ListsRow) -> list[Tally]:
    """The organisations directly below, best average first."""
    rows = _TALLY.iter_unpack(stored.board or b"")
    return [Tally(from_bytes(packed), members, total, own) for packed, members, total, own in rows]
