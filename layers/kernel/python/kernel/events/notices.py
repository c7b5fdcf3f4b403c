"""Events of reminders."""

from datetime import date

from kernel.events.model import Event
from kernel.ids import Id, OrganisationId


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
