"""Committees gave or took offices, set a switch that says how people are told, or gave an answer to who waits for
it."""

from collections.abc import Callable
from typing import Any

from functions.notices import answers, burdening, offices, quieting
from functions.notices.answering import answered_by
from kernel.consumer import Failures, each_event
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
    Event,
    ListAppealRuled,
    MemberErased,
    PointsDisputeRuled,
    PolicyChanged,
    ProposalDecided,
    RoleGranted,
    RoleRevoked,
    ServiceDisputed,
    ServiceWithdrawn,
    StarsRated,
)
from kernel.journal import Act


def _set(act: Act, event: PolicyChanged) -> None:
    """Each takes over its own switch."""
    quieting.take_over(act, event)
    burdening.budget_set(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    RoleGranted: offices.granted,
    RoleRevoked: offices.revoked,
    PolicyChanged: _set,
    AttendanceDisputeRuled: answered_by(answers.attendance_ruled),
    PointsDisputeRuled: answered_by(answers.points_ruled),
    ListAppealRuled: answered_by(answers.list_ruled),
    CorrectionAnswered: answered_by(answers.correction_answered),
    ProposalDecided: answered_by(answers.proposal_decided),
    ActivityReturned: answered_by(answers.record_returned),
    AppraisalApproved: answered_by(answers.appraisal_approved),
    AppraisalReturned: answered_by(answers.appraisal_returned),
    StarsRated: answered_by(answers.stars_rated),
    AwardConfirmed: answered_by(answers.award_confirmed),
    AwardRefused: answered_by(answers.award_refused),
    BundleMade: answered_by(answers.bundle_made),
    MemberErased: answered_by(answers.erasure_done),
    ErasureWithdrawn: answered_by(answers.erasure_withdrawn),
    ServiceDisputed: answered_by(answers.hours_disputed),
    ServiceWithdrawn: answered_by(answers.hours_withdrawn),
    AssistanceDisputed: answered_by(answers.assistance_disputed),
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_committees")
