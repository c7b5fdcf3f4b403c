"""What a trial says of two counts: who gains and loses, and how the bands move."""

import pytest

from functions.points import comparing

BEFORE = {"a": 10, "b": 5, "c": 0}
AFTER = {"a": 3, "b": 5, "d": 9}


def test_gains_and_losses_are_counted_by_account_and_nobody_is_named() -> None:
    told = comparing.compare(BEFORE, AFTER)

    assert (told.accounts, told.gain, told.lose) == (4, 1, 1)
    assert (told.most_gained, told.most_lost) == (9, 7)
    assert (told.total_before, told.total_after) == (15, 17)
    assert told.quartiles == (-5, 0, 7)


def test_of_nobody_and_of_one_there_are_no_quartiles() -> None:
    assert comparing.compare({}, {}).accounts == 0
    assert comparing.compare({"a": 1}, {}).quartiles == ()


@pytest.mark.parametrize(
    ("points", "band"), [(120, "gold"), (90, "gold"), (89, "silver"), (75, "silver"), (60, "yellow"), (59, "black")]
)
def test_bands_are_shares_of_the_target(points: int, band: str) -> None:
    assert comparing.band(points, 100) == band
    assert comparing.band(-5, 100) == "black"


def test_everybody_is_in_one_move_between_bands_those_who_stay_too() -> None:
    moves = comparing.bands(BEFORE, AFTER, target=10)

    assert [(move.source, move.target, move.members) for move in moves] == [
        ("black", "black", 2),
        ("black", "gold", 1),
        ("gold", "black", 1),
    ]
