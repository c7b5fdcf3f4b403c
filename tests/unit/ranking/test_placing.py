"""The rank of everybody: one more than how many have more, in a branch and by a histogram."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from functions.ranking import placing
from functions.ranking.histogram import Histogram

POINTS = st.lists(st.integers(-5, 12) | st.integers(0, 4000), max_size=60)


@given(POINTS, POINTS)
def test_everybody_has_the_rank_that_counting_gives(own: list[int], others: list[int]) -> None:
    everybody = [*own, *others]
    histogram = Histogram.of(Counter(everybody))

    assert placing.within(own) == [1 + sum(other > points for other in own) for points in own]
    assert placing.among(own, histogram.ranks()) == [1 + sum(o > points for o in everybody) for points in own]
    assert histogram.ranks() == {points: histogram.rank(points) for points in everybody}
