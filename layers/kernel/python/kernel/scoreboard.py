"""The scoreboard: the balances of a branch and season in one packed item.

`points` writes it, together with the ledger rows that it sums; `ranking` reads it; this module is the contract.
Slot 0 is the branch itself, the slots after it are its members in the order of their enrolment. A balance at an
earlier instant is the balance less the deltas after it, exact as far back as `since` (`design.md` 5, Ranking).
A slot is for good: who goes to another branch keeps it, empty, and is on the board no more from that instant on.
Numbers are packed little-endian, as every machine that runs this holds them.
"""

import math
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from kernel import comings
from kernel.errors import WrongState
from kernel.ids import from_bytes, to_bytes
from kernel.settings import table_name
from kernel.table import Item

ID_SIZE, POINTS_SIZE = 16, 4
OWN = 0  # the slot of the branch itself
KEPT = timedelta(hours=24)
_GROUP = struct.Struct("<IiH")  # second, delta, bytes of the bit set of its slots


class TooOld(WrongState):
    """Deltas of that instant are no longer kept."""

    code = "as_of_too_old"
    zh, en = "该时刻过早，无法再计算。", "That instant is too long ago to be computed."


@dataclass(frozen=True)
class Board:
    """`members`: 16 bytes each; `points`: int32 of every slot; `deltas`: groups of one second and one value.

    A group's bit set says which slots moved: 90 awards of one activity take 73 bytes at most in a branch of 500.
    `since` (second) is the earliest instant that the deltas reach back to, `moved` (millisecond) the latest movement.
    `steps`: who came from another branch or went, of the last 24 hours, and for good who is gone.
    """

    members: bytes = b""
    points: bytes = bytes(POINTS_SIZE)
    deltas: bytes = b""
    since: int = 0
    moved: int = 0
    steps: bytes = b""


class Scoreboard(Item):
    """`S#<season>#<county>` / `B#<branch>`: a county's boards of one season are one partition."""

    class Meta:
        table_name = table_name("scoreboard")

    PREFIX = "B#"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    path = UnicodeAttribute()
    members = BinaryAttribute(legacy_encoding=False, null=True)
    points = BinaryAttribute(legacy_encoding=False)
    deltas = BinaryAttribute(legacy_encoding=False, null=True)
    since = NumberAttribute(default=0)
    moved = NumberAttribute(default=0)
    steps = BinaryAttribute(legacy_encoding=False, null=True)

    @staticmethod
    def partition(season: str, county_id: str) -> str:
        return f"S#{season}#{county_id}"

    @staticmethod
    def place(branch_id: str) -> str:
        return f"{Scoreboard.PREFIX}{branch_id}"

    @property
    def county_id(self) -> str:
        return self.pk.rpartition("#")[2]

    @property
    def branch_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def board(self) -> Board:
        packed = self.members or b"", self.points, self.deltas or b""
        return Board(*packed, int(self.since), int(self.moved), self.steps or b"")

    def hold(self, board: Board) -> None:
        self.members, self.points = board.members or None, board.points
        self.deltas, self.since, self.moved = board.deltas or None, board.since, board.moved
        self.steps = board.steps or None


class CountySum(Item):
    """`S#<season>#<county>` / `SUM`: what the ledger of a county adds up to as of an instant; `ranking` compares."""

    class Meta:
        table_name = table_name("scoreboard")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="SUM")
    as_of = UnicodeAttribute()
    total = NumberAttribute()


def numbers(points: bytes) -> "array[int]":
    """Packed points as a typed array, at C speed."""
    return array("i", points)


def member_ids(board: Board) -> list[str]:
    """The members in the order of their slots, the first of which is 1."""
    return [from_bytes(board.members[at : at + ID_SIZE]) for at in range(0, len(board.members), ID_SIZE)]


def slot_of(board: Board, member_id: str) -> int | None:
    """The slot of a member, None if it is not on the board."""
    wanted, at = to_bytes(member_id), -1
    while (at := board.members.find(wanted, at + 1)) >= 0:
        if at % ID_SIZE == 0:
            return at // ID_SIZE + 1
    return None


def points_of(board: Board, slot: int) -> int:
    (value,) = struct.unpack_from("<i", board.points, slot * POINTS_SIZE)
    return int(value)


def enrol(board: Board, member_ids: Iterable[str]) -> Board:
    """The board with these members on it, new ones with 0 points."""
    new = [to_bytes(member) for member in dict.fromkeys(member_ids) if slot_of(board, member) is None]
    zeros = bytes(POINTS_SIZE * len(new))
    return replace(board, members=board.members + b"".join(new), points=board.points + zeros)


