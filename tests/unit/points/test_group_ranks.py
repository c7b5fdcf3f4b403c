"""Ranks and averages of Party groups: those of a plain count."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.points import branch_boards, group_boards
from functions.points.group_boards import DEFINITION, Stand
from kernel.clock import now
from kernel.ids import derived_id


def test_an_average_is_rounded_the_same_on_every_board() -> None:
    """107 points of forty are 2.675, which no binary fraction is."""
    group, names = derived_id("group", 1), [derived_id("one", number) for number in range(40)]
    points = dict(zip(names, [7, 100, *[0] * 38], strict=True))
    stand = Stand("2026", now(), points, frozenset(), {group: frozenset(names)})

    (line,) = group_boards._ranked(stand, 1)

    lines = branch_boards.ranked(points.items())
    assert branch_boards.normalised(lines, frozenset(), DEFINITION).points_per_member == line.points_per_member == 2.68


ONE = st.tuples(st.integers(-20, 200), st.integers(0, 3), st.booleans())  # points, group (3: none), away


@pytest.mark.hypothesis
@settings(max_examples=200, deadline=timedelta(seconds=2))
@given(st.lists(ONE, max_size=40), st.sampled_from([1, 3]))
def test_ranks_of_groups_are_those_of_a_plain_count(people: list[tuple[int, int, bool]], fewest: int) -> None:
    names = [derived_id("one", number) for number in range(len(people))]
    told = dict(zip(names, people, strict=True))
    groups = {derived_id("group", g): frozenset(n for n, (_, own, _) in told.items() if own == g) for g in range(3)}
    away = frozenset(name for name, (_, _, gone) in told.items() if gone)
    stand = Stand("2026", now(), {name: points for name, (points, _, _) in told.items()}, away, groups)

    lines = group_boards._ranked(stand, fewest)

    counted = {group: [told[n][0] for n in members if not told[n][2]] for group, members in groups.items()}
    means = {group: Fraction(sum(p), len(p)) for group, p in counted.items() if len(p) >= fewest}
    expected = {group: 1 + sum(other > mean for other in means.values()) for group, mean in means.items()}
    assert {line.group_id: line.rank for line in lines if line.rank} == expected
    assert [line.rank for line in lines if line.rank] == sorted(expected.values())
    assert {line.group_id: line.eligible for line in lines} == {group: len(p) for group, p in counted.items()}
