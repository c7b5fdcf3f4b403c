"""A committee has whoever has not opened a dispatch, or not done what it asks, reminded of it."""

from functions.notices.dispatch_errors import RemindedToday, Retracted
from functions.notices.dispatch_models import RemindDispatch, RemindedOut
from functions.notices.dispatch_status import demand_below
from functions.notices.dispatch_tables import Asked, Content
from kernel import directory
from kernel.asking import Asking
from kernel.clock import business_day
from kernel.errors import NotFound
from kernel.events import DispatchReminded
from kernel.journal import UnitOfWork

ACTION = "notices.dispatch"


def remind(caller: Asking, dispatch_id: str, asked: RemindDispatch) -> RemindedOut:
    """Raises `NotFound`, `Forbidden`, `Retracted`, `RemindedToday`."""
    content = Content.find(*Content.key_of(dispatch_id))
    if content is None:
        raise NotFound
    place = directory.organisation(asked.organisation_id or content.sender)
    demand_below(caller, ACTION, content, place)
    if content.retracted_at:
        raise Retracted
    act = caller.act()
    day = business_day(act.at)
    told = RemindedOut(dispatch_id=dispatch_id, organisation_id=place.id, day=day)
    work = UnitOfWork(act, chain=place.id, action="notices.dispatch.remind", subject=dispatch_id)
    work.put_new(Asked.of(dispatch_id, day, place.id), RemindedToday())
    where = {"top_id": place.id, "county_id": place.county_id, "path": place.path}
    work.record(DispatchReminded(dispatch_id=dispatch_id, organisation_id=content.sender, day=day, **where))
    work.commit(told)
    return told
