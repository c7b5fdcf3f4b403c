"""When two photos are alike, by the marks that they have in common."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from functions.activities.photos import likeness_rules as rules
from functions.activities.photos.likeness_marks import OWN, sketch
from functions.activities.photos.likeness_rules import ALL, FEWEST, FLIP_X, FLIP_Y, MOST_KEPT, SWAP, Kept, Mark, Sketch
from kernel import ids
from kernel.ids import new_id
from tests.integration.activities import pictures

FIRST, SECOND = new_id(), new_id()
Marks = st.lists(
    st.builds(Mark, st.integers(0, 2**23 - 1), *[st.integers(24, 296)] * 2, st.integers(0, 7)), min_size=1, max_size=24
)


def kept(photo_id: str, marks: list[Mark]) -> dict[int, list[Kept]]:
    found: dict[int, list[Kept]] = {}
    for mark in marks:
        found.setdefault(mark.value, []).extend(rules.unpack(rules.pack(photo_id, mark)))
    return found


def spread(number: int) -> list[Mark]:
    """So many marks in all parts of a picture, none like another."""
    rng = Random(number)  # noqa: S311 - repeatable
    return [Mark(value, rng.randrange(24, 296), rng.randrange(24, 216), rng.randrange(8)) for value in range(number)]


@given(Marks)
def test_what_is_packed_is_unpacked_to_two_pixels(marks: list[Mark]) -> None:
    for mark in marks:
        (one,) = rules.unpack(rules.pack(FIRST, mark))

        assert one == (ids.to_bytes(FIRST), mark.x // 2 * 2, mark.y // 2 * 2, mark.turn)


@pytest.mark.parametrize("turn", range(8))
def test_marks_that_all_turned_alike_agree_and_those_that_did_not_do_not(turn: int) -> None:
    old = spread(12)
    new = [_turned(mark, turn) for mark in old]
    crooked = [mark._replace(turn=mark.turn ^ number % 8) for number, mark in enumerate(new)]

    assert rules.alike(new, kept(FIRST, old)) == {FIRST: 12}
    assert rules.alike(crooked, kept(FIRST, old)) == {}


def _turned(mark: Mark, turn: int) -> Mark:
    """Where a mark lies in a picture of 320 x 320 that was mirrored and transposed, and how it is righted there."""
    x, y = (320 - mark.x if turn & FLIP_X else mark.x), (320 - mark.y if turn & FLIP_Y else mark.y)
    flips = mark.turn ^ (turn & (FLIP_X | FLIP_Y))
    if not turn & SWAP:
        return mark._replace(x=x, y=y, turn=flips)
    crossed = bool(flips & FLIP_X) * FLIP_Y | bool(flips & FLIP_Y) * FLIP_X
    return mark._replace(x=y, y=x, turn=crossed | (mark.turn ^ turn) & SWAP)


def test_marks_that_moved_each_in_its_own_way_do_not_agree() -> None:
    old = spread(24)
    places = [(mark.x, mark.y) for mark in reversed(old)]
    new = [mark._replace(x=x, y=y) for mark, (x, y) in zip(old, places, strict=True)]

    assert rules.alike(new, kept(FIRST, old)) == {}


@pytest.mark.parametrize(("number", "found"), [(FEWEST - 1, False), (FEWEST, True)])
def test_so_many_marks_must_agree(number: int, found: bool) -> None:
    old = spread(number)

    assert (FIRST in rules.alike(old, kept(FIRST, old))) is found


@pytest.mark.parametrize(("high", "found"), [(rules.WIDE - 12, False), (rules.WIDE + 12, True)])
def test_marks_of_a_banner_that_two_rooms_share_do_not_make_them_alike(high: int, found: bool) -> None:
    banner = [Mark(number, 40 + 12 * number, 40 + high * number // 19, 0) for number in range(20)]

    assert (FIRST in rules.alike(banner, kept(FIRST, banner))) is found


def test_one_place_that_looks_like_many_counts_once() -> None:
    many = [Mark(7, 100 + step, 100, 0) for step in range(20)]

    assert rules.alike(many, kept(FIRST, [Mark(7, 100, 100, 0)])) == {}


def test_the_five_most_alike_are_named_best_first() -> None:
    old, found = spread(20), dict[int, list[Kept]]()
    photos = [new_id() for _ in range(7)]
    for number, photo in enumerate(photos):
        for value, marks in kept(photo, old[: 6 + number]).items():
            found.setdefault(value, []).extend(marks)

    assert list(rules.alike(old, found)) == photos[:1:-1]


@settings(max_examples=50)
@given(Marks, st.integers(0, 120))
def test_a_row_holds_the_latest_and_a_photo_once_however_often_it_comes(marks: list[Mark], before: int) -> None:
    others = b"".join(rules.pack(new_id(), marks[0]) for _ in range(before))

    once = rules.joined(others, FIRST, marks)

    assert rules.joined(once, FIRST, marks) == once
    assert len(once) == min(before + len(marks), MOST_KEPT) * rules.KEPT_BYTES
    assert [one.photo_id for one in rules.unpack(once)][-len(marks) :] == [ids.to_bytes(FIRST)] * len(marks)


def test_a_strength_is_at_most_a_hundred() -> None:
    assert [rules.strength(count) for count in (FEWEST, ALL, 2 * ALL)] == [33, 100, 100]


@pytest.mark.parametrize("shade", ["black", "white", "grey"])
def test_a_plain_picture_has_no_marks(shade: str) -> None:
    assert sketch(Image.new("RGB", (640, 480), shade)) == Sketch([], [])


@pytest.mark.parametrize("size", [(1, 1), (4000, 3), (3, 4000), (320, 40)])
def test_a_strip_has_none_either(size: tuple[int, int]) -> None:
    assert sketch(pictures.noise(size)).own == []


def test_a_picture_has_marks_enough_and_not_too_many() -> None:
    made = sketch(pictures.painted(Random(1)))  # noqa: S311 - repeatable

    assert FEWEST < len(made.own) <= OWN
    assert len({mark.value for mark in made.asked} | {mark.value for mark in made.own}) <= 240
    assert all(0 <= mark.value < 2**23 for mark in made.asked)


@pytest.mark.parametrize("method", [None, *Image.Transpose])
def test_a_mirrored_or_turned_copy_has_the_same_marks(method: Image.Transpose | None) -> None:
    picture = ImageOps.pad(pictures.painted(Random(3)), (320, 320), color="black")  # noqa: S311 - repeatable
    old, turned = sketch(picture), picture if method is None else picture.transpose(method)

    assert rules.alike(sketch(turned).asked, kept(FIRST, list(old.own)))[FIRST] >= ALL
    assert rules.alike(sketch(turned).asked, kept(SECOND, list(sketch(pictures.painted(Random(4))).own))) == {}  # noqa: S311 - repeatable
