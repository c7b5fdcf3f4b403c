"""What stands against a grant, what a switch may say, and whose word counts."""

import pytest

from functions.identity import rules
from functions.identity.errors import ExclusiveRole, OwnGrant, TooManyGrants
from functions.identity.rules import MOST_GRANTS, SWITCHES, Policy, Setting
from kernel.authority import EXCLUSIVE, GRANTABLE, Role
from kernel.errors import AlreadyExists, Invalid


def test_nobody_touches_their_own_roles() -> None:
    with pytest.raises(OwnGrant):
        rules.refuse_own("someone", "someone")

    rules.refuse_own("someone", "other")


@pytest.mark.parametrize("role", GRANTABLE)
@pytest.mark.parametrize("held", GRANTABLE)
def test_who_is_system_security_or_auditor_holds_no_other_role(role: Role, held: Role) -> None:
    if role != held and {role, held} & set(EXCLUSIVE):
        with pytest.raises(ExclusiveRole):
            rules.refuse_grant([(held, "elsewhere")], role, "here")
    else:
        rules.refuse_grant([(held, "elsewhere")], role, "here")


def test_the_same_role_is_not_granted_twice_on_one_organisation() -> None:
    with pytest.raises(AlreadyExists):
        rules.refuse_grant([(Role.REVIEWER, "here")], Role.REVIEWER, "here")


def test_an_account_holds_no_more_roles_than_one_read_finds_the_places_of() -> None:
    held = [(Role.SECRETARY, str(number)) for number in range(MOST_GRANTS)]

    rules.refuse_grant(held[1:], Role.SECRETARY, "here")
    with pytest.raises(TooManyGrants):
        rules.refuse_grant(held, Role.SECRETARY, "here")


def test_every_policy_has_a_switch_whose_mild_default_is_of_its_own_form() -> None:
    assert {policy: SWITCHES[policy].default for policy in Policy} == {
        Policy.PUBLIC_RANKING: "off",
        Policy.LISTS: "off",
        Policy.FORCED_CHECK_IN: "off",
        Policy.POSITION: "off",
        Policy.QUIET_HOURS: "22:00-07:00",
        Policy.MEMBER_CHANGES_BY_PROPOSAL: "off",
        Policy.BURDEN_BUDGET: "requests=8,forms=2,photos=6",
    }
    for policy, switch in SWITCHES.items():
        rules.refuse_value(policy, switch.default)


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        (Policy.LISTS, "ON"),
        (Policy.LISTS, "22:00-07:00"),
        (Policy.LISTS, "on\n"),
        (Policy.QUIET_HOURS, "on"),
        (Policy.QUIET_HOURS, "24:00-07:00"),
        (Policy.QUIET_HOURS, "22:60-07:00"),
        (Policy.QUIET_HOURS, "7:00-22:00"),
        (Policy.QUIET_HOURS, "22:00-22:00"),
        (Policy.QUIET_HOURS, ""),
        (Policy.BURDEN_BUDGET, "8,2,6"),
        (Policy.BURDEN_BUDGET, "requests=-1,forms=2,photos=6"),
        (Policy.BURDEN_BUDGET, "requests=8,forms=2,photos=٦"),
    ],
)
def test_a_value_of_another_form_is_refused(policy: Policy, value: str) -> None:
    with pytest.raises(Invalid):
        rules.refuse_value(policy, value)


def test_the_nearest_organisation_that_set_a_switch_decides() -> None:
    county, township = Setting("county", "lists", "on", 1), Setting("township", "lists", "off", 4)
    other = Setting("branch", "position", "on", 1)
    path = ["county", "township", "branch"]

    assert rules.in_force(Policy.LISTS, path, [county, township, other]) is township
    assert rules.in_force(Policy.LISTS, path[:1], [county]) is county
    assert rules.in_force(Policy.QUIET_HOURS, path, [county, township, other]) is None
