"""What the photo worker makes of a file, hostile or not."""

from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image

from functions.activities.photos import imaging
from functions.activities.photos.imaging import Refused, copies, fitting, webp_size
from kernel.clock import SHANGHAI
from scripts.demo import photos as demo
from tests.integration.activities import pictures


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body), formats=["JPEG"])


def test_a_large_photo_comes_back_as_two_small_ones() -> None:
    made = copies(pictures.jpeg((4000, 3000)), "image/jpeg")

    assert (made.width, made.height, made.taken_at) == (4000, 3000, None)
    assert opened(made.large).size == (1600, 1200)
    assert opened(made.small).size == (320, 240)


def test_a_small_photo_is_not_blown_up() -> None:
    made = copies(pictures.jpeg((200, 100)), "image/jpeg")

    assert opened(made.large).size == opened(made.small).size == (200, 100)


def test_the_photos_of_the_demo_are_taken() -> None:
    for seed in range(4):
        made = copies(demo.photo(seed), "image/jpeg")

        assert max(opened(made.large).size) == 1600


def test_a_photo_of_twelve_megapixels_is_not_decoded_in_full() -> None:
    photo = opened(demo.photo(1, large=True))
    size = fitting(photo.size, imaging.LARGE)

    photo.draft("RGB", size)

    assert photo.size == (2000, 1500) or photo.size == (1500, 2000)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_stands_upright_and_says_its_upright_size(orientation: int) -> None:
    body = pictures.with_exif(orientation)

    made = copies(body, "image/jpeg")

    expected = _upright(body)
    large = opened(made.large)
    assert large.size == expected.size == (made.width, made.height)
    for corner in ((20, 20), (large.width - 20, 20), (20, large.height - 20)):
        assert _is_red(large, corner) == _is_red(expected, corner)


def _upright(body: bytes) -> Image.Image:
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(opened(body))
    assert turned is not None
    return turned


def _is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    point = image.convert("RGB").getpixel(at)
    assert isinstance(point, tuple)
    return point[0] > point[2]


def test_nothing_that_the_camera_wrote_is_in_the_copies() -> None:
    body = pictures.with_exif(taken="2026:10:01 09:30:00")
    assert pictures.CANARY in body

    made = copies(body, "image/jpeg")

    assert pictures.CANARY not in made.large + made.small
    assert dict(opened(made.large).getexif()) == {}
    assert b"Exif" not in made.large
    assert made.taken_at == datetime(2026, 10, 1, 9, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize("said", ["0000:00:00 00:00:00", "yesterday", ""])
def test_a_time_that_is_none_is_dropped(said: str) -> None:
    assert copies(pictures.with_exif(taken=said), "image/jpeg").taken_at is None


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("WEBP", "image/webp")])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1"])
def test_other_formats_and_modes_become_plain_jpegs(kind: str, content_type: str, mode: str) -> None:
    image = pictures.picture().convert(mode)

    made = copies(pictures.file_of(image, kind), content_type)

    assert (opened(made.large).mode, opened(made.large).size) == ("RGB", (640, 480))


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))

    made = copies(pictures.file_of(clear, "PNG"), "image/png")

    assert opened(made.large).getpixel((5, 5)) == (255, 255, 255)


def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    grey = Image.new("I;16", (64, 64), 128 << 8)

    made = copies(pictures.file_of(grey, "PNG"), "image/png")

    assert opened(made.large).getpixel((5, 5)) == (128, 128, 128)


def test_words_that_cannot_be_read_do_not_refuse_the_picture() -> None:
    made = copies(pictures.jpeg(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"), "image/jpeg")

    assert (made.taken_at, made.placed) == (None, False)


def test_cmyk_is_taken() -> None:
    made = copies(pictures.file_of(pictures.picture().convert("CMYK")), "image/jpeg")

    assert opened(made.large).mode == "RGB"


GIF = pictures.file_of(pictures.picture(), "GIF")
JPEG = pictures.jpeg()


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (pictures.png_bomb(), "image/png", "TOO_MANY_PIXELS"),
        (pictures.png_bomb(7_000), "image/png", "TOO_MANY_PIXELS"),
        (pictures.webp_bomb(), "image/webp", "TOO_MANY_PIXELS"),
        (JPEG[: len(JPEG) // 2], "image/jpeg", "UNREADABLE"),
        (JPEG[:20], "image/jpeg", "UNREADABLE"),
        (pictures.many_scans(), "image/jpeg", "UNREADABLE"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "image/png", "UNREADABLE"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 40, "image/webp", "UNREADABLE"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp", "UNREADABLE"),
        (GIF, "image/jpeg", "WRONG_TYPE"),
        (pictures.SVG, "image/png", "WRONG_TYPE"),
        (JPEG, "image/png", "WRONG_TYPE"),
        (b"", "image/webp", "WRONG_TYPE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_trap_is_refused_by_name(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        copies(body, content_type)

    assert refused.value.reason == reason


def test_a_bomb_is_small_and_never_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pictures.png_bomb()
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("decoded"))

    with pytest.raises(Refused, match="TOO_MANY_PIXELS"):
        copies(bomb, "image/png")

    assert len(bomb) < 60_000


def test_a_tail_behind_the_picture_does_not_reach_the_copies() -> None:
    body = pictures.jpeg() + b"PK\x03\x04" + b"<script>evil()</script>" * 10

    made = copies(body, "image/jpeg")

    assert b"script" not in made.large + made.small


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}, {"exif": b"Exif\x00\x00MM"}])
def test_the_size_of_a_webp_is_read_from_its_first_bytes(options: dict[str, object]) -> None:
    body = pictures.file_of(pictures.picture((333, 222)), "WEBP", **options)

    assert webp_size(body) == (333, 222)
