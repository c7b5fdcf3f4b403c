"""Coverage: how many of those that should have something have it, on which day, and which have not.

One reading of the subtree in the index, a county of 852 organisations in one call of at most a megabyte; each page of
what is missing reads it anew, since the counts are of the moment.
"""

from functions.organisations import ranges, rules
from functions.organisations.coverage_rules import MEASURES
from functions.organisations.errors import AboveCounty
from functions.organisations.listing import after_of
from functions.organisations.place_models import CoverageOut, Missing, Of
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation, demand_organisation
from kernel.table import encode_cursor


def show(caller: Asking, organisation_id: str, of: Of, cursor: str | None, limit: int) -> CoverageOut:
    """Counts and a part of what is missing, in the order of the paths. Raises `AboveCounty`."""
    seen = directory.look([organisation_id])
    top = demand_organisation(seen.organisations, organisation_id)
    caller.may("organisations.coverage", Target(path=top.path))
    if rules.above_county(top.level):
        raise AboveCounty
    after = after_of(top, cursor) if cursor else ""
    measure, today = MEASURES[of], business_day(now())
    counted = [o for o in ranges.whole(top, seen.moving.open()) if measure.should(o)]
    missing = [o for o in counted if not measure.has(o, today)]
    listed = [o for o in missing if o.path > after][: limit + 1]
    return CoverageOut(
        organisation_id=top.id,
        of=of,
        as_of=today,
        numerator=len(counted) - len(missing),
        denominator=len(counted),
        missing=[_missing(o) for o in listed[:limit]],
        next=encode_cursor({"after": listed[limit - 1].path}) if len(listed) > limit else None,
    )


def _missing(o: Organisation) -> Missing:
    return Missing(id=o.id, code=o.code, name=o.name, kind=o.kind, path=o.path)
