"""Who may do what: rules as data, deny by default, decided on the present path of the organisation.

Answers (`design.md` 5): 404 outside of what the caller can see, with the body of a missing object; 403 if it can be
seen but is not granted. The submitter never approves. The three administrators (system, security, auditor) exclude one
another and every other role: no grant gives one of them a second role (`functions/identity`).
"""

import time
from dataclasses import dataclass, field
from enum import StrEnum

from kernel import directory
from kernel.directory import covers
from kernel.errors import Forbidden, NotFound, Unauthenticated

CACHE_SECONDS = 60


class Role(StrEnum):
    """Roles on an organisation; each covers the organisation's subtree."""

    MEMBER = "member"  # every bound account, in its own branch; never granted
    SECRETARY = "secretary"
    REVIEWER = "reviewer"
    COUNTY_ADMIN = "county_admin"
    SYSTEM = "system"
    SECURITY = "security"
    AUDITOR = "auditor"


EXCLUSIVE = (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)
GRANTABLE = tuple(role for role in Role if role is not Role.MEMBER)


class Scope(StrEnum):
    """Where a role counts, seen from the target."""

    SUBTREE = "subtree"  # the grant's organisation is the target's or above it
    EXACT = "exact"  # the grant's organisation is the one that the target names in `stage_id`
    OWN_BRANCH = "own_branch"  # the caller's home branch is the target's organisation or above it
    ABOVE = "above"  # the target is the caller's home branch or above it
    SELF = "self"  # the target is the caller's own
    ANYWHERE = "anywhere"  # any signed-in account


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

    def holds(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)


@dataclass(frozen=True)
class Target:
    """What is acted on: the present path of its organisation, and who owns, submitted or decides it."""

    path: str = ""
    member_id: str | None = None
    submitted_by: str | None = None
    stage_id: str | None = None


@dataclass(frozen=True)
class Rule:
    """The pairs of role and scope that allow, and whether the submitter is forbidden. No pair, no access."""

    allow: tuple[tuple[Role, Scope], ...]
    not_by_submitter: bool = False


def _committee(*roles: Role) -> tuple[tuple[Role, Scope], ...]:
    return tuple((role, Scope.SUBTREE) for role in roles)


_READERS = _committee(Role.SECRETARY, Role.REVIEWER, Role.COUNTY_ADMIN, Role.AUDITOR)
_SELF = (Role.MEMBER, Scope.SELF)
_OWN_BRANCH = (Role.MEMBER, Scope.OWN_BRANCH)
_ABOVE = (Role.MEMBER, Scope.ABOVE)

