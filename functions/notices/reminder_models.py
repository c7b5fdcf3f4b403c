"""Requests and responses of reminder runs."""

from datetime import date

from kernel.ids import OrganisationId
from kernel.model import Command, Model


class StartReminders(Command):
    """A run of a county as if it were this day."""

    organisation_id: OrganisationId
    as_of: date


class ReminderRun(Model):
    organisation_id: OrganisationId
    as_of: date
