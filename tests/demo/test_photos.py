"""Made-up photos look like a phone's: size, orientation, time and place, the same for the same seed."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps
from PIL.ExifTags import GPS, IFD, Base

from scripts.demo.photos import LARGE, SMALL, photo


def opened(seed: int, *, large: bool = False) -> Image.Image:
    return Image.open(BytesIO(photo(seed, large=large)))


def test_the_same_seed_gives_the_same_photo_and_another_seed_another() -> None:
    assert photo(1) == photo(1)
    assert photo(1) != photo(2)


@pytest.mark.parametrize(("large", "size"), [(False, SMALL), (True, LARGE)])
def test_a_photo_is_a_jpeg_of_the_promised_size_once_turned_upright(large: bool, size: tuple[int, int]) -> None:
    for seed in range(4):
        picture = opened(seed, large=large)

        assert picture.format == "JPEG"
        assert ImageOps.exif_transpose(picture).size == size


def test_the_banner_is_at_the_top_whatever_the_orientation() -> None:
    seen = set()
    for seed in range(24):
        picture = opened(seed)
        seen.add(picture.getexif()[Base.Orientation])

        red, green, _ = ImageOps.exif_transpose(picture).resize((80, 60)).split()
        much = ImageChops.subtract(red, green).resize((1, 60)).tobytes()

        assert much.index(max(much)) < 20
    assert seen == {1, 3, 6, 8}


def test_some_photos_say_when_and_where_they_were_taken_and_some_do_not() -> None:
    exifs = [opened(seed).getexif() for seed in range(24)]

    timed = [exif for exif in exifs if Base.DateTimeOriginal in exif.get_ifd(IFD.Exif)]
    placed = [exif.get_ifd(IFD.GPSInfo) for exif in exifs if exif.get_ifd(IFD.GPSInfo)]

    assert 0 < len(timed) < 24
    assert 0 < len(placed) < 24
    assert all(25 <= position[GPS.GPSLatitude][0] <= 26 for position in placed)
