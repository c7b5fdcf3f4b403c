"""Every action, and who may do it where: the whole table. No pair of role and scope, no access.

`kernel.authority` decides by it.
"""

from dataclasses import dataclass
from enum import StrEnum


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
_HELPED = ((Role.SECRETARY, Scope.EXACT), _SELF)  # the target is the organisation or the member that is helped

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
    "activities.template.read": Rule((*_READERS, _OWN_BRANCH, _ABOVE)),
    "activities.template.extend": Rule(_committee(Role.SECRETARY, Role.COUNTY_ADMIN)),
    "activities.plan": Rule(_committee(Role.SECRETARY)),
    "activities.read": Rule((*_READERS, _OWN_BRANCH)),
    "activities.reply": Rule((_OWN_BRANCH,)),
    "activities.attendance": Rule(_READERS),
    "activities.attendance.own": Rule((_SELF,)),
    "activities.ledger": Rule((*_READERS, _OWN_BRANCH)),
    "activities.bundle": Rule(_READERS),
    "activities.stars": Rule((*_READERS, _OWN_BRANCH)),
    "activities.stars.confirm": Rule(((Role.COUNTY_ADMIN, Scope.EXACT),)),  # the stage is the county
    "activities.stars.rules": Rule((*_READERS, _ABOVE)),
    "activities.stars.set": Rule(_committee(Role.COUNTY_ADMIN)),
    "activities.dispute": Rule((_SELF,)),  # the target is the caller's own where they have a part
    "activities.disputes": Rule(_READERS),
    "activities.rule": Rule(_committee(Role.SECRETARY), not_by_submitter=True),  # the submitter entered the line
    "activities.rule_finally": Rule(((Role.REVIEWER, Scope.EXACT),), not_by_submitter=True),
    "activities.sign_in": Rule((_OWN_BRANCH, _SELF)),  # the target is the caller's own where they take part
    "activities.devices": Rule((_SELF,)),
    "activities.host": Rule(_committee(Role.SECRETARY)),
    "activities.sign_minutes": Rule((_SELF,)),  # the target is the host or the recorder
    "activities.appraisals.take_part": Rule((_OWN_BRANCH,)),
    "activities.appraisals.words": Rule((*_committee(Role.SECRETARY, Role.REVIEWER, Role.COUNTY_ADMIN), _SELF)),
    "activities.vote": Rule((_SELF,)),  # the target is whoever of the electorate asks
    "activities.submit": Rule(_committee(Role.SECRETARY)),
    "activities.review": Rule(((Role.REVIEWER, Scope.EXACT),), not_by_submitter=True),
    "activities.withdraw": Rule(((Role.REVIEWER, Scope.EXACT),)),
    "activities.close_task": Rule((*_committee(Role.SECRETARY), _SELF)),  # the target is the owner
    "activities.queue": Rule(_committee(Role.REVIEWER)),
    "activities.turnaround": Rule(_committee(Role.REVIEWER, Role.COUNTY_ADMIN, Role.AUDITOR)),
    "activities.record_rules.read": Rule((*_READERS, _ABOVE)),
    "activities.record_rules.set": Rule(_committee(Role.COUNTY_ADMIN)),
    "activities.help.offer": Rule(_committee(Role.SECRETARY)),
    "activities.help.read": Rule((*_READERS, _OWN_BRANCH, _ABOVE, *_HELPED)),
    "activities.help.give": Rule((_ABOVE,)),
    "activities.help.attend": Rule((*_committee(Role.SECRETARY), _SELF)),  # the target is who gives it
    "activities.help.received": Rule((*_READERS, *_HELPED)),
    "activities.help.confirm": Rule(_HELPED, not_by_submitter=True),  # the submitter entered what was done
    "activities.help.account": Rule((*_READERS, _SELF)),
    "activities.talks.read": Rule((*_READERS, _SELF)),  # who talked with whom is not for every member
    "activities.talks.record": Rule((*_committee(Role.SECRETARY), _SELF)),  # the target is one of the two
    "points.statement": Rule((*_committee(Role.SECRETARY, Role.AUDITOR), _SELF)),
    "points.board": Rule((*_READERS, _OWN_BRANCH)),
    "points.rules.read": Rule((*_READERS, _ABOVE)),
    "points.rule_sets.read": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "points.rules.publish": Rule(_committee(Role.COUNTY_ADMIN)),
    "points.rules.simulate": Rule(_committee(Role.COUNTY_ADMIN)),
    "points.dispute": Rule((_SELF,)),
    "points.disputes.rule": Rule(_committee(Role.REVIEWER, Role.COUNTY_ADMIN), not_by_submitter=True),
    "points.disputes.list": Rule(_committee(Role.REVIEWER, Role.COUNTY_ADMIN, Role.AUDITOR)),
    "points.awards.propose": Rule(_committee(Role.SECRETARY, Role.COUNTY_ADMIN)),
    "points.awards.decide": Rule(_committee(Role.REVIEWER, Role.COUNTY_ADMIN), not_by_submitter=True),
    "points.awards.list": Rule(_READERS),
    "points.exemptions.record": Rule(_committee(Role.SECRETARY, Role.COUNTY_ADMIN)),
    "points.exemptions.list": Rule(_READERS),
    "points.awards.read": Rule((*_READERS, _SELF)),  # the target is the receiver
    "ranking.standing": Rule((_SELF,)),
    "ranking.weekly": Rule((_SELF,)),
    "ranking.board": Rule((*_READERS, _ABOVE)),
    "ranking.run": Rule(_committee(Role.COUNTY_ADMIN)),
    "ranking.bands.set": Rule(_committee(Role.COUNTY_ADMIN)),
    "ranking.history": Rule(_READERS),
    "ranking.appeal": Rule((_SELF,)),
    "ranking.appeals.read": Rule((*_READERS, _SELF)),  # the target is whose it is
    "ranking.tasks.lines": Rule((*_READERS, _OWN_BRANCH)),
    "ranking.tasks.rule": Rule(_committee(Role.REVIEWER, Role.COUNTY_ADMIN)),  # the target is what is above the branch
    "ranking.appeals.rule": Rule(_committee(Role.COUNTY_ADMIN), not_by_submitter=True),
    "notices.inbox": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "notices.preferences": Rule((_SELF,)),
    "notices.template.set": Rule(_committee(Role.COUNTY_ADMIN)),
    "notices.template.read": Rule(_READERS),
    "notices.run": Rule(_committee(Role.COUNTY_ADMIN)),
    "notices.contacts": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "notices.webhook": Rule(_committee(Role.COUNTY_ADMIN)),
    "notices.dispatch": Rule(_committee(Role.COUNTY_ADMIN, Role.SECRETARY)),
    "notices.dispatch.read": Rule(_READERS),
    "notices.burden.read": Rule(_READERS),
    "notices.warnings.read": Rule(_READERS),
    "journal.read": Rule(_committee(Role.AUDITOR, Role.COUNTY_ADMIN, Role.SECRETARY)),
    "journal.unplaced": Rule(_committee(Role.AUDITOR, Role.SECURITY)),
    "journal.key": Rule(((Role.MEMBER, Scope.ANYWHERE),)),
    "journal.receipt": Rule((*_committee(Role.AUDITOR, Role.COUNTY_ADMIN, Role.SECRETARY), _OWN_BRANCH)),
}