ACTIONS: dict[str, Rule] = {
    "identity.me": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "identity.grant": Rule(_committee(Role.SECURITY)),
    "identity.grants.read": Rule(_committee(Role.SECURITY, Role.AUDITOR)),
    "identity.policy.set": Rule(_committee(Role.COUNTY_ADMIN)),
    "identity.policy.read": Rule((*_READERS, _ABOVE)),
    "organisations.found": Rule(_committee(Role.SYSTEM, Role.COUNTY_ADMIN)),
    "organisations.change": Rule(_committee(Role.SYSTEM, Role.COUNTY_ADMIN)),
    "organisations.read": Rule((*_READERS, *_committee(Role.SYSTEM, Role.SECURITY), _OWN_BRANCH, _ABOVE)),
    "organisations.list": Rule((*_READERS, *_committee(Role.SYSTEM, Role.SECURITY))),
    "organisations.history": Rule(_READERS),
    "organisations.move": Rule(_committee(Role.COUNTY_ADMIN)),
    "organisations.merge": Rule(_committee(Role.COUNTY_ADMIN)),
    "organisations.dissolve": Rule(_committee(Role.COUNTY_ADMIN)),
    "organisations.leadership.read": Rule((*_READERS, _OWN_BRANCH, _ABOVE)),
    "organisations.elect": Rule(_committee(Role.SECRETARY, Role.COUNTY_ADMIN)),
    "organisations.appoint": Rule(_committee(Role.COUNTY_ADMIN)),
    "organisations.place": Rule(_committee(Role.SECRETARY, Role.COUNTY_ADMIN)),
    "organisations.centres": Rule(_committee(Role.SECRETARY, Role.COUNTY_ADMIN)),
    "organisations.map": Rule((*_READERS, _OWN_BRANCH)),
    "organisations.coverage": Rule(_READERS),
    "members.list": Rule(_READERS),
    "members.read": Rule((*_READERS, _SELF)),
    "members.correct": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.correct.identity": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.decide": Rule(_committee(Role.REVIEWER, Role.COUNTY_ADMIN), not_by_submitter=True),  # above the branch
    "members.proposals.read": Rule(_READERS),
    "members.standing": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.move": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.attach": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.vouch": Rule(_committee(Role.COUNTY_ADMIN, Role.REVIEWER, Role.SECRETARY)),
    "members.reveal": Rule((*_committee(Role.COUNTY_ADMIN, Role.SECRETARY), _SELF)),
    "members.verify": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.search": Rule(_READERS),
    "members.tag": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.segment": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.lookup": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.duplicates.read": Rule(_committee(Role.COUNTY_ADMIN, Role.AUDITOR)),
    "members.duplicates.decide": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.merge": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.bind": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "members.export": Rule((_SELF,)),
    "members.corrections.ask": Rule((_SELF,)),
    "members.corrections.answer": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY), not_by_submitter=True),
    "members.corrections.list": Rule(_READERS),
    "members.erase": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.erase.confirm": Rule(_committee(Role.COUNTY_ADMIN), not_by_submitter=True),
    "members.floating.register": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.floating.read": Rule((*_READERS, _SELF)),
    "members.floating.list": Rule(_READERS),
    "members.floating.contact": Rule((_SELF,)),  # the target is the contact person
    "members.floating.report": Rule((_SELF,)),
    "members.certificate.issue": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.certificate.keep": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.certificate.list": Rule(_READERS),
    "members.lost.seek": Rule((*_committee(Role.COUNTY_ADMIN, Role.SECRETARY), _SELF)),  # the target is the owner
    "members.lost.keep": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "members.lost.suspend": Rule(_committee(Role.COUNTY_ADMIN)),
    "members.lost.read": Rule(_READERS),
    "rosters.upload": Rule(_committee(Role.COUNTY_ADMIN)),
    "rosters.read": Rule(_committee(Role.COUNTY_ADMIN, Role.AUDITOR)),
    "rosters.apply": Rule(_committee(Role.COUNTY_ADMIN)),
    "rosters.map": Rule(_committee(Role.COUNTY_ADMIN)),
    "activities.plan": Rule(_committee(Role.SECRETARY)),
    "activities.read": Rule((*_READERS, _OWN_BRANCH)),
    "activities.attendance": Rule(_READERS),
    "activities.sign_in": Rule((_OWN_BRANCH,)),
    "activities.host": Rule(_committee(Role.SECRETARY)),
    "activities.submit": Rule(_committee(Role.SECRETARY)),
    "activities.review": Rule(((Role.REVIEWER, Scope.EXACT),), not_by_submitter=True),
    "activities.queue": Rule(_committee(Role.REVIEWER)),
    "points.statement": Rule((*_committee(Role.SECRETARY, Role.AUDITOR), _SELF)),
    "points.board": Rule((*_READERS, _OWN_BRANCH)),
    "points.rules.read": Rule((*_READERS, _ABOVE)),
    "points.rules.publish": Rule(_committee(Role.COUNTY_ADMIN)),
    "ranking.standing": Rule((_SELF,)),
    "ranking.board": Rule((*_READERS, _ABOVE)),
    "ranking.run": Rule(_committee(Role.COUNTY_ADMIN)),
    "notices.inbox": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "notices.run": Rule(_committee(Role.COUNTY_ADMIN)),
    "journal.read": Rule(_committee(Role.AUDITOR, Role.COUNTY_ADMIN, Role.SECRETARY)),
    "journal.unplaced": Rule(_committee(Role.AUDITOR, Role.SECURITY)),
    "journal.key": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "journal.receipt": Rule((*_committee(Role.AUDITOR, Role.COUNTY_ADMIN, Role.SECRETARY), _OWN_BRANCH)),
}


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
