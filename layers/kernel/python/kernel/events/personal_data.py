"""Events of whom a dossier belongs to, who looked into it, what was wrong in it, and its end."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


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


class MembersLookedUp(Event):
    """Somebody looked a phone or ID number up, for a stated purpose; `found` counts what they were shown."""

    by: Literal["mobile", "idNumber"]
    purpose: str
    found: int


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
