"""A preview of whom one request cannot count: it is asked for, counted part by part, and looked at until all are in."""

from datetime import timedelta

from functions.notices.dispatch_audience import ACTION, Audience
from functions.notices.dispatch_errors import PreviewUnfit
from functions.notices.dispatch_models import PreviewOut
from functions.notices.preview_figures import Figures, of_all
from functions.notices.preview_showing import costs
from functions.notices.preview_tables import KEPT, Part, Preview, is_complete
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.burden_models import LoadOut
from kernel.burdens import Demands
from kernel.clock import now, stamp
from kernel.events import PreviewAsked
from kernel.ids import new_id
from kernel.journal import UnitOfWork

MOST_LOADS = 100
FRESH = timedelta(days=1)


def ask(caller: Asking, audience: Audience, demands: Demands) -> PreviewOut:
    """Put it on the record; the consumers of `PreviewAsked` count."""
    act, sender = caller.act(), audience.sender
    preview = Preview(
        *Preview.key_of(new_id()),
        sender=sender.id,
        top_id=audience.top_id,
        segment_id=audience.segment_id,
        demands=demands._asdict(),
        asked_at=stamp(act.at),
        expires_at=int((act.at + KEPT).timestamp()),
    )
    work = UnitOfWork(act, chain=sender.id, action="notices.preview", subject=preview.id, head=audience.head)
    work.put_new(preview)
    where = {"organisation_id": sender.id, "county_id": sender.county_id, "path": sender.path}
    event = PreviewAsked(preview_id=preview.id, **where, top_id=audience.top_id, segment_id=audience.segment_id)
    work.record(event)
    told = _shown(preview, [])
    work.commit(told)
    return told


def show(caller: Asking, preview_id: str) -> PreviewOut:
    """What is counted so far. Raises `NotFound`, `Forbidden`."""
    preview = Preview.demand(*Preview.key_of(preview_id))
    caller.may(ACTION, Target(path=directory.organisation(preview.sender).path))
    return _shown(preview, Part.all_of(preview))


def demand_counted(preview_id: str, audience: Audience, demands: Demands) -> Figures:
    """The figures on which an order rests. Raises `PreviewUnfit` for another plan's, an old or unfinished one."""
    preview = Preview.find(*Preview.key_of(preview_id))
    if preview and now() - preview.at <= FRESH and _plan_of(preview) == _plan(audience, demands):
        parts = Part.all_of(preview)
        if is_complete(parts):
            return of_all(parts)
    raise PreviewUnfit(fields=[{"field": "body.previewId", "code": PreviewUnfit.code}])


def _plan_of(preview: Preview) -> tuple[str | None, ...]:
    return preview.sender, preview.top_id, preview.segment_id, str(preview.wanted)


def _plan(audience: Audience, demands: Demands) -> tuple[str | None, ...]:
    return audience.sender.id, audience.top_id, audience.segment_id, str(demands)


def _shown(preview: Preview, parts: list[Part]) -> PreviewOut:
    """As of the part that was counted first."""
    figures = of_all(parts)
    return PreviewOut.model_validate(
        {
            "id": preview.id,
            "state": "COUNTED" if is_complete(parts) else "COUNTING",
            "parts": int(parts[0].parts) if parts else None,
            "parts_counted": len(parts),
            "branches": figures.branches,
            "people": figures.people,
            "branches_over": figures.over,
            "over_budget": [LoadOut.of(load) for load in figures.worst[:MOST_LOADS]],
            "costs": costs(figures.people),
            "as_of": min((part.counted_at for part in parts), default=preview.asked_at),
        }
    )
