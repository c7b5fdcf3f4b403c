"""Whom a dispatch goes to, as far as it can be known when it is asked for: two or three reads."""

from dataclasses import dataclass, field
from typing import Literal

from functions.notices import burdening, dispatch_branches
from functions.notices.burden_tables import Budgets
from functions.notices.dispatch_errors import NotAtHome, NotBelowSender, SeveralCounties
from functions.notices.dispatch_models import PlanDispatch, ToList, ToSegment, ToSubtree
from functions.notices.tables import Presence
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation, Seen, covers, demand_organisation
from kernel.record import Head
from kernel.subtrees import homes

ACTION = "notices.dispatch"
FIELD = "body.audience"


@dataclass(frozen=True)
class Audience:
    """`county_id` is that of all its branches; None where they lie in several, or are not known yet."""

    kind: Literal["subtree", "list", "segment"]
    sender: Organisation
    seen: Seen
    top: Organisation | None = None
    segment_id: str | None = None
    listed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def head(self) -> Head:
        """Of the sender's chain; one without a number if it was not begun."""
        rows = self.seen.of(Head.Meta.table_name)
        return Head.from_raw_data(rows[0]) if rows else Head(self.sender.id)

    @property
    def above(self) -> Budgets | None:
        """The budgets that organisations above the counties have set."""
        rows = self.seen.of(Budgets.Meta.table_name)
        return Budgets.from_raw_data(rows[0]) if rows else None

    @property
    def top_id(self) -> str | None:
        """The organisation at the top of a subtree."""
        return self.top.id if self.top else None

    @property
    def county_id(self) -> str | None:
        if self.top:
            return None if dispatch_branches.is_above_counties(self.top) else self.top.county_id
        return next((self.seen.organisations[branch].county_id for branch in self.listed), None)

    def branches(self) -> list[Organisation]:
        """Those of a subtree by another read."""
        if self.top:
            return homes(self.top, self.seen.moving.open())
        return [self.seen.organisations[branch] for branch in self.listed]


def locate(caller: Asking, asked: PlanDispatch) -> Audience:
    """Raises `NotFound` and `Forbidden` for places out of the caller's reach, `NotBelowSender`, `SeveralCounties`."""
    listed = _by_branch(asked)
    top_id = asked.audience.organisation_id if isinstance(asked.audience, ToSubtree) else None
    beside = [Head(asked.organisation_id), burdening.above()]
    places = [asked.organisation_id, *([top_id] if top_id else listed)]
    seen = directory.look(places, beside={row.Meta.table_name: [row.key()] for row in beside})
    found = [demand_organisation(seen.organisations, place) for place in places]
    for place in found:
        caller.may(ACTION, Target(path=place.path))
    if any(not covers(asked.organisation_id, place.path) for place in found):
        raise NotBelowSender(fields=[{"field": FIELD, "code": NotBelowSender.code}])
    if len({place.county_id for place in found[1:]}) > 1:
        raise SeveralCounties(fields=[{"field": FIELD, "code": SeveralCounties.code}])
    segment_id = asked.audience.segment_id if isinstance(asked.audience, ToSegment) else None
    kind: Literal["subtree", "list", "segment"] = "subtree" if top_id else "segment" if segment_id else "list"
    return Audience(kind, found[0], seen, found[1] if top_id else None, segment_id, listed)


def _by_branch(asked: PlanDispatch) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    if isinstance(asked.audience, ToList):
        for one in asked.audience.members:
            if one.member_id not in listed.setdefault(one.branch_id, []):
                listed[one.branch_id].append(one.member_id)
    return listed


def demand_at_home(asked: PlanDispatch) -> None:
    """Raises `NotAtHome` for everybody on a list who is not on the roll of the branch named for them."""
    if not isinstance(asked.audience, ToList):
        return
    branches = dict.fromkeys(one.branch_id for one in asked.audience.members)
    homes = {p.organisation_id: p.members for p in Presence.find_all([(f"ORG#{b}", "PRESENCE") for b in branches])}
    strangers = [
        {"field": f"{FIELD}.members.{place}", "code": NotAtHome.code}
        for place, one in enumerate(asked.audience.members)
        if one.member_id not in homes.get(one.branch_id, {})
    ]
    if strangers:
        raise NotAtHome(fields=strangers)
