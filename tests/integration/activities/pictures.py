"""Files as people and attackers upload them."""

import struct
import zlib
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from PIL.ExifTags import GPS, IFD, Base

CANARY = b"CANARY-of-a-camera"


def picture(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Red on the left, blue on the right: tells how it lies."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def file_of(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def scene(seed: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """A JPEG of blobs on a wall that has spots enough to be known again."""
    rng = Random(seed)  # noqa: S311 - the same seed must give the same picture
    return file_of(painted(rng, size), quality=90)


def painted(rng: Random, size: tuple[int, int] = (320, 240)) -> Image.Image:
    image = Image.new("RGB", size, _shade(rng))
    draw, longer = ImageDraw.Draw(image), max(size)
    for _ in range(70):
        left, top = (rng.randrange(longer) for _ in range(2))
        wide, high = (rng.randrange(longer // 40, longer // 8) for _ in range(2))
        draw.ellipse((left, top, left + wide, top + high), fill=_shade(rng))
    return image.filter(ImageFilter.GaussianBlur(longer / 400))


def _shade(rng: Random) -> tuple[int, int, int]:
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


def jpeg(size: tuple[int, int] = (640, 480), **options: Any) -> bytes:
    return file_of(picture(size), **options)


def with_exif(orientation: int = 1, taken: str | None = None, size: tuple[int, int] = (640, 480)) -> bytes:
    """A JPEG whose metadata hold a canary in EXIF, XMP and the comment."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Artist] = CANARY.decode()
    if taken:
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = taken
    return jpeg(size, exif=exif, comment=CANARY, xmp=CANARY, icc_profile=CANARY)


def with_position(at: tuple[float, float] | None) -> bytes:
    """A JPEG that says at which latitude and longitude it was taken; none: in words that are no position."""
    exif = Image.Exif()
    said = exif.get_ifd(IFD.GPSInfo)
    said[GPS.GPSLatitudeRef], said[GPS.GPSLongitudeRef] = "N", "E"
    if at:
        said[GPS.GPSLatitude], said[GPS.GPSLongitude] = ((degrees, 0.0, 0.0) for degrees in at)
    return jpeg(exif=exif)


def noise(size: tuple[int, int] = (320, 240)) -> Image.Image:
    """What cannot be packed."""
    return Image.frombytes("RGB", size, Random(1).randbytes(size[0] * size[1] * 3))  # noqa: S311 - repeatable


def png_bomb(side: int = 20_000) -> bytes:
    """A few kilobytes that would unpack to `side` x `side` pixels."""
    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def webp_bomb() -> bytes:
    """The header of a canvas of 16,384 x 16,384 pixels and nothing more."""
    canvas = b"\x00\x00\x00\x00" + (16383).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def many_scans() -> bytes:
    """A JPEG that says again and again that a scan begins."""
    whole = jpeg(progressive=True)
    scan = whole[whole.index(b"\xff\xda") : -2]
    return whole[:-2] + scan * 200 + b"\xff\xd9"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
