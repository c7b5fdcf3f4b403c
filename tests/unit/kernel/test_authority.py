"""Deny by default, on the present path, with one answer for what may not be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.authority import ACTIONS, CACHE_SECONDS, Grant, Principal, Role, Rule, Scope, Target, decide, scope
from kernel.directory import ROOT_PATH, ancestors, covers, path_below
from kernel.errors import Forbidden, NotFound

COUNTY, TOWNSHIP, BRANCH, SISTER = "01COUNTY", "01TOWN", "01BRANCH", "01SISTER"
PATH = f"/{COUNTY}/{TOWNSHIP}/{BRANCH}/"
SISTER_PATH = f"/{COUNTY}/{TOWNSHIP}/{SISTER}/"


def holder(role: Role, where: str) -> Principal:
    return Principal("someone", grants=(Grant(role, where),))


def member(of: str = BRANCH) -> Principal:
    return Principal("someone", "01MEMBER", of, f"/{COUNTY}/{TOWNSHIP}/{of}/")


def test_a_role_covers_the_organisation_and_all_below_it() -> None:
    for where in (BRANCH, TOWNSHIP, COUNTY):
        decide(holder(Role.SECRETARY, where), "activities.plan", Target(PATH))


def test_outside_of_the_subtree_the_answer_is_that_of_a_missing_object() -> None:
    with pytest.raises(NotFound):
        decide(holder(Role.SECRETARY, SISTER), "activities.plan", Target(PATH))


def test_what_is_visible_but_not_granted_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        decide(holder(Role.AUDITOR, COUNTY), "activities.plan", Target(PATH))


def test_without_any_grant_nothing_can_be_seen() -> None:
    with pytest.raises(NotFound):
        decide(Principal("stranger"), "activities.read", Target(PATH))


def test_a_member_reads_in_the_own_branch_and_not_in_the_next() -> None:
    decide(member(), "activities.read", Target(PATH))

    with pytest.raises(NotFound):
        decide(member(), "activities.read", Target(SISTER_PATH))


def test_a_member_sees_the_boards_above_the_own_branch_but_not_beside_it() -> None:
    for path in (PATH, f"/{COUNTY}/{TOWNSHIP}/", f"/{COUNTY}/"):
        decide(member(), "ranking.board", Target(path))

    with pytest.raises(NotFound):
        decide(member(), "ranking.board", Target(SISTER_PATH))


def test_own_means_own_member_id_and_nothing_else() -> None:
    decide(member(), "members.read", Target(PATH, member_id="01MEMBER"))

    with pytest.raises(Forbidden):
        decide(member(), "members.read", Target(PATH, member_id="01OTHER"))


def test_a_review_needs_the_grant_on_the_committee_of_the_stage_itself() -> None:
    decide(holder(Role.REVIEWER, TOWNSHIP), "activities.review", Target(PATH, stage_id=TOWNSHIP))

    with pytest.raises(Forbidden):
        decide(holder(Role.REVIEWER, COUNTY), "activities.review", Target(PATH, stage_id=TOWNSHIP))


def test_the_submitter_never_reviews() -> None:
    with pytest.raises(Forbidden):
        decide(
            holder(Role.REVIEWER, TOWNSHIP),
            "activities.review",
            Target(PATH, stage_id=TOWNSHIP, submitted_by="someone"),
        )


def test_a_list_is_scoped_to_the_granted_organisations() -> None:
    principal = Principal("someone", grants=(Grant(Role.SECRETARY, BRANCH), Grant(Role.SYSTEM, COUNTY)))

    assert scope(principal, "members.list") == [BRANCH]


def test_a_list_is_not_scoped_by_a_role_that_counts_elsewhere() -> None:
    assert scope(holder(Role.REVIEWER, TOWNSHIP), "activities.queue") == [TOWNSHIP]
    assert scope(holder(Role.REVIEWER, TOWNSHIP), "activities.review") == []


def test_a_grant_that_ended_counts_for_a_minute_at_most() -> None:
    assert CACHE_SECONDS == 60


def test_an_unbound_account_with_an_empty_path_gets_nothing() -> None:
    for action, rule in ACTIONS.items():
        if all(where is not Scope.ANYWHERE for _, where in rule.allow):
            with pytest.raises((NotFound, Forbidden)):
                decide(Principal("stranger"), action, Target(""))


def test_an_action_without_a_pair_is_closed_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIONS, "nothing", Rule(()))

    with pytest.raises(Forbidden):
        decide(holder(Role.COUNTY_ADMIN, COUNTY), "nothing", Target(PATH))


IDS = st.sampled_from(["a", "ab", "1", "10", "é", "..", "%2f"])


@given(st.lists(IDS, min_size=1, max_size=5, unique=True), st.lists(IDS, min_size=1, max_size=5, unique=True))
def test_covers_is_membership_in_the_tuple_of_ids(above: list[str], below: list[str]) -> None:
    path = ROOT_PATH
    for part in below:
        path = path_below(path, part)

    assert ancestors(path) == below
    assert covers(above[-1], path) == (above[-1] in below)
