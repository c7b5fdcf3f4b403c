"""When two photos are alike: places in both that look the same and lie to one another in the same way. Pure.

A photo is kept by a few marks: the look of a place in 23 bits (its `value`, which names a row of the index), where it
lies in the picture scaled to 320 px, and how it was turned until it looked as its value says. One mark says nothing:
thousands of photos have it. Marks that all moved by the same way, flip and scale from one photo to another say that one
was made from the other, whole, cropped, mirrored, turned or with a caption over it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kernel import ids

ID_BYTES = 16
KEPT_BYTES = ID_BYTES + 3
MOST_KEPT = 100  # marks under one value: the latest; a plain wall or a flag of which there are more drops the oldest
APART = 12  # pixels in the frame: so far two marks may have moved differently
WIDE = 60  # pixels in the frame, across and down, over which agreeing marks must be spread
FEWEST = 4  # marks that agree: few unrelated photos of the measured set have three
ALL = 12  # agreeing marks that say all there is to be said
MOST_ALIKE = 5
FLIP_X, FLIP_Y, SWAP = 1, 2, 4

type Place = tuple[int, int]


class Mark(NamedTuple):
    """A place of a photo; `turn` is what was done to it before it was valued: mirrored in x, in y, then transposed."""

    value: int
    x: int
    y: int
    turn: int
    scale: int = 0
    """At which of the scales it was found; what is kept was found at the first."""


class Kept(NamedTuple):
    """A mark of an earlier photo, as a row of the index holds it."""

    photo_id: bytes
    x: int
    y: int
    turn: int


@dataclass(frozen=True)
class Sketch:
    """`own` are the marks that are kept; `asked` those to be looked for, at several scales and with near values."""

    own: Sequence[Mark]
    asked: Sequence[Mark]


def pack(photo_id: str, mark: Mark) -> bytes:
    """19 bytes; places are kept to two pixels."""
    return ids.to_bytes(photo_id) + bytes((mark.x // 2, mark.y // 2, mark.turn))


def unpack(packed: bytes) -> list[Kept]:
    parts = (packed[at : at + KEPT_BYTES] for at in range(0, len(packed), KEPT_BYTES))
    return [Kept(part[:ID_BYTES], part[-3] * 2, part[-2] * 2, part[-1]) for part in parts]


def joined(packed: bytes, photo_id: str, marks: Iterable[Mark]) -> bytes:
    """The latest marks under a value, this photo's at the end, once however often it comes."""
    own = ids.to_bytes(photo_id)
    parts = (packed[at : at + KEPT_BYTES] for at in range(0, len(packed), KEPT_BYTES))
    others = [part for part in parts if part[:ID_BYTES] != own]
    return b"".join((others + [pack(photo_id, mark) for mark in marks])[-MOST_KEPT:])


def alike(asked: Iterable[Mark], kept: Mapping[int, Sequence[Kept]]) -> dict[str, int]:
    """Earlier photos of which at least four marks agree → how many; the five most alike, best first."""
    moved: dict[tuple[bytes, int, Place], dict[Place, set[tuple[Place, Place]]]] = defaultdict(lambda: defaultdict(set))
    for mark in asked:
        for old in kept.get(mark.value, ()):
            here, way = (mark.x, mark.y), (old.photo_id, mark.scale, _laid(mark, old, (2, 1)))
            x, y = _laid(mark, old, (old.x, old.y))
            moved[way][(mark.x - x) // APART, (mark.y - y) // APART].add((here, (old.x, old.y)))
    best: dict[bytes, int] = defaultdict(int)
    for (photo_id, _, _), cells in moved.items():
        best[photo_id] = max(best[photo_id], _agreeing(cells))
    found = sorted(((count, photo) for photo, count in best.items() if count >= FEWEST), reverse=True)
    return {ids.from_bytes(photo): count for count, photo in found[:MOST_ALIKE]}


def _agreeing(cells: Mapping[Place, set[tuple[Place, Place]]]) -> int:
    """The most marks that moved alike, neighbouring cells together; each place of either photo counts once."""
    most = 0
    for column, row in cells:
        around = ((column + right, row + down) for right in (0, 1) for down in (0, 1))
        pairs = set[tuple[Place, Place]]().union(*(cells[cell] for cell in around if cell in cells))
        heres, theres = {here for here, _ in pairs}, {there for _, there in pairs}
        if _wide(heres):
            most = max(most, min(len(heres), len(theres)))
    return most


def _wide(places: Collection[Place]) -> bool:
    """Whether they lie all over a picture: two rooms may share a banner or an emblem."""
    return all(max(along) - min(along) >= WIDE for along in zip(*places, strict=True))


def _laid(mark: Mark, old: Kept, place: Place) -> Place:
    """Where a place of the old photo would lie in the new one, but for the way it was moved."""
    x, y = place
    x, y = -x if old.turn & FLIP_X else x, -y if old.turn & FLIP_Y else y
    if (old.turn ^ mark.turn) & SWAP:
        x, y = y, x
    return -x if mark.turn & FLIP_X else x, -y if mark.turn & FLIP_Y else y


def strength(agreeing: int) -> int:
    """Of 100: how sure a likeness is."""
    return min(100, agreeing * 100 // ALL)
