"""Who may be granted what, and the switches that a committee may set for its subtree (`design.md` 5)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from functions.identity.errors import ExclusiveRole, OwnGrant, TooManyGrants
from kernel.authority import EXCLUSIVE, Role
from kernel.errors import AlreadyExists, Invalid
from kernel.membership import ROSTER_UNDONE

SUBJECT = r"[A-Za-z0-9._:|@-]{1,128}"  # what an OIDC provider calls a person; `#` would break a key
MOST_GRANTS = 50  # the places of an account's grants are read in one call of at most 100 keys

Held = tuple[str, str]

STILL_MEMBERS = frozenset({"MERGED", ROSTER_UNDONE})
"""Reasons for leaving a roll that say nothing of the person: another dossier holds them, or the roll was wrong."""


def ends_roles(reason: str) -> bool:
    """Whether who left so holds no role any more (`domain.md` 2.1: who left has no rights)."""
    return reason not in STILL_MEMBERS


def refuse_own(granter: str, grantee: str) -> None:
    """Raises `OwnGrant`: the three administrators check one another, so nobody touches their own roles."""
    if granter == grantee:
        raise OwnGrant


def refuse_grant(held: Sequence[Held], role: Role, organisation_id: str) -> None:
    """Raises what stands against a further role; `held` are pairs of role and organisation.

    `AlreadyExists` for the same pair, `ExclusiveRole` for one of the three administrators beside any other role,
    wherever it is held.
    """
    if (role, organisation_id) in held:
        raise AlreadyExists
    others = {name for name, _ in held} - {role}
    if others and (others | {role}) & set(EXCLUSIVE):
        raise ExclusiveRole
    if len(held) >= MOST_GRANTS:
        raise TooManyGrants


class Policy(StrEnum):
    """What presses on people, and is therefore off until a committee turns it on."""

    PUBLIC_RANKING = "public_ranking"
    LISTS = "lists"
    FORCED_CHECK_IN = "forced_check_in"
    POSITION = "position"
    QUIET_HOURS = "quiet_hours"
    MEMBER_CHANGES_BY_PROPOSAL = "member_changes_by_proposal"
    BURDEN_BUDGET = "burden_budget"


_ON_OFF = re.compile(r"on|off")
_BUDGET = re.compile(r"requests=[0-9]{1,3},forms=[0-9]{1,3},photos=[0-9]{1,3}")
_HOURS = re.compile(r"((?:[01][0-9]|2[0-3]):[0-5][0-9])-(?!\1)(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Switch:
    """The mild default, and the form of every value: `on` or `off`, hours in China as `22:00-07:00`,
    or how much a branch may be asked in a month as `requests=8,forms=2,photos=6`.
    """

    default: str
    form: re.Pattern[str] = _ON_OFF


SWITCHES = {
    Policy.PUBLIC_RANKING: Switch("off"),
    Policy.LISTS: Switch("off"),
    Policy.FORCED_CHECK_IN: Switch("off"),
    Policy.POSITION: Switch("off"),
    Policy.QUIET_HOURS: Switch("22:00-07:00", _HOURS),
    Policy.MEMBER_CHANGES_BY_PROPOSAL: Switch("off"),
    Policy.BURDEN_BUDGET: Switch("requests=8,forms=2,photos=6", _BUDGET),
}


def refuse_value(policy: Policy, value: str) -> None:
    """Raises `Invalid` for a value that is not of the switch's form."""
    if not SWITCHES[policy].form.fullmatch(value):
        raise Invalid(fields=[{"field": "value", "code": "not_of_this_policy"}])


@dataclass(frozen=True)
class Setting:
    """What one organisation set; `version` is that of its own setting."""

    organisation_id: str
    policy: str
    value: str
    version: int


def in_force(policy: Policy, path: Sequence[str], settings: Iterable[Setting]) -> Setting | None:
    """The setting of the nearest organisation on the path (root first) that set the policy; None: the default."""
    of_policy = {s.organisation_id: s for s in settings if s.policy == policy}
    return next((of_policy[place] for place in reversed(path) if place in of_policy), None)
