"""What is owed to members and about them: answers, contacts, checks, the search for who is lost."""

from functions.notices import rules
from functions.notices.obligation_facts import Met, Owed, Told, order_of
from functions.notices.rules import LADDERS
from kernel.clock import business_day
from kernel.events import (
    AnniversariesComing,
    CertificateKept,
    CorrectionAnswered,
    CorrectionRequested,
    DispatchDelivered,
    FloatingContacted,
    FloatingEnded,
    FloatingRegistered,
    LostContactClosed,
    LostContactOpened,
    LostContactPursued,
    ProposalDecided,
    ProposalMade,
)
from kernel.journal import Act

LOST_CONTACT = LADDERS[rules.LOST_CONTACT_6M].kept_as


def proposed(act: Act, event: ProposalMade) -> list[Told]:
    where = (event.proposal_id, event.branch_id, event.county_id, event.path)
    facts = {"proposalId": event.proposal_id, "dueOn": event.due_on.isoformat()}
    return [Owed(rules.PROPOSAL_DUE, *where, order_of(act), rules.PROPOSAL_DUE, event.due_on, facts)]


def decided(act: Act, event: ProposalDecided) -> list[Told]:
    return [Met(rules.PROPOSAL_DUE, event.proposal_id, event.branch_id, event.county_id, "", order_of(act))]


def correction_asked(act: Act, event: CorrectionRequested) -> list[Told]:
    where = (event.request_id, event.branch_id, event.county_id, event.path)
    facts = {"requestId": event.request_id, "dueOn": event.due_on.isoformat()}
    return [Owed(rules.CORRECTION_DUE, *where, order_of(act), rules.CORRECTION_DUE, event.due_on, facts)]


def correction_answered(act: Act, event: CorrectionAnswered) -> list[Told]:
    return [Met(rules.CORRECTION_DUE, event.request_id, event.branch_id, event.county_id, "", order_of(act))]


def away(act: Act, event: FloatingRegistered | FloatingContacted) -> list[Told]:
    """The contact person must hear of the member by a day, which each contact puts off."""
    code, due = rules.FLOATING_CONTACT_DUE, event.contact_due_on
    facts = {"member": event.member_id, "dueOn": due.isoformat()}
    if event.contact_id:
        facts["contact"] = event.contact_id
    where = (event.member_id, event.branch_id, event.county_id, getattr(event, "path", ""))
    return [Owed(code, *where, order_of(act), code, due, facts)]


def back(act: Act, event: FloatingEnded) -> list[Told]:
    return [Met(rules.FLOATING_CONTACT_DUE, event.member_id, event.branch_id, event.county_id, "", order_of(act))]


def certificate_kept(act: Act, event: CertificateKept) -> list[Told]:
    """Checked a year after it was issued or checked, until it is returned."""
    code, day = rules.FLOATING_CERT_YEARLY, business_day(act.fact_at)
    where = (event.number, event.branch_id, event.county_id, "")
    if event.act == "returned":
        return [Met(code, *where, order_of(act))]
    facts = {"member": event.member_id, "number": event.number, "since": day.isoformat()}
    return [Owed(code, *where, order_of(act), code, day, facts)]


def lost(act: Act, event: LostContactOpened) -> list[Told]:
    where = (event.case_id, event.branch_id, event.county_id, event.path)
    facts = {"member": event.member_id, "since": event.lost_since.isoformat()}
    code = rules.LOST_CONTACT_6M
    return [Owed(LOST_CONTACT, *where, order_of(act), code, event.lost_since, facts, opens=True)]


def pursued(act: Act, event: LostContactPursued) -> list[Told]:
    """A suspension starts the clock of the removal; a proposed removal ends it; an attempt changes nothing."""
    where = (event.case_id, event.branch_id, event.county_id, "", order_of(act))
    if event.step == "removal_proposed":
        return [Met(LOST_CONTACT, *where)]
    if event.step == "attempted":
        return []
    facts = {"member": event.member_id, "dueOn": event.due_on.isoformat()}
    return [Owed(LOST_CONTACT, *where, rules.LOST_CONTACT_2Y, event.due_on, facts)]


def delivered(act: Act, event: DispatchDelivered) -> list[Told]:
    """Members were asked to do something by a day; up to forty-five of a branch at once."""
    if not event.asks or event.act_by is None:
        return []
    where = (str(act.cause), event.branch_id, event.county_id, event.path)
    facts = {"dispatchId": event.dispatch_id, "actBy": event.act_by.isoformat(), "members": list(event.members)}
    return [Owed(rules.NOTICE_UNSIGNED, *where, order_of(act), rules.NOTICE_UNSIGNED, event.act_by, facts)]


def found(act: Act, event: LostContactClosed) -> list[Told]:
    return [Met(LOST_CONTACT, event.case_id, event.branch_id, event.county_id, "", order_of(act))]


def day_comes_round(act: Act, event: AnniversariesComing) -> list[Told]:
    """Up to forty members of a branch joined on this day of a year."""
    where = (str(act.cause), event.branch_id, event.county_id, event.path)
    facts = {"on": event.on.isoformat(), "members": list(event.members)}
    return [Owed(rules.POLITICAL_BIRTHDAY, *where, order_of(act), rules.POLITICAL_BIRTHDAY, event.on, facts)]
