"""Inboxes by pull: the caller's own, and the boxes of the roles that the caller holds.

A role's box belongs to the office: whoever reads a notice there has read it for all who hold the role.
"""

from heapq import nlargest
from operator import attrgetter

from functions.notices.models import NoticeOut
from functions.notices.tables import Notice
from kernel.asking import Asking
from kernel.authority import Principal, Target
from kernel.clock import now, stamp
from kernel.errors import Malformed, NotFound
from kernel.events import NoticeRead
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor


def boxes(who: Principal) -> list[str]:
    own = [Notice.member_box(who.member_id)] if who.member_id else []
    return [*own, *dict.fromkeys(Notice.office_box(g.organisation_id, g.role) for g in who.grants)]


def notices(caller: Asking, cursor: str | None, limit: int) -> Page[NoticeOut]:
    """Newest first, over all boxes of the caller."""
    caller.may("notices.inbox", Target())
    before = _place(cursor)
    older = Notice.sk < before if before else None
    found = [
        notice
        for box in boxes(caller.principal)
        for notice in Notice.query(box, older, scan_index_forward=False, limit=limit + 1)
    ]
    newest = nlargest(limit + 1, found, key=attrgetter("sk"))
    page = newest[:limit]
    more = {"before": page[-1].sk} if len(newest) > limit else None
    return Page(items=[NoticeOut.of(notice) for notice in page], as_of=now(), next=encode_cursor(more))


def _place(cursor: str | None) -> str | None:
    """The id of the last notice seen. Raises `Malformed`."""
    place = decode_cursor(cursor)
    before = place.get("before") if place else None
    if place and not isinstance(before, str):
        raise Malformed(field="cursor")
    return before


def read(caller: Asking, notice_id: str) -> NoticeOut:
    """Mark as read; what was read stays as it is. Raises `NotFound` for a notice that is in no box of the caller."""
    caller.may("notices.inbox", Target())
    keys = [(box, notice_id) for box in boxes(caller.principal)]
    notice = next(iter(Notice.find_all(keys, consistent=True)), None) if keys else None
    if notice is None:
        raise NotFound
    return NoticeOut.of(notice) if notice.read_at else _mark(caller, notice)


def _mark(caller: Asking, notice: Notice) -> NoticeOut:
    act = caller.act()
    notice.read_at = stamp(act.at)
    told = NoticeOut.of(notice)
    work = UnitOfWork(act, chain=notice.organisation_id, action="notices.read", subject=notice.sk)
    work.put(notice)
    work.record(NoticeRead(notice_id=notice.sk, organisation_id=notice.organisation_id))
    work.commit(told)
    return told
