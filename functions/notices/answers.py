"""Which event is whose answer: who is told of it, once, under which code and of which facts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.events import (
    ActivityReturned,
    AppraisalApproved,
    AppraisalReturned,
    AssistanceDisputed,
    AttendanceDisputeRuled,
    AwardConfirmed,
    AwardRefused,
    BundleMade,
    CorrectionAnswered,
    ErasureWithdrawn,
    ListAppealRuled,
    MemberErased,
    PointsDisputeRuled,
    ProposalDecided,
    ServiceDisputed,
    ServiceWithdrawn,
    StarsRated,
)


@dataclass(frozen=True)
class Answer:
    """What is told to a box, or to everybody at home in the branch (None), about `subject`."""

    code: str
    organisation_id: str
    county_id: str
    subject: str
    facts: Mapping[str, Any]
    box: str | None


def attendance_ruled(event: AttendanceDisputeRuled) -> Answer:
    code = "ATTENDANCE_DISPUTE_UPHELD" if event.upheld else "ATTENDANCE_DISPUTE_REJECTED"
    where = (event.branch_id, event.county_id, event.activity_id)
    return Answer(code, *where, {"activityId": event.activity_id}, Notice.member_box(event.member_id))


def points_ruled(event: PointsDisputeRuled) -> Answer:
    where = (event.branch_id, event.county_id, event.dispute_id)
    facts = {"disputeId": event.dispute_id}
    return Answer(f"POINTS_DISPUTE_{event.outcome.upper()}", *where, facts, Notice.member_box(event.member_id))


def list_ruled(event: ListAppealRuled) -> Answer:
    code = "LIST_APPEAL_UPHELD" if event.band else "LIST_APPEAL_DISMISSED"
    where = (event.organisation_id, event.county_id, event.appeal_id)
    return Answer(code, *where, {"appealId": event.appeal_id}, Notice.member_box(event.member_id))


def correction_answered(event: CorrectionAnswered) -> Answer:
    where = (event.branch_id, event.county_id, event.request_id)
    facts = {"requestId": event.request_id}
    return Answer(f"CORRECTION_{event.outcome.upper()}", *where, facts, Notice.member_box(event.member_id))


def proposal_decided(event: ProposalDecided) -> Answer | None:
    """Whoever took the own proposal back knows."""
    if event.outcome == "withdrawn":
        return None
    where = (event.branch_id, event.county_id, event.proposal_id)
    facts = {"proposalId": event.proposal_id}
    return Answer(f"PROPOSAL_{event.outcome.upper()}", *where, facts, _secretary(event.branch_id))


def record_returned(event: ActivityReturned) -> Answer:
    where = (event.branch_id, event.county_id, event.activity_id)
    return Answer("RECORD_RETURNED", *where, {"activityId": event.activity_id}, _secretary(event.branch_id))


def appraisal_approved(event: AppraisalApproved) -> Answer:
    """Whose grade is which, everybody reads for themselves."""
    where = (event.branch_id, event.county_id, event.branch_id)
    return Answer("APPRAISAL_APPROVED", *where, {"year": str(event.year)}, None)


def appraisal_returned(event: AppraisalReturned) -> Answer:
    where = (event.branch_id, "", event.branch_id)
    return Answer("APPRAISAL_RETURNED", *where, {"year": str(event.year)}, _secretary(event.branch_id))


def stars_rated(event: StarsRated) -> Answer:
    where = (event.branch_id, event.county_id, event.branch_id)
    facts = {"year": str(event.year), "stars": event.stars}
    return Answer("STARS_RATED", *where, facts, _secretary(event.branch_id))


def award_confirmed(event: AwardConfirmed) -> Answer:
    """To whoever has the points."""
    box = Notice.member_box(event.account) if event.to == "member" else _secretary(event.branch_id)
    return _award("AWARD_CONFIRMED", event, box)


def award_refused(event: AwardRefused) -> Answer:
    """To the branch, whose proposal it was; who would have had the points was never told of it."""
    return _award("AWARD_REFUSED", event, _secretary(event.branch_id))


def _award(code: str, event: AwardConfirmed | AwardRefused, box: str) -> Answer:
    return Answer(code, event.branch_id, event.county_id, event.award_id, {"awardId": event.award_id}, box)


def bundle_made(event: BundleMade) -> Answer | None:
    """To whoever asked for it, if they are a member; an account of none has no box of its own."""
    if event.asked_by is None:
        return None
    facts = {"bundleId": event.bundle_id, "year": str(event.year)}
    where = (event.branch_id, event.county_id, event.bundle_id)
    return Answer("BUNDLE_READY", *where, facts, Notice.member_box(event.asked_by))


def erasure_done(event: MemberErased) -> Answer | None:
    """Whoever asked for it of themselves is no more, and has no box."""
    return _erasure("ERASURE_DONE", event) if event.asked_by != event.member_id else None


def erasure_withdrawn(event: ErasureWithdrawn) -> Answer | None:
    """Whoever took the own request back knows: the event names nobody then."""
    return _erasure("ERASURE_WITHDRAWN", event)


def _erasure(code: str, event: MemberErased | ErasureWithdrawn) -> Answer | None:
    if event.asked_by is None:
        return None
    where = (event.branch_id, event.county_id, event.member_id)
    return Answer(code, *where, {"memberId": event.member_id}, Notice.member_box(event.asked_by))


def hours_disputed(event: ServiceDisputed) -> Answer:
    return _hours("SERVICE_HOURS_DISPUTED", event)


def hours_withdrawn(event: ServiceWithdrawn) -> Answer:
    return _hours("SERVICE_HOURS_WITHDRAWN", event)


def _hours(code: str, event: ServiceDisputed | ServiceWithdrawn) -> Answer:
    """What counts is seen in the member's account; that it does not count is told."""
    where = (event.organisation_id, "", event.service_id)
    facts = {"serviceId": event.service_id, "branchId": event.branch_id, "memberId": event.member_id}
    return Answer(code, *where, facts, Notice.member_box(event.member_id))


def assistance_disputed(event: AssistanceDisputed) -> Answer:
    where = (event.organisation_id, "", event.assistance_id)
    facts = {"assistanceId": event.assistance_id}
    return Answer("ASSISTANCE_DISPUTED", *where, facts, _secretary(event.organisation_id))


def _secretary(organisation_id: str) -> str:
    return Notice.office_box(organisation_id, Role.SECRETARY)
