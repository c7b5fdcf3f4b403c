"""What is sent to many, what it would ask of them, and what became of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kernel.burden_models import DemandsOut, LoadOut
from kernel.burdens import Demands
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Line, Model, Text

MOST_LISTED = 200

Title = Annotated[Line, StringConstraints(min_length=1, max_length=100)]
Body = Annotated[Text, StringConstraints(min_length=1, max_length=4000)]
Reason = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s\"<>]{1,500}$")]
Count = Annotated[int, Field(ge=0, le=99)]


class ToSubtree(Command):
    """Everybody who is at home at or below an organisation."""

    organisation_id: OrganisationId


class ToSegment(Command):
    """Whoever a kept search finds when it is sent."""

    segment_id: Id


class Recipient(Command):
    branch_id: OrganisationId
    member_id: MemberId


class ToList(Command):
    members: Annotated[list[Recipient], Field(min_length=1, max_length=MOST_LISTED)]


class Asked(Command):
    """How many requests, forms and photos each branch is asked for."""

    requests: Count = 0
    forms: Count = 0
    photos: Count = 0

    @property
    def demands(self) -> Demands:
        return Demands(self.requests, self.forms, self.photos)


class PlanDispatch(Command):
    """To whom, and what it asks for."""

    organisation_id: OrganisationId
    audience: ToSubtree | ToSegment | ToList
    asks: bool = False
    demands: Asked = Asked()


class Wording(Command):
    title: Title
    body: Body


class LinkTo(Command):
    rel: Annotated[Line, StringConstraints(min_length=1, max_length=40)]
    href: Address


class OrderDispatch(PlanDispatch):
    """A notice from a committee; with a day to act by it asks for something.

    `preview_id`: what was counted of this plan within a day, where its branches cannot be seen at once.
    """

    title: Title
    body: Body
    english: Wording | None = None
    links: Annotated[tuple[LinkTo, ...], Field(max_length=5)] = ()
    act_by: date | None = None
    urgent: bool = False
    reason: Reason | None = None
    preview_id: Id | None = None

    @property
    def asks_something(self) -> bool:
        return self.asks or self.act_by is not None


class RemindDispatch(Command):
    """Those at and below an organisation; without one, everybody."""

    organisation_id: OrganisationId | None = None


class RetractDispatch(Command):
    reason: Reason


class CostOut(Model):
    """Fen, if everybody were told by this channel."""

    channel: Literal["inbox", "sms", "email", "wechat"]
    fen: int


class PreviewOut(Model):
    """`over_budget` lists at most a hundred branches of `branches_over`, the most loaded first.

    COUNTED: exact, as of `as_of`. COUNTING: so far at least; it is looked up again by its `id`, and counted when all
    `parts` are (counties, or parts of what a kept search finds; None: how many is not known yet), of which each names
    at most twenty branches.
    """

    id: Id | None = None
    state: Literal["COUNTING", "COUNTED"]
    parts: int | None
    parts_counted: int
    branches: int
    people: int
    branches_over: int
    over_budget: list[LoadOut]
    costs: list[CostOut]
    as_of: datetime


class DispatchOut(Model):
    id: Id
    organisation_id: OrganisationId
    audience: Literal["subtree", "list", "segment"]
    title: str
    act_by: date | None
    urgent: bool
    asks: bool
    demands: DemandsOut
    branches_over: int
    ordered_at: datetime
    retracted_at: datetime | None = None


class ReachOut(Model):
    """How many it came to, how many of them opened it and did what it asks."""

    organisation_id: OrganisationId
    delivered: int
    opened: int
    acted: int


class StatusOut(Model):
    """Organisations right below the one that was asked about, where they stood when they were told.

    Above a county a page is one county, and `reach` is that of the page.
    """

    dispatch: DispatchOut
    reach: ReachOut
    items: list[ReachOut]
    as_of: datetime
    next: str | None = None


class UnreadOut(Model):
    """Somebody who has not opened it, or not done what it asks."""

    member_id: MemberId
    opened_at: datetime | None
    acted_at: datetime | None


class RemindedOut(Model):
    dispatch_id: Id
    organisation_id: OrganisationId
    day: date


class BurdenOut(Model):
    """`asked` of all branches together; `items` are the most loaded, or the one that was asked about."""

    organisation_id: OrganisationId
    month: str
    asked: DemandsOut
    branches: int
    branches_over: int
    items: list[LoadOut]
    as_of: datetime
