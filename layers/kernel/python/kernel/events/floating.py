"""Events of members who are away, and of those whom nobody can reach."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


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
