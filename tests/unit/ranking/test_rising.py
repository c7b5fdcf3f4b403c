"""What counties publish adds up, at every level above them, to what a brute-force oracle says."""

from array import array
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from functions.ranking.histogram import Histogram
from functions.ranking.ranked import Below, Best, Ranked
from functions.ranking.rising import rise
from functions.ranking.rules import TOP_KEPT
from kernel.ids import derived_id, to_bytes

PROVINCE, CITIES = derived_id("province"), [derived_id("city", number) for number in range(3)]
PATHS = {PROVINCE: f"/{PROVINCE}/"} | {city: f"/{PROVINCE}/{city}/" for city in CITIES}

Members = dict[str, list[int]]  # county → points of its members


@st.composite
def counties(draw: st.DrawFn) -> tuple[Members, dict[str, str]]:
    """Up to eight counties, with what each stands below."""
    ids = [derived_id("county", number) for number in range(draw(st.integers(0, 8)))]
    points = st.lists(st.integers(-2, 6) | st.integers(0, 900), max_size=80)
    return {own: draw(points) for own in ids}, {own: draw(st.sampled_from([PROVINCE, *CITIES])) for own in ids}


def published(county: str, points: list[int]) -> Ranked:
    ordered = sorted(((value, number) for number, value in enumerate(points) if value > 0), reverse=True)
    ids = b"".join(to_bytes(derived_id(county, number)) for _, number in ordered[:TOP_KEPT])
    best = Best(ids, array("i", [value for value, _ in ordered[:TOP_KEPT]]))
    return Ranked(county, Histogram.of(Counter(points)), best, Below([], [], [], []), len(points), sum(points))


@given(counties())
def test_every_level_says_what_counting_everybody_says(drawn: tuple[Members, dict[str, str]]) -> None:
    members, above = drawn

    risen = {one.organisation_id: one for one in rise(PATHS, [(above[o], published(o, p)) for o, p in members.items()])}

    assert risen.keys() == PATHS.keys()
    for own, one in risen.items():
        inside = [county for county in members if own in (PROVINCE, above[county])]
        everybody = [points for county in inside for points in members[county]]
        assert (one.members, one.total) == (len(everybody), sum(everybody))
        assert dict(zip(one.histogram.values, one.histogram.counts, strict=True)) == Counter(everybody)
        best = sorted((points for points in everybody if points > 0), reverse=True)[:TOP_KEPT]
        assert one.top.points.tolist() == best
        below = [county for county in members if above[county] == own] + (CITIES if own == PROVINCE else [])
        assert set(one.board.ids) == set(below)
