"""Who is helped, on the wire: a member, an organisation, or somebody without an account."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kernel.ids import MemberId, OrganisationId
from kernel.model import Command

SlipCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{10,12}$")]


class MemberHelped(Command):
    """A member on the roll of a branch, who confirms with their own account."""

    kind: Literal["MEMBER"]
    branch_id: OrganisationId
    member_id: MemberId


class OrganisationHelped(Command):
    """Another organisation of the county; its secretary confirms."""

    kind: Literal["ORGANISATION"]
    organisation_id: OrganisationId


class OutsideHelped(Command):
    """Somebody without an account, of whom nothing is kept: they hand over the slip that was given to them."""

    kind: Literal["OUTSIDE"] = "OUTSIDE"


Helped = Annotated[MemberHelped | OrganisationHelped | OutsideHelped, Field(discriminator="kind")]
