"""What moving, merging and dissolving are asked."""

from functions.organisations.models import Day, Reason
from kernel.ids import Id
from kernel.model import Command


class MoveOrganisation(Command):
    """The organisation, with all below it, stands below `newParentId` from that day on."""

    new_parent_id: Id
    effective_on: Day | None = None
    reason: Reason


class MergeOrganisation(Command):
    """The organisation goes into another, which takes its members from that day on; it is closed."""

    into_id: Id
    effective_on: Day | None = None
    reason: Reason


class DissolveOrganisation(Command):
    """The organisation, which has nobody and nothing below it, is closed from that day on."""

    effective_on: Day | None = None
    reason: Reason
