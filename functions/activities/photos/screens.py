"""Whether a picture looks drawn or like a photographed screen. Needs the layer `imaging`; touches no AWS.

A screenshot has wide parts of exactly one colour, which no lens makes. A screen before a lens shows a regular pattern:
points a few pixels apart differ less than nearer ones do.
"""

from PIL import Image, ImageChops, ImageFilter

from functions.activities.photos.rules import Traces

SIDE = 512  # pixels of the middle that is looked at
LAGS = range(1, 17)
PLAIN = 2.0  # shades: below, what is left of the grain says nothing
HIGHLIGHTS = (8, 247)  # darker or brighter is flat in any photo


def traces(picture: Image.Image, *, camera: bool) -> Traces:
    grey = _middle(picture.convert("L"))
    return Traces(camera, _flat(grey), max(_ripple(grey, 1, 0), _ripple(grey, 0, 1)))


def _middle(grey: Image.Image) -> Image.Image:
    left, top = max(0, grey.width - SIDE) // 2, max(0, grey.height - SIDE) // 2
    return grey.crop((left, top, min(grey.width, left + SIDE), min(grey.height, top + SIDE)))


def _apart(grey: Image.Image, right: int, down: int) -> Image.Image:
    """How much each point differs from the one so far to the right and below."""
    width, height = grey.width - right, grey.height - down
    return ImageChops.difference(grey.crop((right, down, grey.width, grey.height)), grey.crop((0, 0, width, height)))


def _flat(grey: Image.Image) -> int:
    """Percent of points that equal their neighbour to the right, too dark and too bright ones left out."""
    if grey.width < 2:
        return 0
    low, high = HIGHLIGHTS
    seen = grey.crop((0, 0, grey.width - 1, grey.height)).point([0] * low + [255] * (high - low) + [0] * (256 - high))
    counts = _apart(grey, 1, 0).histogram(mask=seen)
    return 100 * counts[0] // max(1, sum(counts)) if sum(counts) * 4 >= grey.width * grey.height else 0


def _ripple(grey: Image.Image, right: int, down: int) -> int:
    """Percent by which points some pixels apart differ less than nearer ones: none where nothing repeats."""
    if min(grey.size) <= 4 * LAGS.stop:
        return 0
    fine = ImageChops.subtract(grey, grey.filter(ImageFilter.GaussianBlur(4)), offset=128)
    means = [_mean(_apart(fine, right * lag, down * lag)) for lag in LAGS]
    most, deepest = 0.0, 0.0
    for mean in means:
        most = max(most, mean)
        deepest = max(deepest, (most - mean) / most) if most > PLAIN else 0.0
    return round(100 * deepest)


def _mean(picture: Image.Image) -> float:
    counts = picture.histogram()
    return sum(shade * count for shade, count in enumerate(counts)) / max(1, sum(counts))
