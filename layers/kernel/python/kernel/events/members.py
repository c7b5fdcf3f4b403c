"""Events of dossiers, homes and what is said about them."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


class EnrolledMember(Event):
    member_id: MemberId
    category: str
    floating: bool = False


class MembersEnrolled(Event):
    """Up to twenty members of one branch."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[EnrolledMember, ...]


class MembersChanged(Event):
    """Up to twenty members of one branch whose dossiers were corrected; their category and floating state now."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[EnrolledMember, ...]


class MembersMoved(Event):
    """Up to twenty members whose home became another branch; `path` and `county_id` are of the new one."""

    from_branch_id: OrganisationId
    from_county_id: OrganisationId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[EnrolledMember, ...]


class LeftMember(Event):
    """`reason` is a code of `domain.md` 2.1 and 2.4, MERGED (into another dossier), ROSTER_UNDONE or ERASED."""

    member_id: MemberId
    reason: str


class MembersLeft(Event):
    """Up to twenty members of one branch who are not on its roll any more."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[LeftMember, ...]


class AttachmentChanged(Event):
    """A member takes part in a second organisation, or no longer does; home and vote stay where they are."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    attached_to: OrganisationId
    attached: bool


class ProposalMade(Event):
    """A change of a dossier waits for the level above until `due_on`."""

    proposal_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    due_on: date


class ProposalDecided(Event):
    """Accepted, returned or withdrawn."""

    proposal_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    outcome: Literal["accepted", "returned", "withdrawn"]


class DuplicateFound(Event):
    """Two dossiers of a county look like one person; `reasons` are codes of what they share."""

    case_id: Id
    county_id: OrganisationId
    members: tuple[MemberId, MemberId]
    reasons: tuple[str, ...]


class DuplicateDecided(Event):
    case_id: Id
    county_id: OrganisationId
    decision: Literal["same", "different"]


class MembersMerged(Event):
    """One dossier went into another of the same person; it can be taken back until `undo_until`."""

    merger_id: Id
    kept_id: MemberId
    merged_id: MemberId
    county_id: OrganisationId
    undo_until: date


class MergerUndone(Event):
    merger_id: Id
    kept_id: MemberId
    restored_id: MemberId
    county_id: OrganisationId


class SegmentSaved(Event):
    segment_id: Id
    organisation_id: OrganisationId


class SegmentDeleted(Event):
    segment_id: Id
    organisation_id: OrganisationId


class AudienceNamed(Event):
    """Up to forty-five members of one branch whom a search found for a dispatch; `chunk` tells several apart."""

    dispatch_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    chunk: int
    members: tuple[MemberId, ...]


class BranchCount(Event):
    """How many members of a branch."""

    branch_id: OrganisationId
    members: int


class AudienceCounted(Event):
    """How many a search finds for a preview, by branch: one of `parts` such events, all of one county."""

    preview_id: Id
    county_id: OrganisationId
    part: int
    parts: int
    branches: tuple[BranchCount, ...]


class AnniversariesComing(Event):
    """The day comes round on which up to forty members of one branch joined, in whatever year."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    on: date
    members: tuple[MemberId, ...]
