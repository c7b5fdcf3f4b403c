"""A hostile file becomes two plain pictures, or is refused by name. Needs the layer `imaging`; touches no AWS.

The pixels are counted before any is decoded; a JPEG is decoded once, at the smallest scale that will do, and the
small copy is made from the large one (`performance.md` 8).
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image

from functions.activities.photos import camera, screens
from functions.activities.photos.likeness_marks import sketch
from functions.activities.photos.likeness_rules import Sketch
from functions.activities.photos.rules import Traces

MOST_PIXELS = 40_000_000
MOST_OF_WEBP = 16_000_000  # 20 bytes a pixel, and no way to decode it smaller
MOST_SCANS = 100  # a progressive JPEG says each part again; cameras use about ten
LARGE, SMALL = 1600, 320
QUALITY = 82

Image.MAX_IMAGE_PIXELS = MOST_PIXELS

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
# EXIF orientation → how to lay the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LIES_ON_ITS_SIDE = (5, 6, 7, 8)


class Refused(Exception):
    """The file cannot be taken; `reason` is for the person and the record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Copies:
    """JPEG bytes of 1,600 and 320 px at most, free of metadata; size in pixels of the upright original.

    `placed` says that the camera wrote where it was, which is not read here.
    """

    large: bytes
    small: bytes
    width: int
    height: int
    taken_at: datetime | None
    placed: bool
    sketch: Sketch
    traces: Traces


def copies(body: bytes, content_type: str) -> Copies:
    """Raises `Refused` with WRONG_TYPE, ANIMATED, TOO_MANY_PIXELS or UNREADABLE."""
    kind = FORMATS[content_type]
    if kind_of(body) != kind:
        raise Refused("WRONG_TYPE")
    try:
        with _only_bombs_told():
            return _copies(body, kind)
    except (Refused, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("TOO_MANY_PIXELS") from error
    except Exception as error:  # a decoder fails in any way on a hostile file; each is a refusal
        raise Refused("UNREADABLE") from error


def kind_of(body: bytes) -> str | None:
    """The format by the first bytes."""
    if body.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if body[:4] == b"RIFF" and body[8:12] == b"WEBP" else None


def _copies(body: bytes, kind: str) -> Copies:
    if kind == "WEBP":
        _demand_size(webp_size(body), MOST_OF_WEBP)  # its decoder takes memory for four canvases, opened or not
    if kind == "JPEG" and body.count(b"\xff\xda") > MOST_SCANS:
        raise Refused("UNREADABLE")
    picture = _opened(body, kind)
    _demand_size(picture.size)
    if kind != "JPEG" and getattr(picture, "is_animated", False):
        raise Refused("ANIMATED")  # what is served would show one moment of many; a phone's JPEG may hold a second view
    said = camera.said(picture)
    width, height = picture.size if said.turn not in LIES_ON_ITS_SIDE else picture.size[::-1]
    large = _upright(_reduced(picture, LARGE), said.turn)
    small = large.resize(fitting(large.size, SMALL), Image.Resampling.LANCZOS)
    return Copies(
        large=_jpeg(large),
        small=_jpeg(small),
        width=width,
        height=height,
        taken_at=said.taken_at,
        placed=said.placed,
        sketch=sketch(large),
        traces=screens.traces(large, camera=said.camera),
    )


def _opened(body: bytes, kind: str) -> Image.Image:
    """Its head read, nothing decoded."""
    return Image.open(BytesIO(body), formats=[kind])


@contextmanager
def _only_bombs_told() -> Iterator[None]:
    """Pillow warns of much that is odd in a file; of too many pixels it is to refuse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _demand_size(size: tuple[int, int], most: int = MOST_PIXELS) -> None:
    if size[0] * size[1] > most:
        raise Refused("TOO_MANY_PIXELS")


def webp_size(body: bytes) -> tuple[int, int]:
    """Width and height of the canvas, from the first chunk alone."""
    match body[12:16]:
        case b"VP8X":
            return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(body[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    sides = int.from_bytes(body[26:28], "little"), int.from_bytes(body[28:30], "little")
    return sides[0] & 0x3FFF, sides[1] & 0x3FFF


def position(body: bytes, content_type: str) -> tuple[float, float] | None:
    """Where the camera says it was (`camera.position`), of a photo that was taken already."""
    with _only_bombs_told():
        return camera.position(_opened(body, FORMATS[content_type]))


def fitting(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size at which the longer side is `edge`; never larger than it is."""
    scale = min(1.0, edge / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _reduced(picture: Image.Image, edge: int) -> Image.Image:
    """As RGB on white, decoded once at a scale near the wanted size."""
    size = fitting(picture.size, edge)
    picture.draft("RGB", size)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        return _on_white(picture.convert("RGBA"), size)
    if picture.mode.startswith("I"):  # grey of 16 bits
        return picture.resize(size, Image.Resampling.LANCZOS).point(lambda shade: shade / 256).convert("RGB")
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """One channel after another: all at once, the largest picture would not fit into the memory that there is."""
    clear, made = picture.getchannel("A"), []
    for channel in "RGB":
        white = Image.new("L", picture.size, 255)
        white.paste(picture.getchannel(channel), mask=clear)
        made.append(white.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))
    return Image.merge("RGB", made)


def _upright(picture: Image.Image, turn: int) -> Image.Image:
    return picture.transpose(UPRIGHT[turn]) if turn in UPRIGHT else picture


def _jpeg(picture: Image.Image) -> bytes:
    """Encoded anew, with nothing of the original but its pixels."""
    picture.info = {}
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
