"""What counties publish adds up, at every level above them, to what a brute-force oracle says."""

from array import array
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from functions.ranking.histogram import Histogram
from functions.ranking.ranked import Below, Best, Ranked
from functions.ranking.rising import rise
from functions.ranking.rules import TOP_KEPT, Tally
from kernel.ids import derived_id, to_bytes

PROVINCE, CITIES = derived_id("province"), [derived_id("city", number) for number in range(3)]
MOST = 2**31 - 1
PATHS = {PROVINCE: f"/{PROVINCE}/"} | {city: f"/{PROVINCE}/{city}/" for city in CITIES}

Members = dict[str, list[int]]  # county → points of its members


@st.composite
def counties(draw: st.DrawFn) -> tuple[Members, dict[str, str]]:
    """Up to eight counties, with what each stands below."""
    ids = [derived_id("county", number) for number in range(draw(st.integers(0, 8)))]
    points = st.lists(st.integers(-2, 6) | st.integers(0, 900) | st.sampled_from([-MOST - 1, MOST]), max_size=80)
    return {own: draw(points) for own in ids}, {own: draw(st.sampled_from([PROVINCE, *CITIES])) for own in ids}


def published(county: str, points: list[int]) -> Ranked:
    top = best({county: points}, {county: [county]})
    return Ranked(county, Histogram.of(Counter(points)), top, Below([], [], [], []), len(points), sum(points))


def best(members: Members, below: dict[str, list[str]]) -> Best:
    """The members with most points; of equals those of the first organisation below, of its first county, the first."""
    every = [
        (-points, own, county, number)
        for own, inside in below.items()
        for county in inside
        for number, points in enumerate(members[county])
        if points > 0
    ]
    first = sorted(every)[:TOP_KEPT]
    ids = b"".join(to_bytes(derived_id(county, number)) for *_, county, number in first)
    return Best(ids, array("i", [-points for points, *_ in first]))


def board(members: Members, below: dict[str, list[str]]) -> list[Tally]:
    """Of the organisations directly below one, with the counties that are in each: best average first."""
    points = {own: [one for county in inside for one in members[county]] for own, inside in below.items()}
    tallies = [Tally(own, len(inside), sum(inside), 0) for own, inside in points.items()]
    return sorted(tallies, key=lambda one: (one.average is None, -(one.average or 0), one.organisation_id))


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
        below = {county: [county] for county in inside if above[county] == own}
        if own == PROVINCE:
            below |= {city: [county for county in members if above[county] == city] for city in CITIES}
        assert list(map(Tally, *one.board)) == board(members, below)
        assert one.top == best(members, below)
