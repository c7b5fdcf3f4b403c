"""Whether somebody stays away is noticed where they are, in whatever order it is told; what is closed is silent."""

import json
import random
from collections.abc import Iterable, Sequence
from copy import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.notices import on_members, on_organisations
from functions.notices.tables import Presence
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.events import (
    EnrolledMember,
    Envelope,
    LeftMember,
    MemberErased,
    MembersLeft,
    MembersMoved,
    OrganisationDissolved,
    OrganisationsMerged,
)
from tests.builders import envelope
from tests.conftest import Context
from tests.integration.notices import world
from tests.integration.notices.world import (
    COUNTY,
    TOWNSHIP,
    armed,
    attended,
    branch,
    clock,
    enrolled,
    founded,
    member,
    morning,
    path_of,
    run,
    sent,
    submitted,
)
from tests.template_reader import ROOT
from tests.trials import examples
from tests.trust import engine
from tests.trust.delivery import every_way, until_done

pytestmark = pytest.mark.usefixtures("account")
BEGIN, ONE = date(2026, 1, 5), timedelta(days=1)
A, B, C = branch(1), branch(2), branch(3)
MOVES = on_members.lambda_handler
HANDLERS = world.HANDLERS | dict.fromkeys(["MembersMoved", "MembersLeft", "MemberErased"], MOVES)
CLOSES = on_organisations.lambda_handler


def moved(before: str, after: str, *members: str) -> Envelope:
    event = MembersMoved(
        from_branch_id=before,
        from_county_id=COUNTY,
        branch_id=after,
        county_id=COUNTY,
        path=path_of(after),
        members=tuple(EnrolledMember(member_id=m, category="FULL") for m in members or (member(1),)),
    )
    return envelope(event)


def left(where: str, *members: str) -> Envelope:
    gone = tuple(LeftMember(member_id=m, reason="DECEASED") for m in members or (member(1),))
    return envelope(MembersLeft(branch_id=where, county_id=COUNTY, path=path_of(where), members=gone))


def on(day: date, event: Envelope) -> Envelope:
    return replace(event, at=morning(day))


def tell(*events: Envelope) -> None:
    """Each event happened on its own day, and is heard of on the last of these days."""
    with clock(max(business_day(event.at) for event in events)):
        for event in events:
            until_done(HANDLERS.get(event.event, CLOSES), event)


def watched(*branches: str) -> dict[str, dict[str, tuple[date, int]]]:
    """Who is watched where, since when, and what was told of."""
    found = {b: Presence.load(b, COUNTY, "").seen for b in branches or (A, B, C)}
    return {b: {m: (s.since, s.told) for m, s in seen.items()} for b, seen in found.items()}


def to_members() -> Iterable[tuple[str, str, str]]:
    return {
        (box.removeprefix("MEMBER#"), code, due) for box, code, due, _ in sent("ABSENT") if box.startswith("MEMBER#")
    }


def test_the_ladder_of_who_moves_goes_on_where_it_was() -> None:
    tell(on(BEGIN, enrolled(A, [member(1), member(2)])))
    tell(on(BEGIN + 60 * ONE, moved(A, B)))

    run(date(2026, 4, 10))

    assert watched() == {A: {member(2): (BEGIN, 3)}, B: {member(1): (BEGIN, 3)}, C: {}}
    secretaries = {box for box, *_ in sent("ABSENT") if "#secretary" in box}
    assert secretaries == {f"ORG#{A}#secretary", f"ORG#{B}#secretary"}


def test_an_attendance_confirmed_late_finds_the_member_where_they_are() -> None:
    held = BEGIN + 30 * ONE
    tell(on(BEGIN, enrolled(A, [member(1)])), on(BEGIN + 40 * ONE, moved(A, B)), on(BEGIN + 50 * ONE, moved(B, C)))

    tell(on(BEGIN + 60 * ONE, attended(A, [member(1)], held)))

    assert watched() == {A: {}, B: {}, C: {member(1): (held, 0)}}


def test_of_who_left_nothing_is_said_any_more() -> None:
    tell(
        on(BEGIN, enrolled(A, [member(1)])), on(BEGIN + ONE, left(A)), on(BEGIN + ONE, attended(A, [member(1)], BEGIN))
    )

    run(date(2026, 8, 1))

    assert (sent("ABSENT"), armed("ABSENT")) == (set(), set())


def test_who_comes_back_is_watched_again() -> None:
    tell(on(BEGIN, enrolled(A, [member(1)])), on(BEGIN + ONE, left(A)), on(BEGIN + 9 * ONE, enrolled(A, [member(1)])))

    assert watched(A) == {A: {member(1): (BEGIN + 9 * ONE, 0)}}


