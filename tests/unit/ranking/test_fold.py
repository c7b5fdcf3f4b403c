"""The fold says what a brute-force oracle says, on random trees with ties, empty branches and general branches."""

import random
from array import array
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.ranking.fold import County
from functions.ranking.histogram import Histogram, decode, encode
from functions.ranking.lineage import Node
from functions.ranking.packing import NAMES, READ_UNIT
from functions.ranking.ranked import Below, Best, Branch, Ranked
from functions.ranking.rules import TOP_KEPT, Tally, top_kept
from kernel.ids import derived_id, from_bytes, to_bytes
from kernel.scoreboard import ID_SIZE, OWN, numbers

COUNTY = derived_id("county")
PROVINCE = derived_id("province")


MOST = 2**31 - 1
POINTS = st.integers(0, 6) | st.integers(-3, 400) | st.sampled_from([-MOST - 1, -70_000, 70_000, MOST])


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
    root = Place(
        COUNTY,
        f"/{PROVINCE}/{COUNTY}/",
        draw(st.integers(0, 9)),
        draw(st.none() | st.lists(POINTS, max_size=9).map(tuple)),
    )
    places, above = [root], [root]
    for depth, widest in enumerate((4, 5, 2)):
        below = []
        for parent in above:
            for number in range(draw(st.integers(0, widest))):
                own = derived_id(parent.id, depth, number)
                points = draw(st.none() | st.lists(POINTS, max_size=40).map(tuple))
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
    assert named(ranked.top) == [(p[3], p[0]) for p in best]
    assert list(map(Tally, *ranked.board)) == expected_board(places, ranked.organisation_id)


def named(top: Best) -> list[tuple[str, int]]:
    ids = [from_bytes(top.members[at : at + ID_SIZE]) for at in range(0, len(top.members), ID_SIZE)]
    return list(zip(ids, top.points, strict=True))


@settings(max_examples=80, deadline=None)
@given(counties())
def test_every_organisation_gets_what_the_oracle_says(places: list[Place]) -> None:
    ranked = {r.organisation_id: r for r in County.of(COUNTY, tree(places), boards(places)).ranked()}

    assert ranked.keys() == {COUNTY} | {p.path.strip("/").split("/")[-2] for p in places if p.id != COUNTY}
    for one in ranked.values():
        check(places, one)


@settings(max_examples=80, deadline=None)
@given(counties())
def test_every_member_gets_the_rank_that_counting_gives(places: list[Place]) -> None:
    boards_ = boards(places)
    county = County.of(COUNTY, tree(places), boards_)
    ranks, end = county.ranks(), 0

    for board in boards_:
        own = slice(end, end := end + len(board.members) // ID_SIZE)
        points = numbers(board.points)[OWN + 1 :].tolist()
        assert ranks.within[own].tolist() == [1 + sum(other > value for other in points) for value in points]
        for one in set(board.path.strip("/").split("/")) & ranks.above.keys():
            everyone = [value for value, *_ in everybody(places, one)]
            assert ranks.above[one][own].tolist() == [1 + sum(o > value for o in everyone) for value in points]
    assert ranks.above.keys() == {one.organisation_id for one in county.ranked()}
    assert len(ranks.within) == end


@settings(max_examples=30, deadline=None)
@given(counties())
def test_a_tree_that_is_not_known_yet_is_read_from_the_boards(places: list[Place]) -> None:
    known = [p for p in places if p.points is not None]

    ranked = County.of(COUNTY, {}, boards(places)).ranked()

    (county,) = [r for r in ranked if r.organisation_id == COUNTY]
    assert county.histogram.members == sum(len(p.points or ()) for p in known)


def test_of_many_with_the_same_points_the_first_in_order_are_kept() -> None:
    above = derived_id("township")
    places = [Place(derived_id(n), f"/{COUNTY}/{above}/{derived_id(n)}/", 0, (5,) * 40) for n in range(5)]

    (ranked,) = [one for one in County.of(COUNTY, {}, boards(places)).ranked() if one.organisation_id == above]

    first = min(p.id for p in places)
    assert named(ranked.top) == [(derived_id("member", first, number), 5) for number in range(top_kept(200))]


def test_more_branches_than_a_byte_counts_are_told_apart() -> None:
    own = [derived_id(number) for number in range(300)]
    places = [Place(one, f"/{COUNTY}/{one}/", 0, (number, 1_000 - number)) for number, one in enumerate(own)]
    county = County.of(COUNTY, {}, boards(places))

    (ranked,) = county.ranked()

    check(places, ranked)
    assert county.ranks().within.tolist() == [2, 1] * 300


def test_a_county_without_boards_ranks_nobody() -> None:
    county = County.of(COUNTY, {}, [])
    (ranked,) = county.ranked()

    nobody, nothing = Best(b"", array("i")), Below([], [], [], [])
    assert (ranked.organisation_id, ranked.members, ranked.top, ranked.board) == (COUNTY, 0, nobody, nothing)
    assert not county.ranks().within
    assert (ranked.histogram.rank(0), ranked.histogram.best) == (1, 0)


@pytest.mark.parametrize("wrong", [{"path": f"/{PROVINCE}/x/"}, {"members": b""}, {"points": b""}])
def test_a_board_that_cannot_be_counted_rightly_is_not_counted(wrong: dict[str, Any]) -> None:
    own = derived_id("branch")

    with pytest.raises(ValueError):
        County.of(COUNTY, {}, [branch(Place(own, f"/{COUNTY}/{own}/", 0, (5,)))._replace(**wrong)])


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
