"""Accounts follow their members, and roles end with membership and with their organisation, in whatever order it is
told."""

import json
import random
from collections.abc import Sequence
from copy import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.identity import on_account_bound, on_moves
from functions.identity.app import lambda_handler
from functions.identity.tables import Bearer, GrantRow
from kernel import directory
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import (
    AccountBound,
    EnrolledMember,
    Envelope,
    LeftMember,
    MemberErased,
    MembersLeft,
    MembersMoved,
    OrganisationDissolved,
    OrganisationsMerged,
)
from kernel.ids import derived_id
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
from tests.template_reader import ROOT
from tests.trials import examples
from tests.trust import engine
from tests.trust.delivery import every_way, thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
MEMBER, OTHER = derived_id("member", 1), derived_id("member", 2)
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HANDLERS = {"AccountBound": on_account_bound.lambda_handler}


def told(hour: int, event: Any) -> Envelope:
    """The event as it happened so many hours after the beginning."""
    return replace(envelope(event), at=BEGIN + timedelta(hours=hour))


def tell(*events: Envelope) -> None:
    for event in events:
        until_done(HANDLERS.get(event.event, on_moves.lambda_handler), event)


def bound(where: Organisation, member: str = MEMBER, subject: str = "someone") -> AccountBound:
    return AccountBound(subject=subject, member_id=member, branch_id=where.id, county_id=where.county_id)


def moved(before: Organisation, after: Organisation, *members: str) -> MembersMoved:
    return MembersMoved(
        from_branch_id=before.id,
        from_county_id=before.county_id,
        branch_id=after.id,
        county_id=after.county_id,
        path=after.path,
        members=tuple(EnrolledMember(member_id=m, category="FULL") for m in members or (MEMBER,)),
    )


def left(where: Organisation, reason: str = "DECEASED", *members: str) -> MembersLeft:
    gone = tuple(LeftMember(member_id=m, reason=reason) for m in members or (MEMBER,))
    return MembersLeft(branch_id=where.id, county_id=where.county_id, path=where.path, members=gone)


def erased(where: Organisation) -> MemberErased:
    return MemberErased(member_id=MEMBER, branch_id=where.id, county_id=where.county_id)


def standing(subject: str = "someone") -> tuple[Any, Any, list[tuple[str, str]]]:
    known = directory.account(subject)
    assert known is not None
    return known.member_id, known.branch_id, [(g.role, g.organisation_id) for g in known.grants]


def grant(role: Role, where: Organisation, subject: str = "someone") -> None:
    account("granter", (Role.SECURITY, where))
    body = {"subject": subject, "role": role.value, "organisationId": where.id}
    assert answer(lambda_handler(request("POST", "/v1/grants", subject="granter", body=body), Context()))[0] == 201


def test_the_account_of_a_moved_member_is_of_the_new_branch(tree: Tree) -> None:
    tell(told(1, bound(tree.branch)), told(2, moved(tree.branch, tree.sister)))

    assert standing() == (MEMBER, tree.sister.id, [])


def test_a_binding_that_arrives_after_the_move_that_followed_it_does_not_undo_it(tree: Tree) -> None:
    tell(told(2, moved(tree.branch, tree.sister)), told(1, bound(tree.branch)))

    assert standing() == (MEMBER, tree.sister.id, [])


def test_who_left_loses_member_branch_and_every_role_each_on_the_record_of_its_organisation(tree: Tree) -> None:
    tell(told(1, bound(tree.branch)))
    grant(Role.SECRETARY, tree.branch)
    grant(Role.REVIEWER, tree.township)

    tell(told(2, left(tree.branch)))

    assert standing() == (None, None, [])
    for where, role in ((tree.branch, "secretary"), (tree.township, "reviewer")):
        entry = recorded(where.id)[-1]
        assert (entry["event"], entry["actor"], entry["data"]) == (
            "RoleRevoked",
            "system:identity on moves",
            {"subject": "someone", "role": role, "organisationId": where.id},
        )
        assert list(GrantRow.query(GrantRow.partition(where.id))) == []


@pytest.mark.parametrize("reason", ["MERGED", "ROSTER_UNDONE"])
def test_who_is_only_off_the_roll_keeps_the_roles_and_binds_anew(tree: Tree, reason: str) -> None:
    tell(told(1, bound(tree.branch)))
    grant(Role.SECRETARY, tree.branch)

    tell(told(2, left(tree.branch, reason)))
    assert standing() == (None, None, [("secretary", tree.branch.id)])
    tell(told(3, bound(tree.sister, OTHER)))

    assert standing() == (OTHER, tree.sister.id, [("secretary", tree.branch.id)])


def test_an_account_that_is_somebody_else_by_now_is_left_alone(tree: Tree) -> None:
    tell(told(1, bound(tree.branch)), told(2, bound(tree.sister, OTHER)), told(3, left(tree.branch)))

    assert standing() == (OTHER, tree.sister.id, [])


