"""Files that are no photos, or photos with something in them: made by code, each with what becomes of it."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.integration.activities import pictures
from tests.integration.activities.pictures import CANARY, chunk, file_of, jpeg, picture

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
HTML = b"<html><script>alert('" + CANARY + b"')</script></html>"
WIDEST = (7_000, 5_700)  # 39.9 megapixels: as large as a photo may be
TAKEN = "ACCEPTED"


@dataclass(frozen=True)
class Trap:
    """`outcome` is ACCEPTED or the reason of the refusal; `sent`, if another file comes than was announced."""

    name: str
    content_type: str
    made: Callable[[], bytes]
    outcome: str
    sent: Callable[[bytes], bytes] | None = None


def _png(size: tuple[int, int], depth: int, colour: int, *chunks: bytes, data: bytes | None = None) -> bytes:
    """A PNG by hand; without data it is a black one, whatever its size."""
    wide = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] * depth * size[0]
    packed = _zeros((1 + (wide + 7) // 8) * min(size[1], 10_000)) if data is None else data
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _zeros(size: int) -> bytes:
    packer, part = zlib.compressobj(9), bytes(1 << 20)
    parts = [packer.compress(part) for _ in range(size >> 20)]
    return b"".join([*parts, packer.compress(part[: size & (1 << 20) - 1]), packer.flush()])


def _palette(*_: object) -> bytes:
    return _png(WIDEST, 8, 3, chunk(b"PLTE", bytes(768)), chunk(b"tRNS", bytes(256)))


def _packed_text() -> bytes:
    """A word that unpacks to a gigabyte."""
    return _png((8, 8), 8, 2, chunk(b"zTXt", b"Comment\0\0" + _zeros(1 << 30)))


def _many_texts() -> bytes:
    text = chunk(b"zTXt", b"Comment\0\0" + _zeros(900_000))
    return _png((8, 8), 8, 2, text * 200)


def _packed_profile() -> bytes:
    return _png((8, 8), 8, 2, chunk(b"iCCP", b"profile\0\0" + _zeros(1 << 28)))


def _overfull() -> bytes:
    """Pixels for a picture a thousand times as large as it says."""
    return _png((8, 8), 8, 2, data=_zeros(1 << 28))


def _long_exif() -> bytes:
    return _png((64, 64), 8, 2, chunk(b"eXIf", _ifd(65_535, bytes(6 << 20))))


def _ifd(entries: int, tail: bytes = b"") -> bytes:
    """A table of tags that names more than there is, and itself as the next."""
    entry = struct.pack(">HHII", 0x8769, 4, 1, 8)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", entries) + entry * min(entries, 5_000) + struct.pack(">I", 8) + tail


def _webp(kind: bytes, body: bytes) -> bytes:
    inner = b"WEBP" + kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def _with_exif_of(size: int) -> bytes:
    whole = file_of(picture(), "WEBP", lossless=True)
    extended = (
        b"VP8X" + struct.pack("<I", 10) + b"\x08\0\0\0" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
    )
    exif = b"EXIF" + struct.pack("<I", size) + _ifd(400, bytes(size))[:size]
    inner = b"WEBP" + extended + whole[12:] + exif
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def _boundless_jpeg() -> bytes:
    """A small picture that says it is 65,500 x 65,500."""
    whole = bytearray(jpeg())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(whole)


def _largest(mode: str, **options: Any) -> bytes:
    return file_of(Image.new(mode, WIDEST), **options)


def _clear_webp(size: tuple[int, int]) -> bytes:
    return file_of(Image.new("RGBA", size), "WEBP", lossless=True, quality=0, method=0)


def _two(kind: str) -> bytes:
    file, frames = BytesIO(), [picture(), picture().rotate(180)]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


def _titled() -> bytes:
    said = PngInfo()
    said.add_text("Comment", HTML.decode())
    return file_of(picture(), "PNG", pnginfo=said)


def _heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400)


TRAPS = [
    Trap("pixel bomb of 400 megapixels", PNG, pictures.png_bomb, "TOO_MANY_PIXELS"),
    Trap("pixel bomb of 49 megapixels", PNG, lambda: pictures.png_bomb(7_000), "TOO_MANY_PIXELS"),
    Trap(
        "a line of two thousand million points",
        PNG,
        lambda: _png((2**31 - 1, 1), 1, 0, data=_zeros(9)),
        "TOO_MANY_PIXELS",
    ),
    Trap("a PNG without width", PNG, lambda: _png((0, 8), 8, 2), "UNREADABLE"),
    Trap("a canvas of 268 megapixels", WEBP, pictures.webp_bomb, "TOO_MANY_PIXELS"),
    Trap("the same without loss", WEBP, lambda: _webp(b"VP8L", b"\x2f" + b"\xff" * 40), "TOO_MANY_PIXELS"),
    Trap("a JPEG of 4,290 megapixels", JPEG, _boundless_jpeg, "TOO_MANY_PIXELS"),
    Trap("half a JPEG", JPEG, lambda: jpeg()[: len(jpeg()) // 2], "UNREADABLE"),
    Trap("a JPEG's first bytes", JPEG, lambda: jpeg()[:20], "UNREADABLE"),
    Trap("half a PNG", PNG, lambda: file_of(pictures.noise(), "PNG")[:9_000], "UNREADABLE"),
    Trap("half a WebP", WEBP, lambda: file_of(pictures.noise(), "WEBP")[:900], "UNREADABLE"),
    Trap("a PNG with a wrong sum", PNG, lambda: _png((8, 8), 8, 2, b"\0\0\0\x01gAMAx\0\0\0\0"), "UNREADABLE"),
    Trap("a JPEG of 200 scans", JPEG, pictures.many_scans, "UNREADABLE"),
    Trap("the largest progressive JPEG", JPEG, lambda: _largest("RGB", progressive=True, subsampling=0), TAKEN),
    Trap("the largest JPEG in print's colours", JPEG, lambda: _largest("CMYK", progressive=True), TAKEN),
    Trap("the largest clear PNG", PNG, lambda: _png(WIDEST, 8, 6), TAKEN),
    Trap("the largest PNG of 16 bits", PNG, lambda: _png(WIDEST, 16, 2), TAKEN),
    Trap("the largest grey PNG of 16 bits", PNG, lambda: _png(WIDEST, 16, 0), TAKEN),
    Trap("the largest clear palette", PNG, _palette, TAKEN),
    Trap("the largest clear WebP", WEBP, lambda: _clear_webp((4_600, 3_470)), TAKEN),
    Trap("a WebP as large as a JPEG may be", WEBP, lambda: _clear_webp(WIDEST), "TOO_MANY_PIXELS"),
    Trap("a thread of 30,000 points", JPEG, lambda: jpeg((30_000, 1)), TAKEN),
    Trap("one point", PNG, lambda: _png((1, 1), 8, 2), TAKEN),
    Trap("a word that unpacks to a gigabyte", PNG, _packed_text, "UNREADABLE"),
    Trap("two hundred words of a megabyte", PNG, _many_texts, "UNREADABLE"),
    Trap("a profile that unpacks to 256 MB", PNG, _packed_profile, "UNREADABLE"),
    Trap("more pixels than there is room for", PNG, _overfull, TAKEN),
    Trap("six megabytes of EXIF", PNG, _long_exif, TAKEN),
    Trap("two megabytes of EXIF in a WebP", WEBP, lambda: _with_exif_of(2 << 20), TAKEN),
    Trap("EXIF that leads back to itself", JPEG, lambda: jpeg(exif=b"Exif\0\0" + _ifd(4_000)), TAKEN),
    Trap("EXIF that ends too early", JPEG, lambda: jpeg(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"), TAKEN),
    Trap("HTML in the metadata", JPEG, lambda: jpeg(comment=HTML, exif=b"Exif\0\0" + HTML, xmp=HTML), TAKEN),
    Trap("HTML in a PNG's words", PNG, _titled, TAKEN),
    Trap("HTML behind the picture", JPEG, lambda: jpeg() + HTML, TAKEN),
    Trap("an archive behind the picture", PNG, lambda: file_of(picture(), "PNG") + b"PK\x03\x04" + CANARY, TAKEN),
    Trap("a colour profile that is none", JPEG, lambda: jpeg(icc_profile=CANARY * 50), TAKEN),
    Trap("a phone's JPEG of two views", JPEG, lambda: _two("MPO"), TAKEN),
    Trap("an animated PNG", PNG, lambda: _two("PNG"), "ANIMATED"),
    Trap("an animated WebP", WEBP, lambda: _two("WEBP"), "ANIMATED"),
    Trap("a GIF that says it is a JPEG", JPEG, lambda: file_of(picture(), "GIF"), "WRONG_TYPE"),
    Trap("a TIFF", JPEG, lambda: file_of(picture(), "TIFF"), "WRONG_TYPE"),
    Trap("a BMP", PNG, lambda: file_of(picture(), "BMP"), "WRONG_TYPE"),
    Trap("a HEIC", JPEG, _heic, "WRONG_TYPE"),
    Trap("an SVG with a script", PNG, lambda: pictures.SVG, "WRONG_TYPE"),
    Trap("a page of HTML", WEBP, lambda: HTML, "WRONG_TYPE"),
    Trap("a PDF", JPEG, lambda: file_of(picture(), "PDF"), "WRONG_TYPE"),
    Trap("a JPEG that says it is a PNG", PNG, jpeg, "WRONG_TYPE"),
    Trap("a RIFF that is sound", WEBP, lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(40), "WRONG_TYPE"),
    Trap("nothing", JPEG, jpeg, "WRONG_SIZE", lambda _: b""),
    Trap("more than was announced", JPEG, jpeg, "WRONG_SIZE", lambda body: body + b"x"),
    Trap("more than any photo has", JPEG, jpeg, "WRONG_SIZE", lambda _: b"\xff\xd8\xff" + bytes(9 << 20)),
    Trap("other bytes than were announced", JPEG, jpeg, "WRONG_CHECKSUM", lambda body: body[:-1] + b"x"),
]
