"""A dispatch is taken back: one writing, which every copy shows; what has not come yet does not come."""

from functions.notices.dispatch_errors import Retracted
from functions.notices.dispatch_models import DispatchOut, RetractDispatch
from functions.notices.dispatch_ordering import shown
from functions.notices.dispatch_tables import Content
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import stamp
from kernel.errors import NotFound
from kernel.events import DispatchRetracted
from kernel.journal import UnitOfWork


def retract(caller: Asking, dispatch_id: str, asked: RetractDispatch) -> DispatchOut:
    """Raises `NotFound`, `Forbidden`, `Retracted` if it was before."""
    content = Content.find(*Content.key_of(dispatch_id))
    if content is None:
        raise NotFound
    caller.may("notices.dispatch", Target(path=directory.organisation(content.sender).path))
    if content.retracted_at:
        raise Retracted
    act = caller.act()
    content.retracted_at, content.retraction_reason = stamp(act.at), asked.reason
    told = shown(content)
    work = UnitOfWork(act, chain=content.sender, action="notices.dispatch.retract", subject=dispatch_id)
    work.put(content)
    places = {"organisation_id": content.sender, "county_id": content.county_id}
    work.record(DispatchRetracted(dispatch_id=dispatch_id, **places))
    work.commit(told)
    return told
