"""What is said of a photo, how much there is to it, and what is not said."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from PIL import Image, ImageChops, ImageDraw

from functions.activities.photos import rules as photo_rules
from functions.activities.photos import screens
from functions.activities.photos.rules import Check, Traces
from scripts.demo import photos as demo
from tests.integration.activities import pictures

STARTS = datetime(2026, 11, 20, 8, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
PHOTO = (4000, 3000)


@pytest.mark.parametrize(
    ("hours", "strength"),
    [(-2, None), (0, None), (4, None), (-2.1, 30), (4.1, 30), (-24, 30), (26, 30), (-24.1, 80), (26.1, 80), (9000, 80)],
)
def test_a_time_other_than_the_activitys_is_said_by_how_far_it_is_off(hours: float, strength: int | None) -> None:
    found = list(photo_rules.of_time(STARTS + timedelta(hours=hours), STARTS, ENDS))

    assert [check.strength for check in found] == ([strength] if strength else [])


def test_of_a_photo_that_does_not_say_when_or_where_nothing_is_said() -> None:
    assert [*photo_rules.of_time(None, STARTS, ENDS), *photo_rules.of_distance(None, 2_000)] == []


@pytest.mark.parametrize(("metres", "strength"), [(2_000, None), (2_010, 30), (20_000, 30), (20_010, 50)])
def test_a_photo_from_far_away_is_never_said_strongly(metres: int, strength: int | None) -> None:
    found = list(photo_rules.of_distance(metres, 2_000))

    assert [check.strength for check in found] == ([strength] if strength else [])


@pytest.mark.parametrize(
    ("size", "traces", "code", "strength"),
    [
        (PHOTO, Traces(True, 5, 5), None, 0),
        (PHOTO, Traces(False, 5, 5), None, 0),
        ((1080, 2400), Traces(False, 5, 5), "SCREENSHOT", 40),
        ((1080, 2400), Traces(False, 45, 5), "SCREENSHOT", 70),
        ((2400, 1080), Traces(False, 80, 5), "SCREENSHOT", 90),
        (PHOTO, Traces(False, 80, 5), "SCREENSHOT", 60),
        ((1080, 1920), Traces(False, 5, 5), None, 0),
        ((1080, 2400), Traces(True, 80, 5), None, 0),
        (PHOTO, Traces(True, 5, 60), "SCREEN_PHOTOGRAPHED", 30),
        (PHOTO, Traces(False, 5, 60), "SCREEN_PHOTOGRAPHED", 40),
    ],
)
def test_a_screen_is_told_by_size_flatness_and_ripple(
    size: tuple[int, int], traces: Traces, code: str | None, strength: int
) -> None:
    found = [(check.code, check.strength) for check in photo_rules.of_traces(size, traces)]

    assert found == ([(code, strength)] if code else [])


def test_the_strongest_check_is_said_first_and_holds_nothing_empty() -> None:
    checks = [Check("ALIKE", 40, "ELSEWHERE", "p", "a", "b"), Check("TAKEN_AT_OTHER_TIME", 80)]

    assert photo_rules.ordered(iter(checks)) == [
        {"code": "TAKEN_AT_OTHER_TIME", "strength": 80},
        {"code": "ALIKE", "strength": 40, "where": "ELSEWHERE", "photo_id": "p", "activity_id": "a", "branch_id": "b"},
    ]


def opened(seed: int) -> Image.Image:
    from io import BytesIO

    return Image.open(BytesIO(demo.photo(seed)))


def test_a_grained_photo_is_neither_flat_nor_rippled() -> None:
    for seed in range(4):
        traces = screens.traces(opened(seed), camera=True)

        assert traces.flat < photo_rules.FLAT
        assert traces.ripple < photo_rules.RIPPLED


def test_a_drawn_page_is_flat() -> None:
    page = Image.new("RGB", (1080, 2400), (230, 230, 230))
    ImageDraw.Draw(page).rectangle((100, 900, 900, 1300), fill=(40, 90, 200))

    assert screens.traces(page, camera=False).flat >= photo_rules.VERY_FLAT


def test_what_is_black_or_blown_out_is_not_called_flat() -> None:
    assert screens.traces(Image.new("L", (640, 480), "white"), camera=False).flat == 0
    assert screens.traces(Image.new("L", (640, 480)), camera=False).flat == 0


@pytest.mark.parametrize("period", [4, 6, 9])
def test_a_grid_over_a_picture_ripples(period: int) -> None:
    grid = Image.new("L", (1600, 1200), 255)
    draw = ImageDraw.Draw(grid)
    for x in range(0, grid.width, period):
        draw.line((x, 0, x, grid.height), fill=150, width=period // 3)
    picture = ImageChops.multiply(pictures.painted(Random(1), grid.size).convert("L"), grid)  # noqa: S311 - repeatable

    assert screens.traces(picture, camera=False).ripple >= photo_rules.RIPPLED


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (1600, 1), (60, 60)])
def test_a_tiny_picture_leaves_no_ripple(size: tuple[int, int]) -> None:
    assert screens.traces(pictures.noise(size), camera=False).ripple == 0
