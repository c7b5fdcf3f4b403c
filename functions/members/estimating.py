"""How many a kept search finds, for a preview of `notices`: by branch, as numbers alone."""

from itertools import batched

from functions.members.naming import IN_ACT, found
from kernel.clock import business_day
from kernel.events import AudienceCounted, BranchCount, PreviewAsked
from kernel.journal import Act, UnitOfWork

IN_EVENT = 60  # branches: some 3.5 KB


def asked(act: Act, event: PreviewAsked) -> None:
    """A search that finds nobody, is gone, or of a place that does not lie at or below who asks: one empty part."""
    if event.segment_id is None:
        return
    places = list(found(event.segment_id, event.organisation_id, business_day(act.fact_at)))
    county_id = places[0][0].county_id if places else event.county_id
    counts = [BranchCount(branch_id=branch.id, members=len(members)) for branch, members in places]
    parts = list(batched(counts, IN_EVENT, strict=False)) or [()]
    told = (
        AudienceCounted(preview_id=event.preview_id, county_id=county_id, part=n, parts=len(parts), branches=some)
        for n, some in enumerate(parts)
    )
    for number, events in enumerate(batched(told, IN_ACT, strict=False)):
        sender, preview = event.organisation_id, event.preview_id
        work = UnitOfWork(act, chain=sender, action="members.count", subject=preview, effect=number)
        for one in events:
            work.record(one)
        work.commit()
