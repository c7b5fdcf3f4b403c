"""Pages over many boxes: each is from two of them, and together they show all, once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.notices.inbox_turns import AT_ONCE, NOTHING_MORE, Turn
from kernel.errors import Malformed
from kernel.table import encode_cursor

IDS = st.lists(st.integers(0, 400).map("{:03}".format), unique=True, max_size=9)
Boxes = list[list[str]]


def page(boxes: Boxes, cursor: str | None, limit: int) -> tuple[list[str], str | None]:
    """As the inbox reads it."""
    names = [str(number) for number in range(len(boxes))]
    turn = Turn.of(cursor, names)
    read = turn.among(names)
    assert len(read) <= AT_ONCE
    found = sorted((f"{i}@{name}" for name in read for i in boxes[int(name)] if i < turn.place), reverse=True)
    last = found[limit - 1].split("@")[0] if len(found) > limit else NOTHING_MORE
    return found[:limit], turn.after(last)


@given(st.lists(IDS, max_size=7), st.integers(1, 4))
def test_every_notice_is_shown_once_and_then_it_ends(boxes: Boxes, limit: int) -> None:
    unique = [[f"{i}{number}" for i in ids] for number, ids in enumerate(boxes)]  # as ids are: in one box each
    shown: list[str] = []
    cursor: str | None = None
    for _ in range(sum(map(len, unique)) + len(unique) + 1):
        items, cursor = page(unique, cursor, limit)
        assert items == sorted(items, reverse=True)
        shown += items
        if cursor is None:
            break

    assert cursor is None
    assert sorted(shown) == sorted(f"{i}@{number}" for number, ids in enumerate(unique) for i in ids)


def test_the_newest_of_every_box_comes_before_the_older_ones_of_any() -> None:
    boxes = [["1", "2", "3"]] * 6
    cursor: str | None = None
    firsts = []
    for _ in range(3):
        items, cursor = page(boxes, cursor, 1)
        firsts += items

    assert firsts == ["3@1", "3@3", "3@5"]


def test_without_a_box_there_is_one_empty_page() -> None:
    assert page([], None, 10) == ([], None)


@pytest.mark.parametrize("boxes", range(8))
def test_a_cursor_of_another_time_is_read_with_the_boxes_of_now(boxes: int) -> None:
    """Offices come and go between two pages."""
    _, cursor = page([["1", "2"]] * 5, None, 1)

    items, _ = page([["1", "2"]] * boxes, cursor, 1)

    assert len(items) <= 1


@pytest.mark.parametrize(
    "said",
    [
        {"pair": "x", "before": "~"},
        {"pair": 0, "before": 1},
        {"pair": "0"},
        {"before": "~"},
        {"pair": [], "before": "~"},
        {"pair": "0", "before": ["~"]},
        {"pair": None, "before": None},
    ],
)
def test_a_cursor_that_we_did_not_make_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        Turn.of(encode_cursor(said), ["box"])


@pytest.mark.parametrize("said", [{"pair": "-7", "before": "~"}, {"pair": "99", "before": "," * 99}])
def test_a_pair_that_is_none_is_another_or_nothing(said: dict[str, object]) -> None:
    turn = Turn.of(encode_cursor(said), ["a", "b", "c"])

    assert turn.among(["a", "b", "c"]) in (["a", "b"], ["c"], ())
