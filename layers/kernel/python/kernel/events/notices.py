"""Events of reminders."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


class NoticeSent(Event):
    """A notice went to the inboxes of up to ninety people about one organisation."""

    code: str
    organisation_id: OrganisationId
    county_id: OrganisationId
    day: date
    recipients: int


class ReminderRunStarted(Event):
    """A county's run was started, by the schedule or by hand."""

    organisation_id: OrganisationId
    as_of: date


class NoticeRead(Event):
    """Somebody read a notice; a notice in an office's box is read for all who hold the role."""

    notice_id: Id
    organisation_id: OrganisationId


class NoticeDone(Event):
    """What a notice asks was done; `member_id` is whose box it lies in, none for an office's."""

    notice_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    code: str
    dispatch_id: Id | None = None
    member_id: MemberId | None = None


class NoticePreferencesSet(Event):
    """A member said in which language, by which channels and when they want to be told."""

    member_id: MemberId


class NoticeWordingSet(Event):
    """A committee gave the notices of a code words of its own, or took them back; `number` counts the versions."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    code: str
    reader: str
    language: str
    channel: str
    number: int


class DispatchOrdered(Event):
    """A committee sends a notice to a subtree, a list or whoever a search finds.

    `top_id` is the organisation at the top of a subtree. `over_budget` counts the branches whose budget of the month
    it exceeds; a reason for that is kept beside its text.
    """

    dispatch_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    path: str
    audience: Literal["subtree", "list", "segment"]
    top_id: OrganisationId | None = None
    over_budget: int = 0


class DispatchDelivered(Event):
    """A dispatched notice came to the inboxes of up to forty-five members of one branch; `organisation_id` sent it."""

    dispatch_id: Id
    organisation_id: OrganisationId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[MemberId, ...]
    asks: bool
    act_by: date | None = None


class BranchBurdened(Event):
    """A dispatch put its demands on a branch, with the first of its members to whom it came; of the `month` in which
    it was ordered (`2026-11`)."""

    dispatch_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    month: str
    requests: int
    forms: int
    photos: int


class DispatchReminded(Event):
    """Whoever has not opened a dispatch, or not done what it asks, is to be reminded, at and below `top_id`."""

    dispatch_id: Id
    organisation_id: OrganisationId
    top_id: OrganisationId
    county_id: OrganisationId
    path: str
    day: date


class DispatchRetracted(Event):
    """A dispatch was taken back; every copy says so."""

    dispatch_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId


class AudienceAsked(Event):
    """Whom a kept search finds at and below an organisation is to be named, for a dispatch."""

    dispatch_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    segment_id: Id


class PreviewAsked(Event):
    """Whom a dispatch would reach is to be counted: everybody below `top_id`, or whom a kept search finds."""

    preview_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    path: str
    top_id: OrganisationId | None = None
    segment_id: Id | None = None


class ContactNamed(Event):
    """A member named an address outside of the house, and a code was sent there."""

    member_id: MemberId
    channel: str


class ContactConfirmed(Event):
    """A code came back, the right one or not."""

    member_id: MemberId
    channel: str
    right: bool


class ContactRemoved(Event):
    member_id: MemberId
    channel: str


class HookSet(Event):
    """A county named the service that is told what its people have to read."""

    county_id: OrganisationId


class HookRemoved(Event):
    county_id: OrganisationId
