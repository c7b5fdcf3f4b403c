"""Inboxes by pull: the caller's own, and the boxes of the roles that the caller holds, two boxes at a time.

A role's box belongs to the office: whoever reads a notice there has read it for all who hold the role.
"""

from heapq import nlargest
from operator import attrgetter

from functions.notices.dispatch_tables import Content
from functions.notices.inbox_reading import read_beside
from functions.notices.inbox_tables import OFFICES, Notice
from functions.notices.inbox_turns import NOTHING_MORE, Turn
from functions.notices.models import CountsOut, NoticeOut
from kernel.asking import Asking
from kernel.authority import Principal, Target
from kernel.clock import now
from kernel.model import Page
from kernel.table import PAGE


def boxes(who: Principal) -> list[str]:
    own = [Notice.member_box(who.member_id)] if who.member_id else []
    held = (Notice.office_box(g.organisation_id, g.role) for g in who.grants if g.role in OFFICES)
    return [*own, *dict.fromkeys(held)]


def notices(caller: Asking, accepted: str | None, cursor: str | None, limit: int) -> Page[NoticeOut]:
    """Newest first, over the boxes whose turn it is."""
    caller.may("notices.inbox", Target())
    own = boxes(caller.principal)
    turn = Turn.of(cursor, own)
    found = [
        notice
        for box in turn.among(own)
        for notice in Notice.query(box, Notice.sk < turn.place, scan_index_forward=False, limit=limit + 1)
    ]
    newest = nlargest(limit + 1, found, key=attrgetter("sk"))
    page = newest[:limit]
    last = page[-1].sk if len(newest) > limit else NOTHING_MORE
    beside = read_beside(page, caller.principal, accepted)
    return Page(items=[beside.show(notice) for notice in page], as_of=now(), next=turn.after(last))


def counts(caller: Asking, cursor: str | None) -> CountsOut:
    """By the index of what is open, in the boxes whose turn it is; what a committee has taken back does not count."""
    caller.may("notices.inbox", Target())
    own = boxes(caller.principal)
    turn = Turn.of(cursor, own)
    newest = [list(Notice.open.query(box, scan_index_forward=False, limit=PAGE + 1)) for box in turn.among(own)]
    looked = [notice for box in newest for notice in box[:PAGE]]
    standing = Content.standing(looked)
    return CountsOut(
        unread=sum(not notice.read_at for notice in standing),
        undone=sum(notice.asks for notice in standing),
        urgent=sum(notice.urgent for notice in standing),
        more=any(len(box) > PAGE for box in newest),
        as_of=now(),
        next=turn.after(NOTHING_MORE),
    )
