"""Which boxes a page is from: two at a time, in turn, so that a page costs whoever holds many offices no more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import Malformed
from kernel.table import decode_cursor, encode_cursor

AT_ONCE = 2
NEWEST, NOTHING_MORE = "~", ""
"""Places in a box: ids go up to the first, and none comes before the other."""


@dataclass(frozen=True)
class Turn:
    """The `pair` of boxes that is read; `before`: of each pair, the id up to which it was shown."""

    pair: int
    before: tuple[str, ...]

    @classmethod
    def of(cls, cursor: str | None, boxes: Sequence[str]) -> "Turn":
        """Where a cursor of ours goes on, among the boxes that the caller has by now. Raises `Malformed`."""
        pairs = -(-len(boxes) // AT_ONCE)
        said = decode_cursor(cursor)
        if said is None:
            return cls(0, (NEWEST,) * pairs)
        try:
            pair, before = int(said["pair"]), said["before"].split(",")
        except (KeyError, ValueError, AttributeError, TypeError):
            raise Malformed(field="cursor") from None
        return cls(pair % max(pairs, 1), (*before, *[NEWEST] * pairs)[:pairs])

    @property
    def place(self) -> str:
        return self.before[self.pair] if self.before else NOTHING_MORE

    def among(self, boxes: Sequence[str]) -> Sequence[str]:
        """The boxes that are read."""
        return boxes[self.pair * AT_ONCE :][:AT_ONCE] if self.place else ()

    def after(self, last: str) -> str | None:
        """The cursor of the next page, this one's pair having been shown up to the id `last`; None where all was."""
        before = (*self.before[: self.pair], last, *self.before[self.pair + 1 :]) if self.before else ()
        left = [pair for pair, place in enumerate(before) if place]
        if not left:
            return None
        following = next((pair for pair in left if pair > self.pair), left[0])
        return encode_cursor({"pair": str(following), "before": ",".join(before)})
