"""A move under way: what is read of a stored organisation is what will be stored once it is rewritten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.organisations import rules, versions
from functions.organisations.tables import Was
from kernel import directory, moves
from kernel.directory import Organisation
from kernel.moves import COPIES, Move, Moves
from kernel.subtrees import Source
from kernel.transaction import Writes

IDS = st.sampled_from("ABCDEFGH")
PATHS = st.lists(IDS, min_size=1, max_size=5, unique=True).map(lambda ids: f"/{'/'.join(ids)}/")


def a_move(**facts: str) -> Move:
    told = {"organisation_id": "X", "old_path": "/A/X/", "new_path": "/B/X/", "county_id": "C"}
    return Move(**told | {"effective_on": "2026-05-01", "moved_at": "2026-05-02T00:00:00Z", "moved_by": "who"} | facts)


def stored(path: str, since: str | None = None) -> Organisation:
    return Organisation(
        "ORG#1", path=path, county_id="C", name="n", kind="BRANCH", level="BRANCH", since=since, version=3
    )


@given(PATHS)
def test_what_lies_in_the_subtree_is_carried_and_nothing_else(path: str) -> None:
    read = stored(path).carry([a_move()])

    inside = path.startswith("/A/X/")
    assert (read.carried is not None) == inside
    assert read.path == (path.replace("/A/X/", "/B/X/", 1) if inside else path)


@pytest.mark.parametrize(("since", "wanted"), [(None, "2026-05-01"), ("2026-04-01", "2026-05-01"), ("2026-06-01",) * 2])
def test_a_carried_organisation_stands_there_since_the_day_of_the_move(since: str | None, wanted: str) -> None:
    read = stored("/A/X/Y/", since).carry([a_move()])

    assert (read.since, read.placed_on, read.changed_how, read.changed_by) == (wanted, "2026-05-01", "carried", "who")


def test_who_writes_it_keeps_where_it_stood() -> None:
    read, writes = stored("/A/X/Y/", "2026-04-01").carry([a_move()]), Writes()

    versions.put_changed(writes, [read])

    was, now = (Was.from_raw_data(o.body["Item"]) for o in writes.rows)
    assert (was.sk, was.path, was.county_id) == ("WAS#0000000003#0", "/A/X/Y/", "WAS#C")
    assert (was.since, was.until, was.was_version) == ("2026-04-01", "2026-05-01", 3)
    assert (now.sk, now.path, now.county_id, int(now.version)) == ("NOW", "/B/X/Y/", "C", 4)
    assert read.carried is None


@pytest.mark.parametrize(
    ("path", "touched"),
    [("/A/", True), ("/B/", True), ("/A/X/", True), ("/B/X/Y/", True), ("/A/Z/", False), ("/C/", False), ("/", True)],
)
def test_what_lies_above_or_below_either_place_overlaps(path: str, touched: bool) -> None:
    assert a_move().touches(path) == touched


def test_every_copy_of_the_list_says_the_same() -> None:
    copies = Moves.copies([a_move()], version=4)

    assert len({copy.pk for copy in copies}) == COPIES
    assert {(copy.open(), int(copy.version)) for copy in copies} == {((a_move(),), 4)}
    assert moves.of("/A/X/Y/", copies[0].open()) == a_move()
    assert moves.of("/B/X/Y/", copies[0].open()) is None


@given(PATHS, PATHS)
def test_the_common_path_is_the_longest_that_leads_to_both(one: str, other: str) -> None:
    common = rules.common_path(one, other)

    assert one.startswith(common)
    assert other.startswith(common)
    longer = [p for p in (one, other) if p != common and one.startswith(p) and other.startswith(p)]
    assert longer == []
    assert common == rules.common_path(other, one)


@given(PATHS)
def test_the_path_above_lacks_the_organisation_alone(path: str) -> None:
    own = directory.ancestors(path)[-1]

    assert directory.path_below(rules.path_above(path), own) == path


@pytest.mark.parametrize(
    ("after", "start"),
    [("/B/", "/A/X/"), ("/B/X/", "/A/X/"), ("/B/X/Y/", "/A/X/Y/"), ("/B/Y/", None), ("/C/", None)],
)
def test_a_list_goes_on_in_the_old_place_where_it_ended_in_the_new_one(after: str, start: str | None) -> None:
    assert Source("A", "/A/X/", "/B/X/").start(after) == start
