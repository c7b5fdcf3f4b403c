"""Made-up photos of branch activities: a room, a red banner, people as blobs, camera noise, EXIF.

Everything follows from the seed, so the same seed gives the same picture (and, with the same Pillow, the same bytes).
"""

from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

SMALL = (1600, 1200)
LARGE = (4000, 3000)  # 12 megapixels, as phones take them
# EXIF orientation → how the sensor's picture lies, given the upright one.
_TURNS = {
    1: None,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
_LAST_TAKEN = datetime(2026, 10, 31, 20)  # noqa: DTZ001 - EXIF times are local and carry no zone


def photo(seed: int, *, large: bool = False) -> bytes:
    """A JPEG of 1600 x 1200 or 4000 x 3000 pixels (before turning).

    Two of three say when it was taken, one of two where (in Xintian county), two of five lie turned.
    """
    rng = Random(seed)  # noqa: S311 - the same seed must give the same picture; nothing here is secret
    picture = _noisy(rng, _scene(rng, LARGE if large else SMALL))
    orientation = rng.choice((1, 1, 1, 6, rng.choice((3, 8))))
    turn = _TURNS[orientation]
    if turn is not None:
        picture = picture.transpose(turn)
    file = BytesIO()
    picture.save(file, "JPEG", quality=88, exif=_exif(rng, orientation))
    return file.getvalue()


def _scene(rng: Random, size: tuple[int, int]) -> Image.Image:
    """Painted small and enlarged: soft edges like a lens's, and quick for 12 megapixels."""
    room = _room(rng)
    draw = ImageDraw.Draw(room)
    _banner(rng, draw)
    for row in range(3):
        for seat in range(rng.randint(4, 8)):
            _attendee(rng, draw, x=90 + seat * 90 + rng.randint(-20, 20), y=330 + row * 85)
    return room.filter(ImageFilter.GaussianBlur(0.8)).resize(size, Image.Resampling.BICUBIC)


def _room(rng: Random) -> Image.Image:
    """A wall that darkens downwards, 800 x 600."""
    light = (rng.randint(200, 245), rng.randint(195, 235), rng.randint(175, 220))
    dark = tuple(channel // 3 for channel in light)
    shade = Image.linear_gradient("L").resize((800, 600))
    return Image.composite(Image.new("RGB", (800, 600), dark), Image.new("RGB", (800, 600), light), shade)


def _banner(rng: Random, draw: ImageDraw.ImageDraw) -> None:
    """A red banner with yellow blocks where the characters would be."""
    top, height = rng.randint(50, 110), rng.randint(50, 70)
    draw.rectangle((60, top, 740, top + height), fill=(rng.randint(180, 215), 20, 28))
    side = height // 2
    letters = rng.randint(8, 14)
    left = 400 - letters * (side + 12) // 2
    for letter in range(letters):
        x, y = left + letter * (side + 12), top + height // 4
        for _ in range(6):
            stroke = (x + rng.randint(0, side // 2), y + rng.randint(0, side - 4))
            end = (stroke[0] + rng.randint(3, side // 2), stroke[1] + rng.randint(2, 4))
            draw.rectangle((*stroke, *end), fill=(250, 220, 60))


def _attendee(rng: Random, draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """Shoulders in some colour of coat and a head seen from behind or before."""
    coat = (rng.randint(20, 150), rng.randint(20, 120), rng.randint(30, 150))
    head = rng.choice(((35, 28, 25), (205, 160, 130), (150, 145, 140)))
    draw.ellipse((x - 42, y + 20, x + 42, y + 150), fill=coat)
    draw.ellipse((x - 22, y - 30, x + 22, y + 28), fill=head)


def _noisy(rng: Random, picture: Image.Image) -> Image.Image:
    """Grain of a phone at indoor light: without it a JPEG would be far smaller than real ones."""
    tile = Image.frombytes("RGB", (512, 512), rng.randbytes(512 * 512 * 3)).point(lambda value: value // 8)
    grain = Image.new("RGB", picture.size)
    for x in range(0, picture.width, 512):
        for y in range(0, picture.height, 512):
            grain.paste(tile, (x, y))
    return ImageChops.subtract(picture, grain)


def _exif(rng: Random, orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = "Demo"
    if rng.random() < 2 / 3:
        taken = _LAST_TAKEN - timedelta(minutes=rng.randrange(60 * 24 * 300))
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    if rng.random() < 1 / 2:
        position = exif.get_ifd(IFD.GPSInfo)
        position[GPS.GPSLatitudeRef], position[GPS.GPSLongitudeRef] = "N", "E"
        position[GPS.GPSLatitude] = _degrees(25.9 + rng.uniform(-0.1, 0.1))
        position[GPS.GPSLongitude] = _degrees(112.2 + rng.uniform(-0.1, 0.1))
    return exif


def _degrees(angle: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds (to a hundredth), as EXIF writes an angle."""
    hundredths = round(angle * 360_000)
    minutes, seconds = divmod(hundredths, 6_000)
    degrees, minutes = divmod(minutes, 60)
    return IFDRational(degrees), IFDRational(minutes), IFDRational(seconds, 100)
