"""What a dispatch would ask of branches, and cost, before it is sent."""

from functions.notices import dispatch_audience
from functions.notices.burden_rules import demanded
from functions.notices.burdening import Assessed, County
from functions.notices.channels import ChannelSettings
from functions.notices.dispatch_errors import AboveCounty, NotForeseen
from functions.notices.dispatch_models import CostOut, DemandsOut, LoadOut, PlanDispatch, PreviewOut
from kernel.asking import Asking
from kernel.calendar import month_of
from kernel.clock import business_day, now

MOST_LOADS = 100
INBOX_FEN_A_THOUSAND = 4  # measured by scripts/bench/dispatch.py


def preview(caller: Asking, asked: PlanDispatch) -> PreviewOut:
    """Raises `NotFound`, `Forbidden`, `NotBelowSender`, `AboveCounty`, and `NotForeseen` for a kept search."""
    audience = dispatch_audience.locate(caller, asked)
    if audience.kind == "segment":
        raise NotForeseen(fields=[{"field": "body.audience", "code": NotForeseen.code}])
    if audience.county_id is None:
        raise AboveCounty(fields=[{"field": "body.audience.organisationId", "code": AboveCounty.code}])
    at = now()
    county = County.read(audience.county_id, month_of(business_day(at)), audience.above)
    branches = audience.branches()
    loads = county.assess(branches, demanded(asked.demands.demands, asks=asked.asks))
    over = [load for load in loads if load.over]
    listed = sum(len(members) for members in audience.listed.values())
    people = listed or sum(county.people.get(branch.id, 0) for branch in branches)
    return PreviewOut(
        branches=len(branches),
        people=people,
        branches_over=len(over),
        over_budget=[shown(load) for load in over[:MOST_LOADS]],
        costs=costs(people),
        as_of=at,
    )


def costs(people: int) -> list[CostOut]:
    """A message each; what the inbox costs is rounded up."""
    prices = ChannelSettings.load()
    return [
        CostOut(channel="inbox", fen=-(-people * INBOX_FEN_A_THOUSAND // 1000)),
        CostOut(channel="sms", fen=people * prices.sms_fen),
        CostOut(channel="email", fen=people * prices.mail_fen),
        CostOut(channel="wechat", fen=0),
    ]


def shown(load: Assessed) -> LoadOut:
    asked, budget = DemandsOut.of(load.asked), DemandsOut.of(load.budget)
    return LoadOut(organisation_id=load.branch_id, asked=asked, budget=budget, over_budget=load.over)
