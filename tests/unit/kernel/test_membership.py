"""Arrivals and departures add up, in whatever order they are told; steps on a board say who was there when."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kernel import comings, membership

MEMBER = "member"


def after(changes: list[int], *, here: bool = False) -> tuple[bool, dict[str, int]]:
    odd: dict[str, int] = {}
    for change in changes:
        here = membership.count(odd, MEMBER, here=here, change=change)
    return here, odd


@given(st.integers(0, 2), st.booleans())
def test_any_order_of_coming_and_going_ends_the_same(visits: int, stays: bool) -> None:
    changes = [1, -1] * visits + [1] * stays

    assert {str(after(list(order))) for order in permutations(changes)} == {str((stays, {}))}


def test_a_departure_that_overtakes_its_arrival_waits_for_it() -> None:
    here, odd = after([-1])

    assert (here, membership.is_expected(odd, MEMBER), membership.is_gone(odd, MEMBER)) == (False, True, False)


def test_who_is_gone_for_good_never_comes_again() -> None:
    here, odd = after([1, membership.GONE, 1, 1, -1])

    assert (here, membership.is_expected(odd, MEMBER), membership.is_gone(odd, MEMBER)) == (False, False, True)


def test_steps_say_who_was_away_at_a_second() -> None:
    steps = comings.add(b"", [1, 2], 100, came=False)
    steps = comings.add(steps, [1, 3], 200, came=True)

    assert [comings.gone(steps, second) for second in (99, 100, 199, 200, None)] == [
        {3},
        {1, 2, 3},
        {1, 2, 3},
        {2},
        {2},
    ]


def test_old_steps_are_dropped_but_who_is_gone_stays_gone() -> None:
    steps = comings.add(comings.add(b"", [1, 2], 100, came=False), [1, 3], 200, came=True)

    kept, dropped = comings.prune(steps, 200)

    assert (comings.gone(kept, None), dropped) == ({2}, 200)
