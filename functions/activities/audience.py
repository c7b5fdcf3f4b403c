"""Whom an activity is for: its branch, a group or chosen members of it, or several branches below a committee. Pure.

Whom a plan expects is a matter of the moment: those on the roll now. A group's or chosen members are kept as they were
named; who has left the branch since is not expected any more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from functions.activities.activity_types import TYPES, Calls
from kernel.authority import Principal, Target
from kernel.directory import path_below

MOST_BRANCHES = 40
MOST_MEMBERS = 90

OPEN_TO_THE_INVITED = frozenset({"activities.read", "activities.sign_in", "activities.reply"})
"""What those may do who belong to an invited branch, though the activity is a committee's."""


class Kind(StrEnum):
    BRANCH = "BRANCH"
    GROUP = "GROUP"
    MEMBERS = "MEMBERS"
    BRANCHES = "BRANCHES"


class Planned(Protocol):
    """What is asked of an activity: who holds it, its type, and the audience as it is stored (none: its branch)."""

    branch_id: Any
    type: Any
    audience: Any


@dataclass(frozen=True)
class Audience:
    """`organisation_id` holds the activity. `branches`: whose members may be expected. `members`: none others are."""

    kind: Kind
    organisation_id: str
    branches: tuple[str, ...]
    members: frozenset[str] | None = None
    group_id: str | None = None

    def expects(self, member_id: str | None, branch_id: str | None) -> bool:
        """Whether it is for this member, who belongs to this branch now."""
        invited = member_id is not None and branch_id in self.branches
        return invited and (self.members is None or member_id in self.members)

    def of(self, roll: Collection[str], kind: str) -> set[str]:
        """Who should come, of those on the roll of its branches. Where the type calls no whole branch and the plan
        names nobody, whoever is called at the roll call."""
        if self.members is not None:
            return set(roll) & self.members
        whole = self.kind is Kind.BRANCHES or TYPES[kind].calls is Calls.BRANCH
        return set(roll) if whole else set()

    def stored(self) -> dict[str, Any] | None:
        """As it lies in the activity; nothing for the usual one."""
        if self.kind is Kind.BRANCH:
            return None
        if self.kind is Kind.BRANCHES:
            return {"kind": self.kind.value, "branches": list(self.branches)}
        named = {"kind": self.kind.value, "members": sorted(self.members or ())}
        return named | ({"group": self.group_id} if self.group_id else {})


def of(activity: Planned) -> Audience:
    stored: Mapping[str, Any] = activity.audience or {"kind": Kind.BRANCH}
    kind, branch_id = Kind(stored["kind"]), str(activity.branch_id)
    branches = tuple(stored.get("branches", (branch_id,)))
    members = frozenset(stored["members"]) if "members" in stored else None
    return Audience(kind, branch_id, branches, members, stored.get("group"))


def expects(activity: Planned, member_id: str | None, branch_id: str | None) -> bool:
    """Whether the activity is for this member of this branch."""
    return of(activity).expects(member_id, branch_id)


def target(activity: Planned, path: str, caller: Principal, action: str) -> Target:
    """Where an act on the activity is decided: on the path of whoever holds it; for what the invited may do, at the
    caller's home branch below it, or else at an invited branch where the caller holds a role."""
    invited = set(of(activity).branches) - {activity.branch_id}
    mine = invited & {caller.branch_id, *(grant.organisation_id for grant in caller.grants)}
    if action not in OPEN_TO_THE_INVITED or not mine:
        return Target(path=path)
    return Target(path=path_below(path, caller.branch_id if caller.branch_id in mine else min(mine)))
