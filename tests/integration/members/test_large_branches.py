"""A branch whose lines of the search are more than an item holds: several parts, found as if they were one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import search_tables
from functions.members.search_models import SetTags
from functions.members.search_rules import Line
from functions.members.search_tables import Searched, packed
from kernel.authority import Role
from kernel.events import LeftMember, MembersLeft
from kernel.ids import derived_id
from tests.builders import Tree, account
from tests.integration.members.people import enrolled, on_record
from tests.integration.members.test_duplicates import told
from tests.integration.members.test_searching import found, index, take_in
from tests.integration.members.watching import before_first_transaction, weight
from tests.trials import examples
from tests.trust import engine
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
LARGEST_ITEM = 400 * 1024


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("county", (Role.COUNTY_ADMIN, tree.county))
    return tree


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lines go into one part."""
    monkeypatch.setattr(search_tables, "LARGEST", 400)


def parts(tree: Tree) -> list[Searched]:
    return list(Searched.query(Searched.partition(tree.branch.id), consistent_read=True))


def line(number: int, *tags: str) -> Line:
    return Line(derived_id(number), "欧阳振华", "ou yang zhen hua", "1", "FULL", "21", "2005-07-01", "ACTIVE", "1980",
                False, list(tags))  # fmt: skip


def leave(tree: Tree, *members: str) -> None:
    for member_id in members:
        member = on_record(member_id)
        member.membership_state = "LEFT"
        member.save()
    gone = tuple(LeftMember(member_id=member_id, reason="DECEASED") for member_id in members)
    index(MembersLeft(branch_id=tree.branch.id, county_id=tree.county.id, path=tree.branch.path, members=gone))


def test_a_huge_and_heavily_tagged_roll_stays_below_what_an_item_may_have() -> None:
    full = SetTags(tags=[f"{'字' * 19}{n}" for n in range(10)]).tags
    texts = packed({derived_id(n): line(n, *full) for n in range(2000)})

    items = [Searched(Searched.partition("B" * 26), Searched.place(n), lines=t, parts=9) for n, t in enumerate(texts)]

    assert len(items) > 1
    assert max(weight(item.serialize()) for item in items) < LARGEST_ITEM
    assert [one.id for item in items for one in item.open()] == sorted(derived_id(n) for n in range(2000))


@given(st.lists(st.lists(st.text(max_size=20), max_size=10), max_size=30))
def test_packing_keeps_every_line_in_order(tags: list[list[str]]) -> None:
    lines = {derived_id(n): line(n, *some) for n, some in enumerate(tags)}

    texts = packed(lines)

    opened = [one for text in texts for one in Searched("SEARCH#X", lines=text).open()]
    assert opened == [lines[member_id] for member_id in sorted(lines)]


@pytest.mark.usefixtures("small_parts")
def test_a_branch_of_several_parts_is_found_as_one(county: Tree) -> None:
    ids = take_in(county, county.branch, *range(2, 14))
    beside = take_in(county, county.sister, 20)

    assert len(parts(county)) > 2
    assert all(len(part.lines.encode()) <= 402 for part in parts(county))
    for limit in ("1", "4", "100"):
        assert found(county.branch, limit=limit) == sorted(ids)
        assert sorted(found(county.township, limit=limit)) == sorted([*ids, *beside])


@pytest.mark.usefixtures("small_parts")
def test_parts_that_are_not_needed_any_more_go(county: Tree) -> None:
    ids = take_in(county, county.branch, *range(2, 14))

    leave(county, *ids[3:])

    assert [(part.sk, int(part.parts)) for part in parts(county)] == [("LINES", 1)]
    assert found(county.branch) == sorted(ids[:3])


@pytest.mark.usefixtures("small_parts")
def test_two_chunks_at_once_are_both_kept_in_several_parts(county: Tree) -> None:
    take_in(county, county.branch, *range(30, 38))
    first, second = enrolled(county, *range(2, 8)), enrolled(county, *range(10, 16))

    with before_first_transaction(lambda: index(told(county.branch, *second))):
        index(told(county.branch, *first))

    assert {*first, *second} < set(found(county.branch))
    assert len(found(county.branch)) == 20


def test_several_enrolments_are_found_after_one_transaction(county: Tree) -> None:
    first, second = enrolled(county, 2, 3), enrolled(county, 4, 5)
    beside = enrolled(county, 6, branch=county.sister)

    with sends() as calls:
        index(told(county.branch, *first), told(county.sister, *beside), told(county.branch, *second))

    assert calls.seen.count("TransactWriteItems") == 1
    assert found(county.branch) == sorted([*first, *second])
    assert found(county.sister) == beside


@pytest.mark.usefixtures("small_parts")
def test_several_enrolments_of_a_branch_of_several_parts_are_all_found(county: Tree) -> None:
    ids = take_in(county, county.branch, *range(2, 14))
    first, second = enrolled(county, 20, 21), enrolled(county, 22, 23)

    index(told(county.branch, *first), told(county.branch, *second))

    assert found(county.branch) == sorted([*ids, *first, *second])


@given(order=st.permutations(range(10)), leaving=st.sets(st.integers(0, 9)))
@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("small_parts")
def test_in_whatever_order_members_come_and_go_everybody_is_found_once(
    county: Tree, order: list[int], leaving: set[int]
) -> None:
    kept = engine.snapshot()
    ids = sorted(enrolled(county, *range(2, 12)))
    for number in order:
        index(told(county.branch, ids[number]))

    leave(county, *(ids[number] for number in leaving))

    assert found(county.branch) == [ids[number] for number in range(10) if number not in leaving]
    assert all(len(part.lines.encode()) <= 402 for part in parts(county))
    engine.restore(kept)