def test_an_erased_member_is_nowhere_whatever_comes_late() -> None:
    gone = envelope(MemberErased(member_id=member(1), branch_id=A, county_id=COUNTY))

    tell(on(BEGIN + 3 * ONE, gone), on(BEGIN, enrolled(A, [member(1)])), on(BEGIN, attended(A, [member(1)], BEGIN)))

    assert watched(A) == {A: {}}


def test_every_order_of_a_life_watches_the_member_where_and_since_when_it_is_right() -> None:
    life = [
        on(BEGIN, enrolled(A, [member(1)])),
        on(BEGIN + 10 * ONE, attended(A, [member(1)], BEGIN + 9 * ONE)),
        on(BEGIN + 20 * ONE, moved(A, B)),
        on(BEGIN + 30 * ONE, moved(B, A)),
        on(BEGIN + 40 * ONE, moved(A, C)),
    ]
    start = engine.snapshot()

    for order in list(permutations(life))[::4]:
        engine.restore(start)
        tell(*order, *order[::-1])
        assert watched() == {A: {}, B: {}, C: {member(1): (BEGIN + 9 * ONE, 0)}}


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([A, B, C, "left"]), max_size=5), st.integers(0, 999))
def test_any_life_in_any_order_ends_at_one_branch_or_none(pristine: Any, stations: Sequence[str], seed: int) -> None:
    engine.restore(pristine)
    at: str | None = None
    events = []
    for number, station in enumerate(stations):
        to = None if station == "left" else station
        if to != at:
            event = left(at) if at and to is None else moved(at, to) if at and to else enrolled(to or A, [member(1)])
            events.append(on(BEGIN + number * ONE, event))
        at = to
    pile = [*events] * 2
    random.Random(seed).shuffle(pile)  # noqa: S311 - a repeatable order

    if pile:
        tell(*pile)

    assert {b: list(seen) for b, seen in watched().items()} == {b: [member(1)] if b == at else [] for b in (A, B, C)}


@pytest.mark.no_cover
def test_no_fault_at_any_call_loses_or_doubles_anybody() -> None:
    tell(on(BEGIN, enrolled(A, [member(1), member(2)])))
    event = on(BEGIN + ONE, moved(A, B, member(1), member(2)))

    with clock(BEGIN + ONE):
        trials = every_way(MOVES, event, lambda: (watched(A, B), sorted(armed("ABSENT"))))

    assert [t for t in trials if t.seen != trials[0].seen] == []
    assert trials[0].seen[0] == {A: {}, B: {member(1): (BEGIN, 0), member(2): (BEGIN, 0)}}


def closing(where: str, into: str | None = None) -> Envelope:
    facts: dict[str, Any] = {"organisation_id": where, "county_id": COUNTY, "path": path_of(where)}
    facts["effective_on"] = BEGIN
    if into is None:
        return envelope(OrganisationDissolved(**facts))
    return envelope(OrganisationsMerged(**facts, into_id=into, into_path=path_of(into)))


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_closed_branch_has_no_deadline_whatever_comes_late(order: tuple[int, ...]) -> None:
    life = [
        on(BEGIN, founded([A])),
        on(BEGIN + 2 * ONE, submitted(A, BEGIN + ONE)),
        on(BEGIN + 3 * ONE, closing(A, into=B)),
    ]

    tell(*(life[number] for number in (*order, *order)))
    run(date(2026, 3, 1))

    assert (armed("ABSENT"), sent("ABSENT")) == (set(), set())


@pytest.mark.no_cover
def test_no_fault_at_any_call_leaves_a_deadline_of_a_closed_branch() -> None:
    tell(on(BEGIN, founded([A])), on(BEGIN, enrolled(A, [member(1)])))

    with clock(BEGIN + ONE):
        trials = every_way(CLOSES, on(BEGIN + ONE, closing(A)), lambda: sorted(armed("ABSENT")))

    assert {str(t.seen) for t in trials} == {"[]"}


def test_the_committee_above_is_the_one_above_now() -> None:
    tell(on(BEGIN, enrolled(A, [member(1)])))
    other = branch(50)
    Organisation(
        Organisation.partition(A),
        path=f"/{COUNTY}/{other}/{A}/",
        county_id=COUNTY,
        name="支部",
        kind="BRANCH",
        level="BRANCH",
        version=1,
    ).save()

    run(date(2026, 7, 10))

    above = {box for box, code, *_ in sent("ABSENT") if code == "ABSENT_6M" and "#reviewer" in box}
    assert above == {f"ORG#{other}#reviewer"}
    assert f"ORG#{TOWNSHIP}#reviewer" not in above


@pytest.mark.parametrize("name", ["moved", "left", "erased"])
def test_the_sample_events_of_members_are_known(name: str) -> None:
    sample = json.loads((ROOT / "events" / "notices" / f"on_members_{name}.json").read_text())

    assert MOVES(sample, Context()) == {"batchItemFailures": []}
