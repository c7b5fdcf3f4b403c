"""Moves of subtrees that are under way: what is stored below still names the old place, readers see the new one.

A path is copied on every item below it. The list of moves is written in the transaction that moves the top, as equal
copies on several keys, and read (one of them at random) in the same call as an organisation: from the commit on,
everybody reads the new place, whatever a background job has not rewritten yet.
"""

import json
import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from pynamodb.attributes import UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item

COPIES = 8
MOVING = "MOVING#"


@dataclass(frozen=True)
class Move:
    """A county, or a subtree of one, on its way; `effective_on` is a day, `moved_at` an instant, both as text."""

    organisation_id: str
    old_path: str
    new_path: str
    county_id: str
    effective_on: str
    moved_at: str
    moved_by: str
    reason: str | None = None

    def carries(self, path: str) -> bool:
        """Whether a stored path lies in the subtree as it stood."""
        return path.startswith(self.old_path)

    def path_of(self, path: str) -> str:
        """Where a stored path of the subtree leads now."""
        return self.new_path + path[len(self.old_path) :]

    def touches(self, path: str) -> bool:
        """Whether a place lies in the subtree or above it, at its old place or at its new one."""
        return any(path.startswith(own) or own.startswith(path) for own in (self.old_path, self.new_path))


class Moves(Item):
    """`MOVING#<n>` / `NOW`: the moves under way, the same list under each n."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    moves = UnicodeAttribute(default="[]")

    @staticmethod
    def key_of(copy: int) -> tuple[str, str]:
        return f"{MOVING}{copy}", "NOW"

    @classmethod
    def any_key(cls) -> tuple[str, str]:
        return cls.key_of(random.randrange(COPIES))  # noqa: S311 - spreads reads, keeps no secret

    def open(self) -> tuple[Move, ...]:
        return tuple(Move(**move) for move in json.loads(self.moves))

    @classmethod
    def copies(cls, moves: Iterable[Move], version: float) -> list["Moves"]:
        """Every copy with this list, resting on the version that was read of one of them: they are written together."""
        text = json.dumps([asdict(move) for move in moves], separators=(",", ":"))
        return [cls(*cls.key_of(copy), moves=text, version=version) for copy in range(COPIES)]


def of(path: str, moves: Iterable[Move]) -> Move | None:
    """The move that carries a stored path along; no two moves under way overlap."""
    return next((move for move in moves if move.carries(path)), None)
