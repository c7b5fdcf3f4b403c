"""The packed board: what goes in comes out, as of any instant of the last day, within its size."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import scoreboard, seasons
from kernel.ids import derived_id, from_bytes
from kernel.scoreboard import KEPT, OWN, Board, Scoreboard, TooOld
from kernel.seasons import SETTLES_IN

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MEMBERS = [derived_id("member", number) for number in range(500)]


def balances(board: Board) -> dict[str, int]:
    points = scoreboard.numbers(board.points)
    return dict(zip(scoreboard.member_ids(board), points[1:], strict=True))


def test_new_members_stand_behind_those_who_are_there_with_nothing() -> None:
    board = scoreboard.enrol(Board(), MEMBERS[:2])
    board = scoreboard.add(board, {2: 7}, NOON)

    board = scoreboard.enrol(board, [MEMBERS[2], MEMBERS[1], MEMBERS[2]])

    assert balances(board) == {MEMBERS[0]: 0, MEMBERS[1]: 7, MEMBERS[2]: 0}


def test_slots_are_found_by_id_and_slot_0_is_the_branch() -> None:
    board = scoreboard.enrol(Board(), MEMBERS[:3])
    board = scoreboard.add(board, {OWN: 5, 3: 9}, NOON)

    assert [scoreboard.slot_of(board, member) for member in MEMBERS[:4]] == [1, 2, 3, None]
    assert [scoreboard.points_of(board, slot) for slot in range(4)] == [5, 0, 0, 9]


def test_an_id_that_only_straddles_two_others_is_not_found() -> None:
    first, second = bytes(8) + b"\x01" * 8, b"\x02" * 8 + bytes(8)
    board = Board(members=first + second)

    straddling = from_bytes((first + second)[8:24])

    assert scoreboard.slot_of(board, straddling) is None


Movement = tuple[int, int, int]


@given(
    movements=st.lists(st.tuples(st.integers(0, 7), st.integers(-5, 9), st.integers(0, 100_000)), max_size=30),
    back=st.integers(0, 86_000),
)
def test_as_of_an_instant_is_the_balance_less_the_deltas_after_it(movements: list[Movement], back: int) -> None:
    board = scoreboard.enrol(Board(), MEMBERS[:7])
    ordered = sorted(movements, key=lambda m: m[2])
    for slot, value, second in ordered:
        board = scoreboard.add(board, {slot: value}, NOON + timedelta(seconds=second))
    last = ordered[-1][2] if ordered else 0
    at = last - back

    expected = [0] * 8
    for slot, value, second in ordered:
        expected[slot] += value if second <= at else 0

    assert list(scoreboard.numbers(scoreboard.as_of(board, NOON + timedelta(seconds=at)))) == expected


def test_an_instant_beyond_the_kept_deltas_is_refused_rather_than_wrong() -> None:
    board = scoreboard.add(Board(), {OWN: 5}, NOON)

    board = scoreboard.add(board, {OWN: 1}, NOON + KEPT + timedelta(seconds=1))

    with pytest.raises(TooOld):
        scoreboard.as_of(board, NOON - timedelta(seconds=1))
    assert scoreboard.numbers(scoreboard.as_of(board, NOON))[OWN] == 5


def test_part_of_a_second_counts_for_the_next_one() -> None:
    board = scoreboard.add(Board(), {OWN: 5}, NOON + timedelta(milliseconds=1))

    assert scoreboard.numbers(scoreboard.as_of(board, NOON))[OWN] == 0
    assert scoreboard.numbers(scoreboard.as_of(board, NOON + timedelta(seconds=1)))[OWN] == 5


def test_a_movement_comes_after_the_last_one_even_if_a_clock_is_behind() -> None:
    board = scoreboard.add(Board(), {OWN: 5}, NOON)

    behind = scoreboard.next_instant(board, NOON - timedelta(seconds=3))
    ahead = scoreboard.next_instant(board, NOON + timedelta(microseconds=5_999))

    assert behind == NOON + timedelta(milliseconds=1)
    assert ahead == NOON + timedelta(milliseconds=5)


def test_five_hundred_members_on_a_busy_day_stay_near_ten_kilobytes() -> None:
    board = scoreboard.enrol(Board(), MEMBERS)
    chance = random.Random(1)  # noqa: S311 - a repeatable day
    for activity in range(3):
        present = chance.sample(range(1, 501), 430)
        for chunk in range(0, 430, 90):
            awards = dict.fromkeys(present[chunk : chunk + 90], 5)
            board = scoreboard.add(board, awards, NOON + timedelta(hours=activity, seconds=chunk))

    size = len(board.members) + len(board.points) + len(board.deltas)

    assert size < 11_200
    assert size + 400 < 12_288  # with keys, path and names: three read units, 1.5 where eventual


def test_the_stored_item_holds_a_board_and_gives_it_back() -> None:
    board = scoreboard.add(scoreboard.enrol(Board(), MEMBERS[:3]), {1: 4}, NOON)
    item = Scoreboard(Scoreboard.partition("2026", MEMBERS[0]), Scoreboard.place(MEMBERS[1]), path="/x/")

    item.hold(board)

    assert item.board == board
    assert item.branch_id == MEMBERS[1]


def test_a_named_instant_is_taken_once_it_has_settled() -> None:
    present = NOON + timedelta(milliseconds=700)

    assert seasons.settled_instant("2026-11-20T03:00:00Z", present) == NOON - timedelta(hours=1)
    assert seasons.settled_instant(NOON.isoformat(), present) == NOON - SETTLES_IN
    for unclear in ("<not an instant>", "2026-11-20T03:00:00", "2026-11-20"):
        assert seasons.settled_instant(unclear, present) == NOON - SETTLES_IN
    assert seasons.settled_instant(None, present) == NOON - SETTLES_IN
