"""What crosses the wire about organisations beside the home."""

from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Model


class Attach(Command):
    """A temporary, floating or functional organisation (`domain.md` 1.1)."""

    organisation_id: OrganisationId


class AttachedOut(Model):
    """Where a member is at home, which is where they vote, and where they take part beside it."""

    member_id: MemberId
    branch_id: OrganisationId
    attached_to: tuple[OrganisationId, ...]
    version: int