def test_nothing_leads_back_to_an_erased_member_whatever_comes_late(tree: Tree) -> None:
    tell(told(2, erased(tree.branch)), told(1, bound(tree.branch)), told(5, moved(tree.branch, tree.sister)))

    row = Bearer.demand(Bearer.partition(MEMBER), "ACCOUNT")
    assert not (row.subject)
    assert not (row.branch_id)
    assert directory.account("someone") is None


@pytest.mark.parametrize("event", [OrganisationsMerged, OrganisationDissolved])
def test_roles_end_with_their_organisation_and_others_stay(tree: Tree, event: Any) -> None:
    grant(Role.SECRETARY, tree.branch)
    grant(Role.REVIEWER, tree.branch, "another")
    grant(Role.SECRETARY, tree.sister)
    facts: dict[str, Any] = {"organisation_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    if event is OrganisationsMerged:
        facts |= {"into_id": tree.sister.id, "into_path": tree.sister.path}

    thrice_shuffled(on_moves.lambda_handler, told(1, event(**facts, effective_on=BEGIN.date())))

    assert standing()[2] == [("secretary", tree.sister.id)]
    assert standing("another")[2] == []
    assert [e["event"] for e in recorded(tree.branch.id)] == ["RoleGranted"] * 2 + ["RoleRevoked"] * 2


def test_a_binding_to_another_dossier_stands_whatever_comes_late(tree: Tree) -> None:
    life = [told(1, bound(tree.branch)), told(2, left(tree.branch, "MERGED")), told(3, bound(tree.sister, OTHER))]
    start = engine.snapshot()

    for order in permutations(life):
        engine.restore(start)
        tell(*order)
        assert standing() == (OTHER, tree.sister.id, [])


def test_every_order_of_a_life_ends_at_the_same_account(tree: Tree) -> None:
    life = [
        told(1, bound(tree.branch)),
        told(2, moved(tree.branch, tree.sister)),
        told(3, moved(tree.sister, tree.branch)),
        told(4, moved(tree.branch, tree.far_branch)),
    ]
    start = engine.snapshot()

    for order in permutations(life):
        engine.restore(start)
        tell(*order, *order[::-1])
        assert standing() == (MEMBER, tree.far_branch.id, [])


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["move", "bind", "leave"]), min_size=1, max_size=5), seed=st.integers(0, 999))
def test_any_order_ends_where_the_facts_end(tree: Tree, pristine: Any, steps: Sequence[str], seed: int) -> None:
    engine.restore(pristine)
    at, events, facts = tree.branch, [told(0, bound(tree.branch))], True
    for hour, step in enumerate(steps, 1):  # who left comes back by a roster, and may be moved before binding anew
        to = tree.sister if at is tree.branch else tree.branch
        facts = (facts or step == "bind") and step != "leave"
        events.append(told(hour, {"move": moved(at, to), "bind": bound(at), "leave": left(at)}[step]))
        at = to if step == "move" else at
    pile = [*events] * 2
    random.Random(seed).shuffle(pile)  # noqa: S311 - a repeatable order

    tell(*pile)

    known = directory.account("someone")
    assert (known.branch_id if known else None) == (at.id if facts else None)


@pytest.mark.parametrize("what", [moved, left])
def test_whatever_goes_wrong_at_any_call_twenty_accounts_follow(tree: Tree, what: Any) -> None:
    members = [derived_id("member", n) for n in range(2)]
    tell(*(told(1, bound(tree.branch, m, f"person-{n}")) for n, m in enumerate(members)))
    grant(Role.SECRETARY, tree.branch, "person-0")
    event = moved(tree.branch, tree.sister, *members) if what is moved else left(tree.branch, "DECEASED", *members)

    def seen() -> Any:
        return [standing(f"person-{n}") for n in range(2)], len(recorded(tree.branch.id))

    trials = every_way(on_moves.lambda_handler, told(2, event), seen)

    assert [t for t in trials if t.seen != trials[0].seen] == []
    assert trials[0].seen[0][1][:2] == ((members[1], tree.sister.id) if what is moved else (None, None))


@pytest.mark.parametrize("name", ["on_moves", "on_moves_left", "on_moves_erased", "on_moves_closed"])
def test_the_sample_events_are_known(name: str) -> None:
    sample = json.loads((ROOT / "events" / "identity" / f"{name}.json").read_text())

    assert on_moves.lambda_handler(sample, Context()) == {"batchItemFailures": []}


def test_a_move_is_three_calls_for_twenty(tree: Tree) -> None:
    members = [derived_id("member", n) for n in range(20)]
    tell(*(told(1, bound(tree.branch, m, f"person-{n}")) for n, m in enumerate(members)))

    from tests.trust.faults import sends

    with sends() as calls:
        tell(told(2, moved(tree.branch, tree.sister, *members)))

    assert calls.seen == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]
