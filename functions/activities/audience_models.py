"""Audiences on the wire: whom an activity is for."""

from typing import Annotated, Literal

from pydantic import Field

from functions.activities.audience import MOST_BRANCHES, MOST_MEMBERS, Audience, Kind
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model


class ToBranch(Command):
    """The branch that holds it."""

    kind: Literal["BRANCH"] = "BRANCH"


class ToGroup(Command):
    """A Party group of the branch."""

    kind: Literal["GROUP"]
    group_id: OrganisationId


class ToMembers(Command):
    """Chosen members of the branch."""

    kind: Literal["MEMBERS"]
    members: Annotated[tuple[MemberId, ...], Field(min_length=1, max_length=MOST_MEMBERS)]


class ToBranches(Command):
    """Branches below the committee that holds it."""

    kind: Literal["BRANCHES"]
    branches: Annotated[tuple[OrganisationId, ...], Field(min_length=1, max_length=MOST_BRANCHES)]


ToWhom = Annotated[ToBranch | ToGroup | ToMembers | ToBranches, Field(discriminator="kind")]


class AudienceOut(Model):
    """`members` are named where not everybody of the branches is meant."""

    kind: Kind
    branches: list[OrganisationId]
    members: list[MemberId] | None
    group_id: Id | None

    @classmethod
    def of(cls, audience: Audience) -> "AudienceOut":
        members = None if audience.members is None else sorted(audience.members)
        return cls(kind=audience.kind, branches=list(audience.branches), members=members, group_id=audience.group_id)
