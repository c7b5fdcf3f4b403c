"""What a dispatch would ask of branches, and cost, before it is sent."""

from functions.notices import dispatch_audience, preview_asking
from functions.notices.burdening import County
from functions.notices.dispatch_models import PlanDispatch, PreviewOut
from functions.notices.preview_asking import MOST_LOADS
from functions.notices.preview_figures import weigh
from functions.notices.preview_showing import costs
from kernel.asking import Asking
from kernel.burden_models import LoadOut
from kernel.burdens import demanded
from kernel.calendar import month_of
from kernel.clock import business_day, now


def preview(caller: Asking, asked: PlanDispatch) -> PreviewOut:
    """Counted at once within a county, else asked for. Raises `NotFound`, `Forbidden`, `NotBelowSender`."""
    audience = dispatch_audience.locate(caller, asked)
    demands = demanded(asked.demands.demands, asks=asked.asks)
    if audience.county_id is None:
        return preview_asking.ask(caller, audience, demands)
    at = now()
    county = County.read(audience.county_id, month_of(business_day(at)), audience.above)
    branches = audience.branches()
    listed = sum(len(members) for members in audience.listed.values())
    people = listed or sum(county.people.get(branch.id, 0) for branch in branches)
    figures = weigh(county, branches, demands, people)
    return PreviewOut(
        state="COUNTED",
        parts=1,
        parts_counted=1,
        branches=figures.branches,
        people=figures.people,
        branches_over=figures.over,
        over_budget=[LoadOut.of(load) for load in figures.worst[:MOST_LOADS]],
        costs=costs(people),
        as_of=at,
    )
