"""What crosses the wire when a member is suspended, leaves, is told to mend their ways, or comes back."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from functions.members.standing_rules import Departure, Return, Shortcoming, Suspension
from kernel.ids import OrganisationId
from kernel.model import Command, Line


class Depart(Command):
    """A decision that ends a membership, and the day from which it holds."""

    reason: Departure
    effective_on: date


class Suspend(Command):
    """`since`: when contact was lost, or the studies abroad began."""

    reason: Suspension
    effective_on: date
    since: date | None = None


class Reinstate(Command):
    """`branchId` names the home of somebody whose old one was closed."""

    reason: Return
    effective_on: date
    branch_id: OrganisationId | None = None


class SetCorrectionTerm(Command):
    """A term in which to correct oneself; six months unless `endsOn` says otherwise."""

    reason: Shortcoming
    starts_on: date
    ends_on: date | None = None


class EndCorrectionTerm(Command):
    """What became of it. Who did not correct themselves leaves by a decision of its own."""

    outcome: Literal["CORRECTED", "NOT_CORRECTED", "WITHDRAWN"]


class Move(Command):
    """A new home branch from a day on."""

    branch_id: OrganisationId
    effective_on: date
    reason: Annotated[Line, Field(min_length=1, max_length=200)]
