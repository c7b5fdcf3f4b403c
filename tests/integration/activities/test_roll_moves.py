"""Whatever the order in which moves, departures and corrections are told, each member is on one roll or on none."""

import random
from collections.abc import Sequence
from copy import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.activities import on_members
from functions.activities.roll.tables import Roll
from kernel.directory import Organisation
from kernel.events import (
    EnrolledMember,
    Envelope,
    Event,
    LeftMember,
    MemberErased,
    MembersChanged,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
)
from kernel.ids import derived_id
from tests.builders import Tree, envelope
from tests.trials import examples
from tests.trust import engine
from tests.trust.delivery import every_way, until_done

pytestmark = pytest.mark.usefixtures("account")
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
MEMBER = derived_id("member", 1)
handler = on_members.lambda_handler


@pytest.fixture
def tree() -> Tree:
    return Tree()


def told(hour: int, event: Event) -> Envelope:
    return replace(envelope(event), at=BEGIN + timedelta(hours=hour))


def place(where: Organisation) -> dict[str, Any]:
    return {"branch_id": where.id, "county_id": where.county_id, "path": where.path}


def people(*members: str, category: str = "FULL") -> dict[str, Any]:
    return {"members": tuple(EnrolledMember(member_id=m, category=category) for m in members or (MEMBER,))}


def enrolled(where: Organisation, *members: str) -> MembersEnrolled:
    return MembersEnrolled(**place(where), **people(*members))


def changed(where: Organisation, category: str) -> MembersChanged:
    return MembersChanged(**place(where), **people(category=category))


def moved(before: Organisation, after: Organisation, *members: str) -> MembersMoved:
    source: dict[str, Any] = {"from_branch_id": before.id, "from_county_id": before.county_id}
    return MembersMoved(**source, **place(after), **people(*members))


def left(where: Organisation) -> MembersLeft:
    return MembersLeft(**place(where), members=(LeftMember(member_id=MEMBER, reason="DECEASED"),))


def erased(where: Organisation) -> MemberErased:
    return MemberErased(member_id=MEMBER, branch_id=where.id, county_id=where.county_id)


def roll(where: Organisation) -> dict[str, list[Any]]:
    return Roll.load(where.id).members


def waiting(where: Organisation) -> tuple[dict[str, int], dict[str, Any]]:
    kept = Roll.load(where.id)
    return kept.odd, kept.early


def test_a_moved_member_is_on_the_new_roll_alone(tree: Tree) -> None:
    until_done(handler, told(1, enrolled(tree.branch)), told(2, moved(tree.branch, tree.sister)))

    assert (roll(tree.branch), roll(tree.sister)) == ({}, {MEMBER: ["FULL", False]})


def test_an_enrolment_that_the_move_overtook_does_not_bring_the_member_back(tree: Tree) -> None:
    until_done(handler, told(2, moved(tree.branch, tree.sister)))
    assert waiting(tree.branch) == ({MEMBER: -1}, {})

    until_done(handler, told(1, enrolled(tree.branch)))

    assert (roll(tree.branch), roll(tree.sister)) == ({}, {MEMBER: ["FULL", False]})
    assert waiting(tree.branch) == ({}, {})


def test_every_order_of_there_and_back_and_away_ends_on_the_same_roll(tree: Tree) -> None:
    life = [
        told(1, enrolled(tree.branch)),
        told(2, moved(tree.branch, tree.sister)),
        told(3, moved(tree.sister, tree.branch)),
        told(4, moved(tree.branch, tree.far_branch)),
    ]
    start = engine.snapshot()

    for order in permutations(life):
        engine.restore(start)
        until_done(handler, *order, *order[::-1])
        assert [roll(w) for w in (tree.branch, tree.sister, tree.far_branch)] == [{}, {}, {MEMBER: ["FULL", False]}]


def test_a_correction_that_is_late_does_not_undo_a_later_one_nor_a_move(tree: Tree) -> None:
    until_done(handler, told(1, enrolled(tree.branch)), told(4, changed(tree.branch, "FULL")))
    until_done(handler, told(3, changed(tree.branch, "PROBATIONARY")))

    assert roll(tree.branch) == {MEMBER: ["FULL", False]}


def test_a_correction_of_the_same_instant_goes_by_its_number(tree: Tree) -> None:
    later = replace(told(2, changed(tree.branch, "FULL")), seq=8)
    earlier = replace(told(2, changed(tree.branch, "PROBATIONARY")), seq=7)

    until_done(handler, told(1, enrolled(tree.branch)), later, earlier)

    assert roll(tree.branch) == {MEMBER: ["FULL", False]}


def test_a_correction_that_overtakes_the_enrolment_waits_for_it(tree: Tree) -> None:
    until_done(handler, told(2, changed(tree.branch, "PROBATIONARY")))
    assert roll(tree.branch) == {}

    until_done(handler, told(1, enrolled(tree.branch)))

    assert roll(tree.branch) == {MEMBER: ["PROBATIONARY", False]}


def test_an_erased_member_is_on_no_roll_whatever_comes_late(tree: Tree) -> None:
    life = [told(1, enrolled(tree.branch)), told(2, changed(tree.branch, "FULL")), told(3, left(tree.branch))]

    until_done(handler, told(4, erased(tree.branch)), *life)

    assert roll(tree.branch) == {}
    assert waiting(tree.branch)[1] == {}


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["branch", "sister", "far_branch", "away"]), max_size=6), st.integers(0, 999))
def test_any_life_in_any_order_ends_where_the_member_is(
    tree: Tree, pristine: Any, stations: Sequence[str], seed: int
) -> None:
    engine.restore(pristine)
    at: Organisation | None = None
    events: list[Envelope] = []
    for hour, station in enumerate(stations):
        to = None if station == "away" else getattr(tree, station)
        if to is not at:
            told_of = left(at) if at and to is None else moved(at, to) if at and to else enrolled(to or tree.branch)
            events.append(told(hour, told_of))
        at = to
    pile = [*events] * 3
    random.Random(seed).shuffle(pile)  # noqa: S311 - a repeatable order

    until_done(handler, *pile)

    everywhere = {w.id: list(roll(w)) for w in (tree.branch, tree.sister, tree.far_branch)}
    assert everywhere == {i: [MEMBER] if at and i == at.id else [] for i in everywhere}
    assert all(waiting(w) == ({}, {}) for w in (tree.branch, tree.sister, tree.far_branch))


def test_whatever_goes_wrong_at_any_call_both_rolls_are_right(tree: Tree) -> None:
    members = [derived_id("member", n) for n in range(20)]
    until_done(handler, told(1, enrolled(tree.branch, *members)))

    event = told(2, moved(tree.branch, tree.sister, *members[:5]))
    trials = every_way(handler, event, lambda: (sorted(roll(tree.branch)), sorted(roll(tree.sister))))

    assert [t for t in trials if t.seen != (sorted(members[5:]), sorted(members[:5]))] == []
    assert {t.operation for t in trials} == {"GetItem", "TransactWriteItems"}
