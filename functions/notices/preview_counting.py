"""Counting for a preview: a map over the counties of a subtree, or whom `members` says that a kept search finds."""

from functions.notices import burdening
from functions.notices.burden_tables import Budgets
from functions.notices.burdening import County
from functions.notices.dispatch_counties import Part as Fanned
from functions.notices.dispatch_counties import fan_out
from functions.notices.dispatch_messages import CountyPart
from functions.notices.preview_figures import Figures, part_of, weigh
from functions.notices.preview_tables import Preview
from kernel import directory
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Seen, demand_organisation
from kernel.events import AudienceCounted, PreviewAsked
from kernel.journal import Act
from kernel.subtrees import homes


def asked(act: Act, event: PreviewAsked) -> None:
    """A subtree above counties; whom a search finds is told by `AudienceCounted`. No county is nobody."""
    preview = Preview.find(*Preview.key_of(event.preview_id))
    if preview is None or event.top_id is None:
        return
    if fan_out(Fanned(event.preview_id, event.top_id, preview=True)) == 0:
        part_of(preview, "NONE", 1, Figures(0, 0, 0, []), act.fact_at).save()


def county(part: CountyPart) -> int:
    """One county of a subtree. Returns how many people are at home there."""
    preview = Preview.find(*Preview.key_of(part.dispatch_id))
    if preview is None:
        return 0
    seen = _look([part.top_id])
    top = demand_organisation(seen.organisations, part.top_id)
    branches, loads = homes(top, seen.moving.open()), _loads(preview, part.county_id, seen)
    people = sum(loads.people.get(branch.id, 0) for branch in branches)
    figures = weigh(loads, branches, preview.wanted, people)
    part_of(preview, part.county_id, part.preview_parts or 1, figures, now()).save()
    return people


def counted(act: Act, event: AudienceCounted) -> None:
    """Some branches in which a search found somebody, of one county."""
    preview = Preview.find(*Preview.key_of(event.preview_id))
    if preview is None:
        return
    found = {one.branch_id: one.members for one in event.branches}
    seen = _look(list(found))
    branches = list(seen.organisations.values())
    figures = weigh(_loads(preview, event.county_id, seen), branches, preview.wanted, sum(found.values()))
    part_of(preview, str(event.part), event.parts, figures, act.fact_at).save()


def _look(places: list[str]) -> Seen:
    """Organisations, with the budgets that are set above the counties."""
    return directory.look(places, beside={Budgets.Meta.table_name: [burdening.above().key()]})


def _loads(preview: Preview, county_id: str, seen: Seen) -> County:
    """Of the month in which it was asked."""
    above = next((Budgets.from_raw_data(row) for row in seen.of(Budgets.Meta.table_name)), None)
    return County.read(county_id, month_of(business_day(preview.at)), above)
