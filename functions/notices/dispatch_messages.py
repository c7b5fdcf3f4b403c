"""What travels between the functions that carry a dispatch out."""

from datetime import date

from kernel.ids import Id, MemberId, OrganisationId
from kernel.message import Message

IN_CHUNK = 45
"""Each member's notice and the mark for the digest, and what stands beside them, are one transaction."""


class Chunk(Message):
    """Up to forty-five members of a branch. `first`: the branch's burden goes with it. `remind_on`: tell them again."""

    dispatch_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    members: tuple[MemberId, ...]
    first: bool = False
    remind_on: date | None = None


class CountyPart(Message):
    """A county's part of a dispatch above counties, or of a reminder of it.

    `preview_parts`: it is only counted, for a preview of so many counties, whose id is `dispatch_id`.
    """

    dispatch_id: Id
    county_id: OrganisationId
    top_id: OrganisationId
    remind_on: date | None = None
    preview_parts: int | None = None
