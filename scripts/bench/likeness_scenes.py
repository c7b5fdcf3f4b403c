"""Made-up photos for the bench of likenesses, and what people make of a photo before they show it again.

They are painted, not taken: clouds of noise for skies, walls and fields; houses, trees, frames, banners and people as
simple shapes; blurred like a lens, grained like a phone. Real photos have more detail, and more that repeats.
"""

from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

PAINTED, TAKEN = (800, 600), (1600, 1200)
Colour = tuple[int, int, int]
HEADS: tuple[Colour, ...] = ((35, 28, 25), (205, 160, 130), (150, 145, 140))


def photo(seed: int) -> Image.Image:
    """A field or a hall; the same for the same seed."""
    rng = Random(seed)  # noqa: S311 - repeatable; nothing here is secret
    return taken(rng, field(rng) if seed % 2 else hall(rng, rng))


def in_room(room: int, seed: int) -> Image.Image:
    """A room that others show too: the same walls and banner, other people, another step to the side."""
    rng = Random(f"{room}-{seed}")  # noqa: S311 - repeatable
    picture = hall(Random(room), rng)  # noqa: S311 - repeatable
    width, height = picture.size
    off = [rng.randint(0, 50) for _ in range(8)]
    corners = off[0], off[1], off[2], height - off[3], width - off[4], height - off[5], width - off[6], off[7]
    return taken(rng, picture.transform(picture.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC))


def field(rng: Random) -> Image.Image:
    width, height = PAINTED
    sky = ImageOps.colorize(clouds(rng, 4), (90, 130, rng.randint(160, 220)), (240, 245, 250))
    ground = ImageOps.colorize(clouds(rng, 6), (30, rng.randint(40, 70), 20), (rng.randint(120, 190), 180, 110))
    horizon = rng.randint(height // 4, height * 2 // 3)
    hills, mask = [(0, height), (0, horizon)], Image.new("L", PAINTED)
    for x in range(40, width + 80, 40):
        hills.append((x, hills[-1][1] + rng.randint(-14, 14)))
    ImageDraw.Draw(mask).polygon([*hills, (width + 80, height)], fill=255)
    picture = Image.composite(ground, sky, mask)
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.randint(3, 8)):
        place = rng.randint(0, width), rng.randint(horizon, height), rng.randint(20, 90)
        (_house if rng.random() < 0.4 else _tree)(rng, draw, *place)
    for _ in range(rng.randint(3, 14)):
        _person(rng, draw, rng.randint(20, width - 20), rng.randint(horizon, height - 10), rng.randint(14, 40))
    return picture


