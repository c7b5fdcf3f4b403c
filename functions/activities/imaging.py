"""A hostile file becomes two plain pictures, or is refused by name. Needs the layer `imaging`; touches no AWS.

The pixels are counted before any is decoded; a JPEG is decoded once, at the smallest scale that will do, and the
small copy is made from the large one (`performance.md` 8).
"""

import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise

from PIL import Image
from PIL.ExifTags import IFD, Base

from kernel.clock import SHANGHAI

MOST_PIXELS = 40_000_000
MOST_SCANS = 100  # a progressive JPEG says each part again; cameras use about ten
LARGE, SMALL = 1600, 320
QUALITY = 82
HASH_SIDE = 8

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
    """JPEG bytes of 1,600 and 320 px at most, free of metadata; size in pixels of the upright original."""

    large: bytes
    small: bytes
    width: int
    height: int
    taken_at: datetime | None
    dhash: str


def copies(body: bytes, content_type: str) -> Copies:
    """Raises `Refused` with WRONG_TYPE, TOO_MANY_PIXELS or UNREADABLE."""
    kind = FORMATS[content_type]
    if kind_of(body) != kind:
        raise Refused("WRONG_TYPE")
    try:
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
        _demand_size(webp_size(body))  # its decoder takes memory for the canvas as soon as it is opened
    if kind == "JPEG" and body.count(b"\xff\xda") > MOST_SCANS:
        raise Refused("UNREADABLE")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(BytesIO(body), formats=[kind])
    _demand_size(picture.size)
    width, height = picture.size
    exif = picture.getexif()
    turn, taken_at = exif.get(Base.Orientation, 1), _taken_at(exif)
    large = _upright(_reduced(picture, LARGE), turn)
    small = large.resize(fitting(large.size, SMALL), Image.Resampling.LANCZOS)
    if turn in LIES_ON_ITS_SIDE:
        width, height = height, width
    return Copies(_jpeg(large), _jpeg(small), width, height, taken_at, dhash(small))


def _demand_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
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


def _taken_at(exif: Image.Exif) -> datetime | None:
    """What the camera says, which carries no zone: China's."""
    said = exif.get_ifd(IFD.Exif).get(Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(said), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def fitting(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size at which the longer side is `edge`; never larger than it is."""
    scale = min(1.0, edge / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _reduced(picture: Image.Image, edge: int) -> Image.Image:
    """As RGB on white, decoded once at a scale near the wanted size."""
    size = fitting(picture.size, edge)
    picture.draft("RGB", size)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        white = Image.new("RGB", size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(picture: Image.Image, turn: int) -> Image.Image:
    return picture.transpose(UPRIGHT[turn]) if turn in UPRIGHT else picture


def _jpeg(picture: Image.Image) -> bytes:
    """Encoded anew, with nothing of the original but its pixels."""
    picture.info = {}
    file = BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def dhash(picture: Image.Image) -> str:
    """64 bits, as hex: whether each of 8 x 8 grey points is darker than the one to its right."""
    grey = picture.convert("L").resize((HASH_SIDE + 1, HASH_SIDE), Image.Resampling.LANCZOS).tobytes()
    rows = (grey[at : at + HASH_SIDE + 1] for at in range(0, len(grey), HASH_SIDE + 1))
    bits = "".join("1" if left < right else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"
