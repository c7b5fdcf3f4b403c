"""What leadership and terms are asked, and what they answer."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from functions.organisations.leadership_rules import Post, TermState
from functions.organisations.models import Day, Reason
from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Model


class Chosen(Command):
    """A post and who takes it; `branchId` is their home branch where it is not the organisation itself."""

    post: Post
    member_id: MemberId
    branch_id: OrganisationId | None = None
    votes: Annotated[int, Field(ge=0)] | None = None
    approved_by: OrganisationId | None = None
    filed_with: OrganisationId | None = None


Holders = Annotated[tuple[Chosen, ...], Field(min_length=1, max_length=20)]


class HoldElection(Command):
    """An election that was held: `TERM` fills every post and begins a term, `BY_ELECTION` fills the posts named."""

    kind: Literal["TERM", "BY_ELECTION"]
    held_on: Day
    entitled: Annotated[int, Field(ge=1)]
    present: Annotated[int, Field(ge=0)]
    village_or_community: bool = False
    holders: Holders


class Appoint(Command):
    """Somebody takes a post by decision of the organisation above, `approvedBy` in each holder."""

    appointed_on: Day
    reason: Reason
    holders: Holders


class Vacate(Command):
    """A holder's post falls vacant from that day on."""

    post: Post
    member_id: MemberId
    ended_on: Day
    reason: Literal["RESIGNED", "MOVED", "DECEASED", "REMOVED", "RETIRED", "OTHER"]


class SetTerm(Command):
    """The term of office; `years` by default those of the rule, `extendedTo` at most a year late and approved."""

    starts_on: Day
    years: Annotated[int, Field(ge=1, le=5)] | None = None
    village_or_community: bool = False
    extended_to: Day | None = None
    approved_by: OrganisationId | None = None


class Holder(Model):
    post: str
    member_id: MemberId
    branch_id: OrganisationId
    since: date
    until: date | None
    how: str
    approved_by: OrganisationId | None
    filed_with: OrganisationId | None


class Term(Model):
    starts_on: date | None
    years: int | None
    ends_on: date | None
    extended_to: date | None
    state: TermState


class LeadershipOut(Model):
    """Who holds the posts as of a day, which of the usual ones are vacant, the term, and what the roll says."""

    organisation_id: OrganisationId
    as_of: date
    holders: list[Holder]
    vacant: list[str]
    term: Term
    full_members: int | None
    version: int
