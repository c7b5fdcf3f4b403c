"""A committee sends something: its text is kept once, and the order goes on the record, which carries it out."""

from functions.notices import dispatch_audience, preview_asking
from functions.notices.burdening import County
from functions.notices.dispatch_audience import Audience
from functions.notices.dispatch_errors import ActByPast
from functions.notices.dispatch_models import DispatchOut, OrderDispatch
from functions.notices.dispatch_tables import Content, Listed
from functions.notices.preview_figures import Figures, together, weigh
from kernel.asking import Asking
from kernel.burden_models import DemandsOut
from kernel.burdens import Demands, ReasonRequired, demanded
from kernel.calendar import month_of
from kernel.clock import business_day, instant, stamp
from kernel.events import AudienceAsked, DispatchOrdered
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork


def order(caller: Asking, asked: OrderDispatch) -> DispatchOut:
    """Raises `NotFound`, `Forbidden`, `NotBelowSender`, `NotAtHome`, `ActByPast`, `PreviewUnfit`, `ReasonRequired`."""
    audience = dispatch_audience.locate(caller, asked)
    act = caller.act()
    if asked.act_by and asked.act_by < business_day(act.at):
        raise ActByPast(fields=[{"field": "body.actBy", "code": ActByPast.code}])
    dispatch_audience.demand_at_home(asked)
    demands = demanded(asked.demands.demands, asks=asked.asks_something)
    over = _over_budget(audience, asked, demands, act)
    if asked.reason is None and (over is None or over.over):
        raise ReasonRequired.at("body.reason", over.worst if over else [])
    content = _content(audience, asked, demands, over.over if over else 0, act)
    work = UnitOfWork(act, chain=audience.sender.id, action="notices.dispatch", subject=content.id, head=audience.head)
    work.put_new(content)
    if audience.listed:
        work.put_new(Listed.of(content.id, audience.listed))
    _record(work, audience, content)
    told = shown(content)
    work.commit(told)
    return told


def _over_budget(audience: Audience, asked: OrderDispatch, demands: Demands, act: Act) -> Figures | None:
    """How many budgets it exceeds; None where something is demanded of branches that nobody has counted."""
    if not demands.any:
        return together([])
    if audience.county_id is None:
        return preview_asking.demand_counted(asked.preview_id, audience, demands) if asked.preview_id else None
    month = month_of(business_day(act.at))
    county = County.read(audience.county_id, month, audience.above)
    return weigh(county, audience.branches(), demands, 0)


def _content(audience: Audience, asked: OrderDispatch, demands: Demands, over: int, act: Act) -> Content:
    english = asked.english
    return Content(
        *Content.key_of(new_id()),
        sender=audience.sender.id,
        county_id=audience.sender.county_id,
        audience=audience.kind,
        top_id=audience.top_id,
        title=asked.title,
        body=asked.body,
        title_en=english.title if english else None,
        body_en=english.body if english else None,
        links=[link.model_dump() for link in asked.links],
        act_by=asked.act_by.isoformat() if asked.act_by else None,
        urgent=asked.urgent,
        asks=asked.asks_something,
        demands=demands._asdict(),
        over_budget=over,
        reason=asked.reason,
        ordered_at=stamp(act.at),
    )


def _record(work: UnitOfWork, audience: Audience, content: Content) -> None:
    """The reason itself stays with the content: an event holds no free text."""
    sender = audience.sender
    work.record(
        DispatchOrdered(
            dispatch_id=content.id,
            organisation_id=sender.id,
            county_id=sender.county_id,
            path=sender.path,
            audience=audience.kind,
            top_id=content.top_id,
            over_budget=int(content.over_budget),
        )
    )
    if audience.segment_id:
        places = {"organisation_id": sender.id, "county_id": sender.county_id, "segment_id": audience.segment_id}
        work.record(AudienceAsked(dispatch_id=content.id, **places))


def shown(content: Content) -> DispatchOut:
    return DispatchOut.model_validate(
        {
            "id": content.id,
            "organisation_id": content.sender,
            "audience": content.audience,
            "title": content.title,
            "act_by": content.act_by,
            "urgent": content.urgent,
            "asks": content.asks,
            "demands": DemandsOut.of(Demands(**content.demands)),
            "branches_over": int(content.over_budget),
            "ordered_at": instant(content.ordered_at),
            "retracted_at": instant(content.retracted_at) if content.retracted_at else None,
        }
    )
