"""What went out of the house to the caller, and what became of it."""

from functions.notices.cursors import place_in
from functions.notices.message_models import MessageOut
from functions.notices.preferences import demand_member
from functions.notices.sent_tables import Delivery
from kernel.asking import Asking
from kernel.clock import now
from kernel.model import Page
from kernel.table import encode_cursor

PLACE = "message"


def own(caller: Asking, cursor: str | None, limit: int) -> Page[MessageOut]:
    """Word of urgent notices, then digests, each the newest first. Raises `NotFound` for an account of no member."""
    member_id = demand_member(caller)
    found = Delivery.to(member_id, place_in(cursor, PLACE), limit + 1)
    following = {PLACE: found[limit - 1].sk} if len(found) > limit else None
    return Page(items=[MessageOut.of(one) for one in found[:limit]], as_of=now(), next=encode_cursor(following))
