"""The fold says what a brute-force oracle says, on random trees with ties, empty branches and general branches."""

import random
from array import array
from collections import Counter
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.ranking.fold import Branch, Node, Ranked, fold
from functions.ranking.histogram import Histogram, decode, encode
from functions.ranking.packing import NAMES, READ_UNIT
from functions.ranking.rules import TOP_KEPT, Tally, top_kept
from kernel.ids import derived_id, from_bytes, to_bytes

COUNTY = derived_id("county")
PROVINCE = derived_id("province")


@dataclass(frozen=True)
class Place:
    """An organisation of a random tree; `points` of its own members, None: it has no board."""

    id: str
    path: str
    own: int
    points: tuple[int, ...] | None


def branch(place: Place) -> Branch:
    points = place.points or ()
    members = b"".join(to_bytes(member(place, number)) for number in range(len(points)))
    return Branch(place.id, place.path, members, array("i", [place.own, *points]).tobytes())


def member(place: Place, number: int) -> str:
    return derived_id("member", place.id, number)


@st.composite
def counties(draw: st.DrawFn) -> list[Place]:
    """Up to four organisations below the county, up to five below each, some of which have others below them."""
    root = Place(COUNTY, f"/{PROVINCE}/{COUNTY}/", draw(st.integers(0, 9)), draw(st.none() | st.just(())))
    places, above = [root], [root]
    for depth, widest in enumerate((4, 5, 2)):
        below = []
        for parent in above:
            for number in range(draw(st.integers(0, widest))):
                own = derived_id(parent.id, depth, number)
                points = draw(st.none() | st.lists(st.integers(0, 6) | st.integers(0, 400), max_size=40).map(tuple))
                below.append(Place(own, f"{parent.path}{own}/", draw(st.integers(0, 50)), points))
        places += below
        above = below
    return places


def boards(places: list[Place]) -> list[Branch]:
    return sorted((branch(p) for p in places if p.points is not None), key=lambda b: b.id)


def tree(places: list[Place]) -> dict[str, Node]:
    return {p.id: Node(p.path.strip("/").split("/")[-2], "LEVEL", "KIND") for p in places}


def everybody(places: list[Place], organisation: str) -> list[tuple[int, str, int, str]]:
    """Points, branch, slot and id of every member in or below an organisation."""
    return [
        (points, p.id, number, member(p, number))
        for p in places
        if f"/{organisation}/" in p.path and p.points is not None
        for number, points in enumerate(p.points)
    ]


def expected_board(places: list[Place], organisation: str) -> list[Tally]:
    below = [p for p in places if p.path.strip("/").split("/")[-2] == organisation]
    tallies = []
    for p in below:
        inside = [points for points, *_ in everybody(places, p.id)]
        tallies.append(Tally(p.id, len(inside), sum(inside), p.own if p.points is not None else 0))
    return sorted(tallies, key=lambda t: (t.average is None, -(t.average or 0), t.organisation_id))


def check(places: list[Place], ranked: Ranked) -> None:
    people = everybody(places, ranked.organisation_id)
    points = [value for value, *_ in people]
    assert ranked.members == ranked.histogram.members == len(points)
    assert ranked.total == sum(points)
    for value in {*points, 0, 401}:
        assert ranked.histogram.rank(value) == 1 + sum(other > value for other in points)
    kept = TOP_KEPT if ranked.organisation_id == COUNTY else top_kept(len(people))
    best = sorted((p for p in people if p[0] > 0), key=lambda p: (-p[0], p[1], p[2]))[:kept]
    assert [(b.points, from_bytes(b.member)) for b in ranked.top] == [(p[0], p[3]) for p in best]
    assert ranked.board == expected_board(places, ranked.organisation_id)


@settings(max_examples=80, deadline=None)
@given(counties())
def test_every_organisation_gets_what_the_oracle_says(places: list[Place]) -> None:
    ranked = {r.organisation_id: r for r in fold(COUNTY, tree(places), boards(places))}

    assert ranked.keys() == {COUNTY} | {p.path.strip("/").split("/")[-2] for p in places if p.id != COUNTY}
    for one in ranked.values():
        check(places, one)


@settings(max_examples=30, deadline=None)
@given(counties())
def test_a_tree_that_is_not_known_yet_is_read_from_the_boards(places: list[Place]) -> None:
    known = [p for p in places if p.points is not None]

    ranked = fold(COUNTY, {}, boards(places))

    (county,) = [r for r in ranked if r.organisation_id == COUNTY]
    assert county.histogram.members == sum(len(p.points or ()) for p in known)


def test_of_many_with_the_same_points_the_first_in_order_are_kept() -> None:
    above = derived_id("township")
    places = [Place(derived_id(n), f"/{COUNTY}/{above}/{derived_id(n)}/", 0, (5,) * 40) for n in range(5)]

    (ranked,) = [one for one in fold(COUNTY, {}, boards(places)) if one.organisation_id == above]

    first = min(p.id for p in places)
    assert len(ranked.top) == top_kept(200)
    assert {b.order[0] for b in ranked.top} == {0}
    assert from_bytes(ranked.top[0].member) == derived_id("member", first, 0)


def test_a_county_without_boards_ranks_nobody() -> None:
    (ranked,) = fold(COUNTY, {}, [])

    assert (ranked.organisation_id, ranked.members, ranked.top, ranked.board) == (COUNTY, 0, [], [])
    assert (ranked.histogram.rank(0), ranked.histogram.best) == (1, 0)


@given(st.dictionaries(st.integers(-50, 5000), st.integers(1, 2_000_000), max_size=60))
def test_a_packed_histogram_comes_back_as_it_was(counted: dict[int, int]) -> None:
    histogram = Histogram.of(Counter(counted))

    assert decode(encode(histogram)) == histogram


def test_four_hundred_distinct_values_take_under_a_kilobyte() -> None:
    histogram = Histogram.of({value * 3 + value % 5: 1 + value % 9 for value in range(400)})

    assert len(encode(histogram)) < 1024


def test_the_histogram_of_a_province_is_one_unit_to_read() -> None:
    chance = random.Random(1)  # noqa: S311 - the same province every time
    shape = {value: 800 * (1 - value / 4_000) for value in range(4_000)}
    counted = {value: 1 + max(0, round(chance.gauss(mean, mean**0.5))) for value, mean in shape.items()}

    assert 1_500_000 < sum(counted.values()) < 1_800_000
    assert len(encode(Histogram.of(counted))) < READ_UNIT - NAMES
