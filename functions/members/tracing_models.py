"""What crosses the wire about members whom nobody can reach."""

from datetime import date
from typing import Annotated

from pydantic import Field

from functions.members.floating_rules import CaseState, Channel, LostReason
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model


class OpenCase(Command):
    """Touch is lost: how (`domain.md` 6, codes 1 to 7), since when, and which member of the branch looks for them."""

    reason: LostReason
    lost_since: date
    owner_id: MemberId


class NameOwner(Command):
    """Another member of the home branch looks for them from now on."""

    owner_id: MemberId


class NoteAttempt(Command):
    channel: Channel
    on: date | None = None


class CloseCase(Command):
    """The member was found."""

    on: date | None = None


class SuspendLost(Command):
    on: date | None = None


class ProposeRemoval(Command):
    pass


class AttemptOut(Model):
    on: date
    channel: Channel
    by: str


class LostCaseOut(Model):
    """`dueOn`: from when the membership can be suspended, or, once it is, the removal be proposed."""

    id: Id
    member_id: MemberId
    branch_id: OrganisationId
    name: str | None = None
    state: CaseState
    reason: LostReason
    lost_since: date
    owner_id: MemberId
    attempts: Annotated[int, Field(ge=0)]
    attempted_on: date | None
    due_on: date
    suspended_on: date | None
    proposed_on: date | None


class LostCaseWithAttemptsOut(LostCaseOut):
    """The latest hundred attempts, the last one first."""

    latest: list[AttemptOut]


class LostCaseClosedOut(Model):
    id: Id
    member_id: MemberId
    closed_on: date
    outcome: str
