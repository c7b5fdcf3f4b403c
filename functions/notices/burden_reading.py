"""What was asked of branches in a month: of one, or of all below a committee."""

from functools import reduce

from functions.notices import burdening, dispatch_branches
from functions.notices.burden_tables import Budgets
from functions.notices.burdening import County
from functions.notices.dispatch_errors import AboveCounty
from functions.notices.dispatch_models import BurdenOut
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.burden_models import DemandsOut, LoadOut
from kernel.burdens import Demands
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import demand_organisation
from kernel.subtrees import homes

MOST_LOADED = 50


def burden(caller: Asking, organisation_id: str, month: str | None) -> BurdenOut:
    """Raises `NotFound`, `Forbidden`, `AboveCounty`."""
    above = burdening.above()
    seen = directory.look([organisation_id], beside={Budgets.Meta.table_name: [above.key()]})
    place = demand_organisation(seen.organisations, organisation_id)
    caller.may("notices.burden.read", Target(path=place.path))
    if dispatch_branches.is_above_counties(place):
        raise AboveCounty(fields=[{"field": "path.organisationId", "code": AboveCounty.code}])
    at = now()
    month = month or month_of(business_day(at))
    set_above = next((Budgets.from_raw_data(row) for row in seen.of(Budgets.Meta.table_name)), None)
    county = County.read(place.county_id, month, set_above)
    branches = [place] if place.holds_members else homes(place, seen.moving.open())
    loads = county.assess(branches, Demands())
    told = [load for load in loads if load.asked.any or place.holds_members]
    return BurdenOut(
        organisation_id=place.id,
        month=month,
        asked=DemandsOut.of(reduce(Demands.plus, (load.asked for load in loads), Demands())),
        branches=len(branches),
        branches_over=sum(load.over for load in loads),
        items=[LoadOut.of(load) for load in told[:MOST_LOADED]],
        as_of=at,
    )
