"""Who may do what: rules as data (`kernel.actions`), deny by default, decided on the organisation's present path.

Answers (`design.md` 5): 404 outside of what the caller can see, with the body of a missing object; 403 if it can be
seen but is not granted. The submitter never approves. The three administrators (system, security, auditor) exclude one
another and every other role: no grant gives one of them a second role (`functions/identity`).
"""

import time
from dataclasses import dataclass, field

from kernel import directory
from kernel.actions import ACTIONS, EXCLUSIVE, GRANTABLE, Role, Rule, Scope
from kernel.directory import covers
from kernel.errors import Forbidden, NotFound, Unauthenticated

__all__ = [
    "ACTIONS",
    "EXCLUSIVE",
    "GRANTABLE",
    "PRINCIPALS",
    "Grant",
    "Principal",
    "Principals",
    "Role",
    "Rule",
    "Scope",
    "Target",
    "decide",
    "scope",
]

CACHE_SECONDS = 60


@dataclass(frozen=True)
class Grant:
    role: Role
    organisation_id: str


@dataclass(frozen=True)
class Principal:
    """The caller: the token's subject, what it is bound to, what it is granted.

    `branch_path` and `county_id` are of the home branch.
    """

    subject: str
    member_id: str | None = None
    branch_id: str | None = None
    branch_path: str | None = None
    grants: tuple[Grant, ...] = ()
    county_id: str | None = None


@dataclass(frozen=True)
class Target:
    """What is acted on: the present path of its organisation, and who owns, submitted or decides it."""

    path: str = ""
    member_id: str | None = None
    submitted_by: str | None = None
    stage_id: str | None = None


def decide(principal: Principal, action: str, target: Target) -> None:
    """Return if the action is allowed. Raises `Forbidden`, or `NotFound` where the caller may not even see."""
    rule = ACTIONS[action]
    if rule.not_by_submitter and target.submitted_by == principal.subject:
        raise Forbidden
    if any(_applies(principal, role, scope, target) for role, scope in rule.allow):
        return
    raise Forbidden if _sees(principal, target) else NotFound


def _applies(principal: Principal, role: Role, scope: Scope, target: Target) -> bool:
    match scope:
        case Scope.ANYWHERE:
            return True
        case Scope.SELF:
            return principal.member_id is not None and principal.member_id == target.member_id
        case Scope.OWN_BRANCH:
            return principal.branch_id is not None and covers(principal.branch_id, target.path)
        case Scope.ABOVE:
            return _above(principal, target.path)
        case Scope.EXACT:
            return target.stage_id is not None and Grant(role, target.stage_id) in principal.grants
    return any(g.role is role and covers(g.organisation_id, target.path) for g in principal.grants)


def _above(principal: Principal, path: str) -> bool:
    return bool(path) and principal.branch_path is not None and principal.branch_path.startswith(path)


def _sees(principal: Principal, target: Target) -> bool:
    """Whether the target lies in a subtree that any of the caller's roles covers, or in or above the home branch."""
    granted = any(covers(grant.organisation_id, target.path) for grant in principal.grants)
    home = principal.branch_id is not None and covers(principal.branch_id, target.path)
    own = principal.member_id is not None and principal.member_id == target.member_id
    return granted or home or own or _above(principal, target.path)


def scope(principal: Principal, action: str) -> list[str]:
    """The organisations whose subtrees the caller may list under this action."""
    roles = {role for role, where in ACTIONS[action].allow if where is Scope.SUBTREE}
    return [grant.organisation_id for grant in principal.grants if grant.role in roles]


@dataclass
class _Cached:
    principal: Principal
    until: float


@dataclass
class Principals:
    """Callers seen in the last minute: a revoked grant is gone after at most 60 seconds.

    By the wall clock: that of a process which Lambda froze for an hour must not have stood still.
    """

    cached: dict[str, _Cached] = field(default_factory=dict)

    def load(self, subject: str) -> Principal:
        """The caller behind a token's subject. Raises `Unauthenticated` without one."""
        if not subject:
            raise Unauthenticated
        now = time.time()
        known = self.cached.get(subject)
        if known and known.until > now:
            return known.principal
        self.cached = {other: kept for other, kept in self.cached.items() if kept.until > now}
        principal = _read(subject)
        self.cached[subject] = _Cached(principal, now + CACHE_SECONDS)
        return principal


PRINCIPALS = Principals()


def _read(subject: str) -> Principal:
    account = directory.account(subject)
    if account is None:
        return Principal(subject)
    grants = tuple(Grant(Role(g.role), g.organisation_id) for g in account.grants)
    if account.branch_id is None:
        return Principal(subject, account.member_id, grants=grants)
    home = directory.organisations([account.branch_id]).get(account.branch_id)
    if home is None:
        return Principal(subject, account.member_id, account.branch_id, grants=grants)
    return Principal(subject, account.member_id, account.branch_id, home.path, grants, home.county_id)