def next_instant(board: Board, present: datetime) -> datetime:
    """Now, in whole milliseconds, and after the last movement even where two writers' clocks differ."""
    millisecond = max(int(present.timestamp() * 1000), board.moved + 1)
    return datetime.fromtimestamp(millisecond // 1000, UTC).replace(microsecond=millisecond % 1000 * 1000)


def add(board: Board, awards: Mapping[int, int], at: datetime) -> Board:
    """The board after `awards` (slot → points) at an instant, with the deltas of the 24 hours before it."""
    points, groups = numbers(board.points), dict[int, int]()
    for slot, value in awards.items():
        points[slot] += value
        if value:
            groups[value] = groups.get(value, 0) | 1 << slot
    second = math.ceil(at.timestamp())
    moved = b"".join(_group(second, value, bits) for value, bits in groups.items())
    added = replace(board, points=points.tobytes(), deltas=board.deltas + moved, moved=round(at.timestamp() * 1000))
    return prune(added, at)


def prune(board: Board, at: datetime) -> Board:
    """The board without what is older than 24 hours; `since` says from when on it is complete."""
    oldest = math.floor((at - KEPT).timestamp())
    kept, since = [], board.since
    for second, value, bits in _groups(board.deltas):
        if second > oldest:
            kept.append(_group(second, value, bits))
        else:
            since = max(since, second)
    steps, dropped = comings.prune(board.steps, oldest)
    return replace(board, deltas=b"".join(kept), since=max(since, dropped), steps=steps)


def come(board: Board, member_ids: Iterable[str], at: datetime) -> Board:
    """The board with these members on it from an instant on, new ones with 0 points."""
    before = len(board.points) // POINTS_SIZE
    board = enrol(board, member_ids)
    slots = (slot_of(board, member) for member in dict.fromkeys(member_ids))
    return _step(board, [s for s in slots if s is not None and (s >= before or not is_on(board, s))], at, came=True)


def go(board: Board, slots: Iterable[int], at: datetime) -> Board:
    """The board without these slots from an instant on; their points stay what they are."""
    return _step(board, [slot for slot in slots if is_on(board, slot)], at, came=False)


def _step(board: Board, slots: Iterable[int], at: datetime, *, came: bool) -> Board:
    steps = comings.add(board.steps, slots, math.ceil(at.timestamp()), came=came)
    return prune(replace(board, steps=steps, moved=round(at.timestamp() * 1000)), at)


def is_on(board: Board, slot: int) -> bool:
    """Whether the slot's member is on the board now."""
    return slot not in comings.gone(board.steps, None)


def present(board: Board, at: datetime | None = None) -> tuple[bytes, bytes]:
    """Members and points of those who are on the board, now or at an earlier instant; slot 0 of the points is the
    branch's. Raises `TooOld`."""
    points = board.points if at is None else as_of(board, at)
    gone = comings.gone(board.steps, None if at is None else math.floor(at.timestamp()))
    if not gone:
        return board.members, points
    kept = [slot for slot in range(1, len(board.members) // ID_SIZE + 1) if slot not in gone]
    members = b"".join(board.members[(slot - 1) * ID_SIZE : slot * ID_SIZE] for slot in kept)
    values = numbers(points)
    return members, array("i", [values[OWN], *(values[slot] for slot in kept)]).tobytes()


def as_of(board: Board, at: datetime) -> bytes:
    """Packed points of every slot at an earlier instant. Raises `TooOld` where the deltas do not reach back."""
    second = math.floor(at.timestamp())
    if second < board.since:
        raise TooOld
    later = [(value, bits) for when, value, bits in _groups(board.deltas) if when > second]
    return _less(board.points, later) if later else board.points


def _less(points: bytes, deltas: Iterable[tuple[int, int]]) -> bytes:
    balances = numbers(points)
    for value, bits in deltas:
        for slot in _slots(bits):
            balances[slot] -= value
    return balances.tobytes()


def _group(second: int, value: int, bits: int) -> bytes:
    size = (bits.bit_length() + 7) // 8
    return _GROUP.pack(second, value, size) + bits.to_bytes(size, "little")


def _groups(deltas: bytes) -> Iterator[tuple[int, int, int]]:
    """Second, delta, and the slots as bits."""
    at = 0
    while at < len(deltas):
        second, value, size = _GROUP.unpack_from(deltas, at)
        at += _GROUP.size + size
        yield second, value, int.from_bytes(deltas[at - size : at], "little")


def _slots(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
