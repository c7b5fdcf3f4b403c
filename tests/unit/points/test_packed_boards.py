"""The packed board as it is stored, byte by byte, and who is on it: `points` and `ranking` read each other's bytes."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest

from kernel import scoreboard
from kernel.ids import derived_id, to_bytes
from kernel.scoreboard import KEPT, OWN, Board, CountySum, Scoreboard, TooOld

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SECOND = int(NOON.timestamp())
ONE, TWO, THREE = (derived_id("member", number) for number in range(3))
BOARD = scoreboard.enrol(Board(), [ONE, TWO])


def group(second: int, value: int, slots: bytes) -> bytes:
    """Second and value in four bytes each, the length of the bit set in two."""
    return second.to_bytes(4, "little") + value.to_bytes(4, "little", signed=True) + bytes([len(slots), 0]) + slots


def test_members_take_sixteen_bytes_balances_four_and_slots_that_moved_alike_one_bit() -> None:
    moved = scoreboard.add(BOARD, {OWN: 5, 1: -3, 2: 5}, NOON)

    assert moved.members == to_bytes(ONE) + to_bytes(TWO)
    assert moved.points == b"".join(value.to_bytes(4, "little", signed=True) for value in (5, -3, 5))
    assert moved.deltas == group(SECOND, 5, b"\x05") + group(SECOND, -3, b"\x02")
    assert (moved.since, moved.moved) == (0, SECOND * 1000)


def test_a_slot_beyond_the_eighth_takes_a_second_byte() -> None:
    board = scoreboard.enrol(Board(), [derived_id("member", number) for number in range(9)])

    assert scoreboard.add(board, {7: 1}, NOON).deltas == group(SECOND, 1, b"\x80")
    assert scoreboard.add(board, {8: 1}, NOON).deltas == group(SECOND, 1, b"\x00\x01")


def test_an_empty_board_is_a_branch_without_points() -> None:
    assert Board() == Board(b"", bytes(4), b"", 0, 0, b"")
    assert scoreboard.add(Board(), {OWN: 0}, NOON).deltas == b""


def test_deltas_are_kept_for_a_day_and_the_board_says_from_when_on_they_are_complete() -> None:
    first = scoreboard.add(BOARD, {1: 4}, NOON)
    second = scoreboard.add(first, {2: 6}, NOON + timedelta(seconds=1))

    kept = scoreboard.prune(second, NOON + KEPT)

    assert kept.deltas == group(SECOND + 1, 6, b"\x04")
    assert kept.since == SECOND
    assert scoreboard.prune(second, NOON + KEPT - timedelta(seconds=1)) == second
    assert timedelta(days=1) == KEPT


def test_an_instant_is_told_exactly_from_the_second_on_that_the_deltas_reach_back_to() -> None:
    board = Board(points=BOARD.points, since=SECOND)

    assert scoreboard.as_of(board, NOON) == board.points
    with pytest.raises(TooOld) as refused:
        scoreboard.as_of(board, NOON - timedelta(seconds=1))
    assert refused.value.code == "as_of_too_old"
    assert (refused.value.zh, refused.value.en) == (
        "该时刻过早，无法再计算。",
        "That instant is too long ago to be computed.",
    )


def test_who_goes_keeps_the_slot_and_is_no_more_among_those_present() -> None:
    board = scoreboard.add(BOARD, {OWN: 1, 1: 2, 2: 3}, NOON)

    left = scoreboard.go(board, [1], NOON + timedelta(milliseconds=1_500))

    assert [scoreboard.is_on(left, slot) for slot in (1, 2)] == [False, True]
    assert scoreboard.present(left) == (to_bytes(TWO), left.points[:4] + left.points[8:])
    assert scoreboard.present(left, NOON + timedelta(seconds=1)) == (left.members, left.points)
    assert scoreboard.present(left, NOON + timedelta(seconds=2)) == scoreboard.present(left)
    assert left.moved == SECOND * 1000 + 1_500
    assert left.points == board.points


def test_who_is_gone_does_not_go_again_and_who_is_there_does_not_come_again() -> None:
    gone = scoreboard.go(BOARD, [1], NOON)

    again = scoreboard.go(gone, [1], NOON + timedelta(seconds=5))
    there = scoreboard.come(BOARD, [ONE, TWO], NOON)

    assert again.steps == gone.steps
    assert there.steps == BOARD.steps


def test_who_comes_is_there_from_then_on_new_or_back() -> None:
    gone = scoreboard.go(BOARD, [1], NOON)

    came = scoreboard.come(gone, [ONE, THREE, THREE], NOON + timedelta(seconds=10))

    assert scoreboard.member_ids(came) == [ONE, TWO, THREE]
    assert scoreboard.present(came)[0] == came.members
    assert scoreboard.present(came, NOON + timedelta(seconds=9))[0] == to_bytes(TWO)


def test_the_stored_item_leaves_out_what_is_empty_and_names_its_county_and_branch() -> None:
    item = Scoreboard(Scoreboard.partition("2026", ONE), Scoreboard.place(TWO), path="/x/")

    item.hold(Board())

    assert (item.pk, item.sk) == (f"S#2026#{ONE}", f"B#{TWO}")
    assert (item.county_id, item.branch_id) == (ONE, TWO)
    assert item.to_dynamodb_dict() == {
        "pk": {"S": item.pk},
        "sk": {"S": item.sk},
        "path": {"S": "/x/"},
        "points": {"B": "AAAAAA=="},
        "since": {"N": "0"},
        "moved": {"N": "0"},
        "version": {"N": "0"},
    }
    assert item.board == Board()
    assert CountySum(item.pk, as_of="x", total=0).sk == "SUM"


def test_the_stored_item_holds_steps_as_well() -> None:
    board = scoreboard.go(scoreboard.add(BOARD, {1: 4}, NOON), [2], NOON)
    item = Scoreboard(Scoreboard.partition("2026", ONE), Scoreboard.place(TWO), path="/x/")

    item.hold(board)

    assert board.steps
    assert item.board == board


def test_a_row_holds_the_bytes_themselves_and_begins_as_an_empty_board() -> None:
    row = Scoreboard("S#2026#county", "B#branch", path="/county/branch/", points=Board().points)
    assert row.board == Board()

    row.hold(scoreboard.go(scoreboard.add(BOARD, {1: 5}, NOON), [2], NOON + timedelta(seconds=1)))

    stored = row.to_dynamodb_dict()
    packed = {name: b64decode(stored[name]["B"]) for name in ("members", "points", "deltas", "steps")}
    assert packed == {name: getattr(row.board, name) for name in packed}
