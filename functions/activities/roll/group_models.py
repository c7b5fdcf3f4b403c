"""Party groups on the wire."""

from typing import Annotated

from pydantic import Field

from functions.activities.audience import MOST_MEMBERS
from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Model


class SetGroup(Command):
    """Everybody of the group; nobody dissolves it."""

    members: Annotated[tuple[MemberId, ...], Field(max_length=MOST_MEMBERS)]


class GroupOut(Model):
    group_id: OrganisationId
    members: list[MemberId]


class GroupsOut(Model):
    """The groups of a branch, by their ids."""

    branch_id: OrganisationId
    groups: list[GroupOut]
    version: int
