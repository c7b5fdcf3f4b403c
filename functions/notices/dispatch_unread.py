"""Who has not opened a dispatch, or not done what it asks: read from the copies themselves, a branch at a time."""

from datetime import datetime

from functions.notices.dispatch_left import What, left_of
from functions.notices.dispatch_models import UnreadOut
from functions.notices.dispatch_status import ACTION, demand_below
from functions.notices.dispatch_tables import Content, Told
from functions.notices.inbox_tables import Notice
from kernel import directory
from kernel.asking import Asking
from kernel.clock import instant, now
from kernel.errors import Malformed, NotFound
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor


def unread(caller: Asking, dispatch_id: str, branch_id: str, what: What, cursor: str | None) -> Page[UnreadOut]:
    """A page is one chunk of those to whom it came, so it may hold nobody and go on. Raises `NotFound`."""
    branch, content = directory.organisation_and(branch_id, Content, *Content.key_of(dispatch_id))
    if content is None:
        raise NotFound
    demand_below(caller, ACTION, content, branch)
    chunks = _chunks(dispatch_id, branch.county_id, branch.id, cursor)
    left = left_of(content, chunks[0].members, what) if chunks else []
    following = encode_cursor({"chunk": chunks[0].sk}) if len(chunks) > 1 else None
    return Page(items=[_shown(member, notice) for member, notice in left], as_of=now(), next=following)


def _chunks(dispatch_id: str, county_id: str, branch_id: str, cursor: str | None) -> list[Told]:
    """The next chunk of the branch and the one after it."""
    first = f"{Told.PREFIX}{branch_id}#"
    after = _place(cursor, first)
    span = Told.sk.between(after, f"{first}~")
    found = Told.query(Told.partition(dispatch_id, county_id), span, limit=3, page_size=3, consistent_read=True)
    return [told for told in found if told.sk != after][:2]


def _place(cursor: str | None, first: str) -> str:
    """Raises `Malformed` for a cursor of another making, or of another branch."""
    said = decode_cursor(cursor)
    place = said.get("chunk") if said else first
    if not isinstance(place, str) or not place.startswith(first):
        raise Malformed(field="cursor")
    return place


def _shown(member_id: str, notice: Notice) -> UnreadOut:
    return UnreadOut(member_id=member_id, opened_at=_at(notice.read_at), acted_at=_at(notice.done_at))


def _at(text: str | None) -> datetime | None:
    return instant(text) if text else None
