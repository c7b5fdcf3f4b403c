"""Members came, moved or left, are away or lost, wait for an answer or owe one: somebody notices in time."""

from collections.abc import Callable
from typing import Any

from functions.notices import deciding, following, forgetting, rank_telling
from functions.notices import obligation_decisions as decisions
from functions.notices import obligation_disputes as disputed
from functions.notices import obligation_members as owed
from functions.notices.obligations import settle, settled_by
from kernel.consumer import Failures, each_event
from kernel.events import (
    AnniversariesComing,
    AttendanceDisputed,
    AttendanceDisputeRuled,
    AwardConfirmed,
    AwardProposed,
    AwardRefused,
    CertificateKept,
    CorrectionAnswered,
    CorrectionRequested,
    DispatchDelivered,
    ErasureRequested,
    ErasureWithdrawn,
    Event,
    FloatingContacted,
    FloatingEnded,
    FloatingRegistered,
    ListAppealed,
    ListAppealRuled,
    LostContactClosed,
    LostContactOpened,
    LostContactPursued,
    MemberErased,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
    PointsDisputed,
    PointsDisputeRuled,
    ProposalDecided,
    ProposalMade,
    RankChanged,
)
from kernel.journal import Act


def _left(act: Act, event: MembersLeft) -> None:
    following.left(act, event)
    deciding.left(act, event)


def _erased(act: Act, event: MemberErased) -> None:
    forgetting.erased(act, event)
    settle(act, decisions.erasure_over(act, event))
    deciding.erased(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersEnrolled: following.enrolled,
    MembersMoved: following.moved,
    MembersLeft: _left,
    MemberErased: _erased,
    ErasureRequested: settled_by(decisions.erasure_requested),
    ErasureWithdrawn: settled_by(decisions.erasure_over),
    ProposalMade: deciding.waits(owed.proposed),
    ProposalDecided: settled_by(owed.decided),
    CorrectionRequested: deciding.waits(owed.correction_asked),
    CorrectionAnswered: settled_by(owed.correction_answered),
    AttendanceDisputed: deciding.waits(disputed.attendance_disputed, deciding.of_record),
    AttendanceDisputeRuled: settled_by(disputed.attendance_ruled),
    PointsDisputed: deciding.waits(disputed.points_disputed),
    PointsDisputeRuled: settled_by(disputed.points_ruled),
    ListAppealed: deciding.waits(disputed.list_appealed),
    ListAppealRuled: settled_by(disputed.list_ruled),
    AwardProposed: deciding.waits(decisions.award_proposed),
    AwardConfirmed: settled_by(decisions.award_decided),
    AwardRefused: settled_by(decisions.award_decided),
    FloatingRegistered: settled_by(owed.away),
    FloatingContacted: settled_by(owed.away),
    FloatingEnded: settled_by(owed.back),
    CertificateKept: deciding.waits(owed.certificate_kept),
    LostContactOpened: settled_by(owed.lost),
    LostContactPursued: settled_by(owed.pursued),
    LostContactClosed: settled_by(owed.found),
    DispatchDelivered: settled_by(owed.delivered),
    AnniversariesComing: settled_by(owed.day_comes_round),
    RankChanged: rank_telling.rank_changed,
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_members", {MembersEnrolled: following.all_enrolled})
