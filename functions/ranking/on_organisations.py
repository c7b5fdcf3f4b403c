"""Organisations were founded, moved or closed: the copy of their county's tree follows. And, by the
same queue, members who move, leave or are erased: what is kept of them here follows, or is blank; and what branches owe
and did: their checklists follow."""

from collections.abc import Callable
from typing import Any

from functions.ranking import checking_off, erasing, following_weekly, trees
from kernel.consumer import Failures, each_event
from kernel.events import (
    ActivityCancelled,
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    ActivityWithdrawn,
    AppraisalApproved,
    DutyChanged,
    Event,
    MemberErased,
    MembersLeft,
    MembersMoved,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsFounded,
    OrganisationsMerged,
    TalkRecorded,
    TalkWithdrawn,
)
from kernel.journal import Act


def _founded(act: Act, event: OrganisationsFounded) -> None:
    trees.take_over(act, event)
    checking_off.founded(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    OrganisationsFounded: _founded,
    OrganisationMoved: trees.moved,
    OrganisationsMerged: trees.closed,
    OrganisationDissolved: trees.closed,
    MembersMoved: following_weekly.moved,
    MembersLeft: following_weekly.left,
    MemberErased: erasing.blank,
    ActivitySubmitted: checking_off.submitted,
    ActivityReturned: checking_off.returned,
    ActivityReviewed: checking_off.reviewed,
    ActivityWithdrawn: checking_off.withdrawn,
    ActivityCancelled: checking_off.cancelled,
    AppraisalApproved: checking_off.appraised,
    TalkRecorded: checking_off.talked,
    TalkWithdrawn: checking_off.talk_withdrawn,
    DutyChanged: checking_off.duty_changed,
}


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - the signature Lambda calls
    return each_event(event, HANDLERS, "ranking on organisations")
