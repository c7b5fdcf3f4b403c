"""The marks of a picture (`likeness_rules`). Needs the layer `imaging`; touches no AWS.

A mark stands where the picture has a spot, bright or dark (difference of two blurs, at its peaks). What it looks like
is the signs of the lowest frequencies of its surroundings (DCT, zigzag from the second diagonal on). The two slopes
(frequency 1 across and down) say how to turn it first: a mirrored or turned copy has the same values. A copy that
was cropped shows everything larger: it is looked at in smaller frames too.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PIL import Image, ImageChops, ImageFilter

from functions.activities.photos.likeness_rules import FLIP_X, FLIP_Y, SWAP, Mark, Sketch

FRAME = 320  # pixels of the longer side
SCALES = (1.0, 0.9, 0.8, 0.7)
OWN, ASKED, ASKED_SMALLER = 24, 40, 26  # marks kept; looked for at the first scale; at each other
AROUND, GRID, FREQUENCIES = 24, 8, 6  # pixels on each side of a mark; points of its surroundings; of the DCT
FINE, COARSE, SPACING, FAINTEST, LOUDER = 1.5, 3.0, 9, 5, 0.4
SOFT = 1.2
CELLS = 4  # a picture's spots come from all of its 4 x 4 parts
WAVES = [[math.cos(math.pi * (2 * x + 1) * u / (2 * GRID)) for x in range(GRID)] for u in range(FREQUENCIES)]
CHOSEN = [(u, v) for u in range(FREQUENCIES) for v in range(FREQUENCIES) if 2 <= u + v <= 6]


class Valued(NamedTuple):
    """A mark, how clear its value is, and the value next to it: that of its least clear bit turned over."""

    clear: float
    mark: Mark
    near: int


def sketch(picture: Image.Image) -> Sketch:
    """The marks of a picture that stands upright. None of a black or plain one, or of a narrow strip."""
    grey = picture.convert("L")
    first = _marks(_framed(grey, FRAME), ASKED, 0)
    asked = list(first)
    for number, scale in enumerate(SCALES[1:], 1):
        asked += _marks(_framed(grey, round(FRAME * scale)), ASKED_SMALLER, number)
    near = [one.mark._replace(value=one.near) for one in asked]
    return Sketch([one.mark for one in first[:OWN]], [*(one.mark for one in asked), *near])


def _framed(grey: Image.Image, edge: int) -> Image.Image:
    scale = edge / max(grey.size)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _marks(grey: Image.Image, most: int, scale: int) -> list[Valued]:
    """The clearest first."""
    soft = grey.filter(ImageFilter.GaussianBlur(SOFT))
    found = [_valued(soft, x, y, scale) for x, y in _spread(grey, most)]
    return sorted(found, key=lambda one: -one.clear)[:most]


def _spread(grey: Image.Image, most: int) -> list[tuple[int, int]]:
    """The strongest spots, from each part of the picture so many at most: a caption is not all there is."""
    spots, of_cell, kept = sorted(_spots(grey), reverse=True), Counter[tuple[int, int]](), []
    for _, x, y in spots:
        cell = x * CELLS // grey.width, y * CELLS // grey.height
        of_cell[cell] += 1
        if of_cell[cell] <= most // 6:
            kept.append((x, y))
    return kept[: 2 * most]


def _spots(grey: Image.Image) -> Iterator[tuple[int, int, int]]:
    """Strength and place of each peak whose surroundings lie in the picture."""
    fine, coarse = (grey.filter(ImageFilter.GaussianBlur(radius)) for radius in (FINE, COARSE))
    spot = ImageChops.lighter(
        ImageChops.subtract(fine, coarse, scale=LOUDER), ImageChops.subtract(coarse, fine, scale=LOUDER)
    )
    highest = spot.filter(ImageFilter.MaxFilter(SPACING))
    peak = ImageChops.difference(spot, highest).point([255] + [0] * 255)
    peaks = ImageChops.darker(peak, spot.point([0] * FAINTEST + [255] * (256 - FAINTEST))).tobytes()
    strengths, width, at = spot.tobytes(), grey.width, peaks.find(255)
    while at >= 0:
        y, x = divmod(at, width)
        if AROUND <= x < width - AROUND and AROUND <= y < grey.height - AROUND:
            yield strengths[at], x, y
        at = peaks.find(255, at + 1)


def _valued(soft: Image.Image, x: int, y: int, scale: int) -> Valued:
    table = _frequencies(soft, x, y)
    across, down = table[1][0], table[0][1]
    turn = FLIP_X * (across < 0) | FLIP_Y * (down < 0) | SWAP * (abs(down) > abs(across))
    parts = [_part(table, u, v, turn) for u, v in CHOSEN]
    value = sum((part > 0) << bit for bit, part in enumerate(parts))
    weak = sorted(range(len(parts)), key=lambda bit: abs(parts[bit]))[:3]
    whole = math.hypot(across, down, *parts) or 1.0
    upright = min(abs(across), abs(down), abs(abs(across) - abs(down))) / whole
    clear = sum(abs(parts[bit]) for bit in weak) / whole * min(1.0, 8 * upright)
    return Valued(clear, Mark(value, x, y, turn, scale), value ^ 1 << weak[0])


def _frequencies(soft: Image.Image, x: int, y: int) -> list[list[float]]:
    """The lowest frequencies of a mark's surroundings: across, then down."""
    box = (x + 0.5 - AROUND, y + 0.5 - AROUND, x + 0.5 + AROUND, y + 0.5 + AROUND)  # about the middle of a pixel
    points = soft.resize((GRID, GRID), Image.Resampling.BILINEAR, box=box).tobytes()
    rows = [points[at : at + GRID] for at in range(0, GRID * GRID, GRID)]
    return [[_along([_along(row, u) for row in rows], v) for v in range(FREQUENCIES)] for u in range(FREQUENCIES)]


def _along(points: Sequence[float], frequency: int) -> float:
    return math.sumprod(points, WAVES[frequency])


def _part(table: list[list[float]], u: int, v: int, turn: int) -> float:
    """A frequency as it would be, had the surroundings been turned: odd ones change their sign in a mirror."""
    if turn & SWAP:
        u, v = v, u
    mirrored = bool(turn & FLIP_X and u & 1) != bool(turn & FLIP_Y and v & 1)
    return -table[u][v] if mirrored else table[u][v]