def hall(room: Random, rng: Random) -> Image.Image:
    """`room` draws walls, floor, banner and frames, `rng` the people."""
    width, height = PAINTED
    wall, floor = _colour(room), height * 3 // 5
    picture = ImageOps.colorize(clouds(room, 3), tuple(part * 3 // 5 for part in wall), wall)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, floor, width, height), fill=_colour(room))
    for x in range(0, width, room.randint(40, 80)):
        draw.line((x, floor, x + room.randint(-60, 60), height), fill=(60, 50, 40))
    _banner(room, draw)
    for _ in range(room.randint(2, 6)):
        x, y = room.randint(20, width - 120), room.randint(150, height // 2)
        size = x + room.randint(40, 110), y + room.randint(30, 90)
        draw.rectangle((x, y, *size), fill=_colour(room), outline=_colour(room), width=4)
    for row in range(rng.randint(1, 4)):
        for seat in range(rng.randint(3, 9)):
            place = 60 + seat * 85 + rng.randint(-30, 30), height // 2 + 60 + row * 80 + rng.randint(-20, 20)
            _person(rng, draw, *place, rng.randint(28, 44))
    return picture


def _banner(rng: Random, draw: ImageDraw.ImageDraw) -> None:
    left, top, right = rng.randint(40, 120), rng.randint(30, 80), PAINTED[0] - rng.randint(40, 120)
    draw.rectangle((left, top, right, top + 60), fill=(rng.randint(180, 215), 20, 28))
    for letter in range(rng.randint(8, 14)):
        for _ in range(6):
            x, y = left + 20 + letter * 44 + rng.randint(0, 20), top + 12 + rng.randint(0, 30)
            draw.rectangle((x, y, x + rng.randint(2, 14), y + rng.randint(2, 4)), fill=(250, 220, 60))


def _house(rng: Random, draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    draw.rectangle((x, y - size, x + size, y), fill=_colour(rng))
    roof = [(x - 8, y - size), (x + size // 2, y - size * 3 // 2), (x + size + 8, y - size)]
    draw.polygon(roof, fill=_colour(rng))
    for _ in range(3):
        left, top = x + rng.randint(4, max(5, size - 14)), y - rng.randint(10, size)
        draw.rectangle((left, top, left + 8, top + 10), fill=(40, 40, 60))


def _tree(rng: Random, draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    for _ in range(25):
        left, top = x + rng.randint(-size // 2, size // 2), y - rng.randint(size // 2, size * 3 // 2)
        wide = rng.randint(8, 28)
        leaf = rng.randint(10, 60), rng.randint(60, 140), rng.randint(10, 60)
        draw.ellipse((left, top, left + wide, top + wide), fill=leaf)


def _person(rng: Random, draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    draw.ellipse((x - size, y - size // 2, x + size, y + 3 * size), fill=_colour(rng))
    draw.ellipse((x - size // 2, y - size * 3 // 2, x + size // 2, y - size // 3), fill=rng.choice(HEADS))


def clouds(rng: Random, octaves: int) -> Image.Image:
    """Noise at several scales, the finer the fainter."""
    whole, middle = Image.new("L", PAINTED, 128), Image.new("L", PAINTED, 128)
    for octave in range(octaves):
        wide, high = 4 * 2**octave, 3 * 2**octave
        tile = Image.frombytes("L", (wide, high), rng.randbytes(wide * high)).resize(PAINTED, Image.Resampling.BICUBIC)
        whole = ImageChops.add(whole, ImageChops.subtract(tile, middle, 2**octave / 1.5, 128), 1, -128)
    return whole


def _colour(rng: Random) -> Colour:
    return rng.randint(20, 235), rng.randint(20, 235), rng.randint(20, 235)


def taken(rng: Random, picture: Image.Image) -> Image.Image:
    """Through a lens, with a phone's grain."""
    large = picture.filter(ImageFilter.GaussianBlur(0.8)).resize(TAKEN, Image.Resampling.BICUBIC)
    tile = Image.frombytes("RGB", (512, 512), rng.randbytes(512 * 512 * 3)).point(
        [shade // 12 for shade in range(256)] * 3
    )
    grain = Image.new("RGB", TAKEN)
    for x in range(0, TAKEN[0], 512):
        for y in range(0, TAKEN[1], 512):
            grain.paste(tile, (x, y))
    return ImageChops.subtract(large, grain)


def file_of(picture: Image.Image, quality: int = 88) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _cropped(rng: Random, picture: Image.Image, least: float, most: float) -> Image.Image:
    keep = rng.uniform(least, most)
    width, height = round(picture.width * keep), round(picture.height * keep)
    left, top = rng.randint(0, picture.width - width), rng.randint(0, picture.height - height)
    return picture.crop((left, top, left + width, top + height))


def _captioned(picture: Image.Image) -> Image.Image:
    made = picture.copy()
    draw, top = ImageDraw.Draw(made), picture.height * 5 // 6
    draw.rectangle((0, top, picture.width, picture.height), fill="white")
    for letter in range(20):
        draw.rectangle((60 + letter * 60, top + 40, 100 + letter * 60, top + 90), fill="black")
    return made


def _smaller(rng: Random, picture: Image.Image) -> Image.Image:
    by = rng.uniform(0.3, 0.8)
    return picture.resize((round(picture.width * by), round(picture.height * by)), Image.Resampling.LANCZOS)


def _rippled(rng: Random, picture: Image.Image) -> Image.Image:
    """As a screen photographed at a slight angle: its grid beats against the camera's."""
    period = rng.randint(4, 9)
    grid = Image.new("L", (period * 60, period * 60), 255)
    draw = ImageDraw.Draw(grid)
    for at in range(0, grid.width, period):
        draw.line((at, 0, at, grid.height), fill=150, width=max(1, period // 3))
    tiled = Image.new("L", picture.size, 255)
    for x in range(0, picture.width, grid.width):
        for y in range(0, picture.height, grid.height):
            tiled.paste(grid, (x, y))
    shaken = tiled.rotate(rng.uniform(-2, 2), Image.Resampling.BICUBIC, fillcolor=255)
    return ImageChops.multiply(picture, Image.merge("RGB", [shaken] * 3))


def screenshot(seed: int) -> Image.Image:
    """A phone's page with a picture in it, 1080 x 2400."""
    rng = Random(f"screen-{seed}")  # noqa: S311 - repeatable
    page = Image.new("RGB", (1080, 2400), rng.choice(("white", (245, 245, 245), (20, 20, 24))))
    page.paste(photo(seed).resize((1080, 810)), (0, rng.randint(300, 1400)))
    draw = ImageDraw.Draw(page)
    for line in range(24):
        draw.rectangle((60, 60 + line * 95, rng.randint(300, 1000), 90 + line * 95), fill=_colour(rng))
    return page


Change = Callable[[Random, Image.Image], bytes]
CHANGES: dict[str, Change] = {
    "smaller, compressed (q 40)": lambda rng, p: file_of(_smaller(rng, p), 40),
    "compressed hard (q 20)": lambda _, p: file_of(p, 20),
    "darker or brighter": lambda rng, p: file_of(ImageEnhance.Brightness(p).enhance(rng.choice((0.6, 1.4))), 70),
    "more contrast": lambda rng, p: file_of(ImageEnhance.Contrast(p).enhance(rng.uniform(1.2, 1.6)), 70),
    "grey": lambda _, p: file_of(ImageOps.grayscale(p), 70),
    "mirrored": lambda _, p: file_of(ImageOps.mirror(p), 70),
    "turned by 90, 180 or 270": lambda rng, p: file_of(p.rotate(rng.choice((90, 180, 270)), expand=True), 70),
    "tilted by up to 4 degrees": lambda rng, p: file_of(p.rotate(rng.uniform(-4, 4), Image.Resampling.BICUBIC), 70),
    "caption over the lower sixth": lambda _, p: file_of(_captioned(p), 70),
    "cropped to 85-97 % a side": lambda rng, p: file_of(_cropped(rng, p, 0.85, 0.97), 70),
    "cropped to 70-85 % a side": lambda rng, p: file_of(_cropped(rng, p, 0.70, 0.85), 70),
    "cropped to 70-95 %, mirrored": lambda rng, p: file_of(ImageOps.mirror(_cropped(rng, p, 0.7, 0.95)), 70),
    "shown on a screen, photographed": lambda rng, p: file_of(_rippled(rng, _cropped(rng, p, 0.9, 0.99)), 80),
}
