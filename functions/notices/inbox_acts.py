"""Reading a notice, and doing what it asks."""

from functions.notices import dispatching
from functions.notices.errors import NothingAsked, Withdrawn
from functions.notices.inbox import boxes
from functions.notices.inbox_reading import Beside, read_beside
from functions.notices.inbox_tables import Notice
from functions.notices.models import NoticeOut
from kernel.asking import Asking
from kernel.authority import Target
from kernel.errors import NotFound
from kernel.events import NoticeDone, NoticeRead
from kernel.journal import UnitOfWork


def read(caller: Asking, notice_id: str, accepted: str | None) -> NoticeOut:
    """Mark as read; what was read stays as it is. Raises `NotFound` for a notice that is in no box of the caller."""
    notice, beside = _find(caller, notice_id, accepted)
    if notice.read_at:
        return beside.show(notice)
    work = _work(caller, notice, "notices.read")
    notice.mark_read(work.act.at)
    dispatching.opened(work, notice)
    work.record(NoticeRead(notice_id=notice.sk, organisation_id=notice.organisation_id))
    return _commit(work, notice, beside)


def done(caller: Asking, notice_id: str, accepted: str | None) -> NoticeOut:
    """Mark what it asks as done, and thereby as read. Raises `NothingAsked`, `Withdrawn`, `NotFound`."""
    notice, beside = _find(caller, notice_id, accepted)
    if notice.done_at:
        return beside.show(notice)
    if not notice.asks:
        raise NothingAsked
    if beside.withdrawn_at(notice):
        raise Withdrawn
    work = _work(caller, notice, "notices.done")
    dispatching.acted(work, notice, first_opened=not notice.read_at)
    notice.mark_done(work.act.at)
    work.record(_done(caller, notice))
    return _commit(work, notice, beside)


def _done(caller: Asking, notice: Notice) -> NoticeDone:
    return NoticeDone(
        notice_id=notice.sk,
        organisation_id=notice.organisation_id,
        county_id=notice.county_id,
        code=notice.code,
        dispatch_id=notice.dispatch_id,
        member_id=caller.principal.member_id if notice.reader == "member" else None,
    )


def _find(caller: Asking, notice_id: str, accepted: str | None) -> tuple[Notice, Beside]:
    caller.may("notices.inbox", Target())
    keys = [(box, notice_id) for box in boxes(caller.principal)]
    found = Notice.find_all(keys, consistent=True) if keys else []
    if not found:
        raise NotFound
    return found[0], read_beside(found[:1], caller.principal, accepted)


def _work(caller: Asking, notice: Notice, action: str) -> UnitOfWork:
    return UnitOfWork(caller.act(), chain=notice.organisation_id, action=action, subject=notice.sk)


def _commit(work: UnitOfWork, notice: Notice, beside: Beside) -> NoticeOut:
    work.put(notice)
    shown = beside.show(notice)
    work.commit(shown)
    return shown
