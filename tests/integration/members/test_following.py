"""Registrations and cases follow the dossier, however often and late they are told."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import on_dossiers
from functions.members.floating_tables import Floated, Floating
from functions.members.tracing_tables import LostCase, Traced
from kernel.events import EnrolledMember, Event, LeftMember, MembersChanged, MembersLeft, MembersMoved
from kernel.ids import new_id
from tests.builders import Tree, batch, envelope, recorded
from tests.integration.members.absent import Branch, ask, days_ago
from tests.integration.members.people import enrolled, on_record, outcomes, row
from tests.integration.members.test_corrections import ask as ask_rights
from tests.integration.members.test_corrections import wish
from tests.integration.members.test_tracing import ask as ask_tracing
from tests.integration.members.test_tracing import open_case
from tests.integration.members.watching import calls_to
from tests.trials import examples

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def branch(tree: Tree) -> Branch:
    made = Branch.of(tree)
    made.register()
    return made


def where(branch: Branch, at: Any = None) -> dict[str, Any]:
    place = at or branch.tree.branch
    return {"branch_id": place.id, "county_id": place.county_id, "path": place.path}


def changed(branch: Branch) -> Event:
    one = EnrolledMember(member_id=branch.away, category="FULL")
    return MembersChanged(**where(branch), members=(one, EnrolledMember(member_id=branch.third, category="FULL")))


def moved(branch: Branch) -> Event:
    one = EnrolledMember(member_id=branch.away, category="FULL")
    old = {"from_branch_id": branch.tree.branch.id, "from_county_id": branch.tree.county.id}
    return MembersMoved(**old, **where(branch, branch.tree.far_branch), members=(one,))


def left(branch: Branch) -> Event:
    return MembersLeft(**where(branch), members=(LeftMember(member_id=branch.away, reason="DECEASED"),))


def tell(event: Event) -> None:
    """Three times."""
    wrapped = envelope(event)
    for _ in range(3):
        assert on_dossiers.lambda_handler(batch(wrapped), None) == {"batchItemFailures": []}


def registered(branch: Branch) -> Floating | None:
    return Floating.find(f"MEMBER#{branch.away}", "FLOATING")


def past(branch: Branch) -> list[Floated]:
    return list(Floated.query(f"MEMBER#{branch.away}", Floated.sk.startswith("FLOATED#")))


def make(branch: Branch, **facts: Any) -> None:
    member = on_record(branch.away)
    for name, value in facts.items():
        setattr(member, name, value)
    member.version += 1
    member.save()


def move(branch: Branch) -> None:
    member = on_record(branch.away)
    member.settle(branch.tree.far_branch.id, branch.tree.far_branch.county_id)
    member.version += 1
    member.save()


def test_a_roster_that_has_the_member_back_ends_the_registration(branch: Branch) -> None:
    (outcome,) = outcomes(branch.tree, row(3), roster_id=new_id())

    tell(changed(branch))

    assert outcome.outcome == "update"
    assert registered(branch) is None
    (ended,) = past(branch)
    assert (ended.end_reason, ended.by) == ("DOSSIER", "system:members.on_dossiers")
    last = recorded(branch.tree.branch.id)[-1]
    assert (last["event"], last["data"]["reason"]) == ("FloatingEnded", "DOSSIER")


def test_another_host_on_the_dossier_is_the_host(branch: Branch) -> None:
    make(branch, floating_branch_id=None)

    tell(changed(branch))

    found = registered(branch)
    assert found is not None
    assert found.host_branch_id is None
    assert found.listed_place is None
    assert recorded(branch.tree.branch.id)[-1]["event"] == "FloatingRegistered"


def test_a_move_takes_registration_and_case_along(branch: Branch) -> None:
    open_case(branch)
    move(branch)

    tell(moved(branch))

    found, case = registered(branch), LostCase.demand(f"MEMBER#{branch.away}", "LOST")
    assert found is not None
    assert found.branch_id == case.branch_id == branch.tree.far_branch.id
    events = [entry["event"] for entry in recorded(branch.tree.far_branch.id)]
    assert events == ["FloatingRegistered", "LostContactOpened"]
    query = {"branchId": branch.tree.far_branch.id}
    assert len(ask_tracing("GET", "/v1/lost-contacts", "county", query=query)[1]["items"]) == 1


def test_a_move_takes_what_waits_for_an_answer_along(branch: Branch) -> None:
    waiting = wish(body={"facts": {"education": "11"}})[1]["id"]
    move(branch)

    tell(moved(branch))

    here, there = ({"branchId": place.id} for place in (branch.tree.branch, branch.tree.far_branch))
    listed = [ask_rights("GET", "/v1/corrections", "county", query=query)[1]["items"] for query in (here, there)]
    assert [[item["id"] for item in items] for items in listed] == [[], [waiting]]
    assert recorded(branch.tree.far_branch.id)[-1]["event"] == "CorrectionRequested"


def test_who_left_is_neither_away_nor_looked_for(branch: Branch) -> None:
    open_case(branch)
    make(branch, membership_state="LEFT", left_reason="DECEASED")

    tell(left(branch))

    assert registered(branch) is None
    assert LostCase.find(f"MEMBER#{branch.away}", "LOST") is None
    (closed,) = Traced.query(f"MEMBER#{branch.away}", Traced.sk.startswith("TRACED#"))
    assert (past(branch)[0].end_reason, closed.outcome) == ("LEFT", "DECEASED")


def test_who_was_lost_and_is_reinstated_is_no_case_any_more(branch: Branch) -> None:
    open_case(branch)
    suspended = LostCase.demand(f"MEMBER#{branch.away}", "LOST")
    suspended.state = "SUSPENDED"
    suspended.save()

    tell(changed(branch))

    assert LostCase.find(f"MEMBER#{branch.away}", "LOST") is None
    (closed,) = Traced.query(f"MEMBER#{branch.away}", Traced.sk.startswith("TRACED#"))
    assert closed.outcome == "REINSTATED"


def test_a_dossier_that_is_gone_ends_both(branch: Branch) -> None:
    open_case(branch)
    on_record(branch.away).delete()

    tell(left(branch))

    assert registered(branch) is None
    assert LostCase.find(f"MEMBER#{branch.away}", "LOST") is None


def test_an_old_fact_does_not_end_a_new_absence(branch: Branch) -> None:
    ask("POST", f"/v1/members/{branch.away}/floating/return", "secretary", {})
    late = changed(branch)
    branch.register(since=days_ago(5))

    tell(late)

    found = registered(branch)
    assert found is not None
    assert found.since == days_ago(5)


def test_nothing_to_follow_is_two_reads(branch: Branch) -> None:
    (member_id,) = enrolled(branch.tree, 9)
    one = EnrolledMember(member_id=member_id, category="FULL")
    event = MembersChanged(**where(branch), members=(one,))

    with calls_to("dynamodb") as calls:
        tell(event)

    assert calls == ["BatchGetItem"] * 6


ACTS = st.sampled_from(["register", "return", "roster", "home", "leave", "told"])


@given(acts=st.lists(ACTS, max_size=8))
@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_flag_and_registration_agree_once_everything_was_told(branch: Branch, acts: list[str]) -> None:
    for act in (*acts, "told"):
        match act:
            case "register":
                branch.register()
            case "return":
                ask("POST", f"/v1/members/{branch.away}/floating/return", "county", {})
            case "roster":
                make(branch, floating=not on_record(branch.away).floating, floating_branch_id=None)
            case "home":
                move(branch)
            case "leave":
                make(branch, membership_state="LEFT", left_reason="REMOVED")
            case "told":
                tell(changed(branch))

    found, member = registered(branch), on_record(branch.away)
    if found is not None:
        assert (member.floating, member.state) == (True, "ACTIVE")
        assert (found.branch_id, found.host_branch_id) == (member.branch_id, member.floating_branch_id)
    make(branch, membership_state=None, left_reason=None, branch_id=branch.tree.branch.id)
