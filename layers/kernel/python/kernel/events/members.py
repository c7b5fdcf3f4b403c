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


class MemberErased(Event):
    """What was known of a person is gone; every domain blanks its copies. `asked_by` is the member who asked for it;
    none: an account of no member, or nobody asked for this one."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    asked_by: MemberId | None = None


class ErasureRequested(Event):
    """One person asked for a member's data to be erased; another has to confirm. `path`: of the branch."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    ground: str
    path: str = ""


class ErasureWithdrawn(Event):
    """`asked_by` is the member whose request somebody else took back; none: who asked took it back."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    asked_by: MemberId | None = None


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


class CorrectionRequested(Event):
    """A member asks for a fact of their own dossier to be put right by `due_on`."""

    request_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    due_on: date


class CorrectionAnswered(Event):
    request_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    outcome: Literal["accepted", "refused"]


class FloatingRegistered(Event):
    """A member is away; `contact_due_on` is the day by which the contact person must have heard of them."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    host_branch_id: OrganisationId | None
    contact_id: MemberId | None = None
    contact_due_on: date


class FloatingContacted(Event):
    """The contact person heard of a floating member."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    contacted_on: date
    contact_id: MemberId | None = None
    contact_due_on: date


class FloatingEnded(Event):
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    reason: str


class CertificateKept(Event):
    """A floating-member certificate was issued, checked for a year, or returned."""

    number: str
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    act: Literal["issued", "checked", "returned"]


class LostContactOpened(Event):
    """Nobody can reach a member since `lost_since`; `owner_id` is the member who looks for them."""

    case_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    lost_since: date
    owner_id: MemberId


class LostContactPursued(Event):
    """Somebody tried to reach a lost member, or the case went a step further; `due_on` is when the next one can be."""

    case_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    step: Literal["attempted", "suspended", "removal_proposed"]
    due_on: date


class LostContactClosed(Event):
    case_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    outcome: str


class AccountBound(Event):
    """A signed-in person proved to be this member."""

    subject: str
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId


class BindingRefused(Event):
    """A signed-in person named somebody in vain; `member_id` where the number is on record, `reason` a stable code."""

    subject: str
    member_id: MemberId | None = None
    reason: str


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


class MembersLookedUp(Event):
    """Somebody looked a phone or ID number up, for a stated purpose; `found` counts what they were shown."""

    by: Literal["mobile", "idNumber"]
    purpose: str
    found: int


class SegmentSaved(Event):
    segment_id: Id
    organisation_id: OrganisationId


class SegmentDeleted(Event):
    segment_id: Id
    organisation_id: OrganisationId


class IdentityChecked(Event):
    """An external verifier was asked whether a member's name and ID number belong together."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    verdict: Literal["AGREES", "DIFFERS", "UNKNOWN"]


class MemberDataExported(Event):
    """A member took a copy of everything that is kept about them: so many records."""

    member_id: MemberId
    records: int


class MemberRevealed(Event):
    """Somebody read personal data of a member, for a stated purpose."""

    member_id: MemberId
    fields: tuple[str, ...]
    purpose: str


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
