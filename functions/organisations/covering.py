"""Coverage: how many of those that should have something have it, on which day, and which have not.

One reading of the subtree in the index, a county of 852 organisations in one call of at most a megabyte; each page of
what is missing reads it anew, since the counts are of the moment. Above the county each county is counted by itself.
"""

from functions.organisations import walking
from functions.organisations.coverage_rules import MEASURES
from functions.organisations.place_models import CoverageOut, Missing, Of
from kernel.asking import Asking
from kernel.clock import business_day, now
from kernel.directory import Organisation


def show(caller: Asking, organisation_id: str, of: Of, cursor: str | None, limit: int) -> CoverageOut:
    """Counts of a tree and a part of what is missing there, in the order of the paths."""
    walk = walking.begin(caller, "organisations.coverage", organisation_id, cursor)
    measure, today = MEASURES[of], business_day(now())
    counted = [o for o in walk.whole() if measure.should(o)]
    missing = [o for o in counted if not measure.has(o, today)]
    listed = [o for o in missing if o.path > walk.after][: limit + 1]
    return CoverageOut(
        organisation_id=walk.top.id,
        tree_id=walk.tree_id,
        of=of,
        as_of=today,
        numerator=len(counted) - len(missing),
        denominator=len(counted),
        missing=[_missing(o) for o in listed[:limit]],
        next=walk.cursor(listed[limit - 1].path if len(listed) > limit else None),
    )


def _missing(o: Organisation) -> Missing:
    return Missing(id=o.id, code=o.code, name=o.name, kind=o.kind, path=o.path)
