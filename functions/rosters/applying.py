"""A previewed roster is applied: the committee says so, then its kept chunks are sent, page by page."""

from collections.abc import Callable
from datetime import timedelta

from functions.rosters import forwarding
from functions.rosters.errors import NothingToApply, NotPreviewed, RosterExpired
from functions.rosters.messages import WalkOn
from functions.rosters.models import RosterOut
from functions.rosters.reading import seen, shown
from functions.rosters.rules import DAYS_TO_APPLY
from functions.rosters.sending import send
from functions.rosters.tables import Chunk, Roster
from kernel.asking import Asking
from kernel.clock import instant, now, stamp
from kernel.events import RosterApplyStarted
from kernel.journal import UnitOfWork
from kernel.rows import RowsMessage
from kernel.settings import Settings

CHUNKS_IN_PAGE = 50


class WalkSettings(Settings):
    apply_queue: str


def start(caller: Asking, roster_id: str) -> RosterOut:
    """The roster in state APPLYING. Raises `NotPreviewed`, `NothingToApply`, `RosterExpired`."""
    roster = seen(caller, roster_id, "rosters.apply")
    if roster.state != "PREVIEWED":
        raise NotPreviewed
    if roster.preview.create + roster.preview.update + roster.preview.same == 0:
        raise NothingToApply
    if now() - instant(roster.created_at) > timedelta(days=DAYS_TO_APPLY):
        raise RosterExpired
    roster.state, roster.applying_since = "APPLYING", stamp(now())
    work = UnitOfWork(caller.act(), chain=roster.organisation_id, action="rosters.apply", subject=roster.id)
    work.put(roster)
    work.record(RosterApplyStarted(roster_id=roster.id, organisation_id=roster.organisation_id))
    reply = shown(roster)
    work.commit(reply)
    return reply


def walk(roster_id: str, after: int, has_time: Callable[[], bool]) -> None:
    """Send the chunks after this number to be applied; what time does not allow, a message to ourselves goes on with.

    A chunk may be sent twice: it is carried out once, by its number.
    """
    roster = Roster.of(roster_id)
    if roster.state != "APPLYING":
        return
    while page := _page(roster, after):
        forwarding.forward(page)
        after = page[-1].chunk
        if len(page) == CHUNKS_IN_PAGE and not has_time():
            send(WalkSettings.load().apply_queue, [WalkOn(roster_id=roster_id, after=after)])
            return


def _page(roster: Roster, after: int) -> list[RowsMessage]:
    condition = Chunk.sk.between(Chunk.place(after + 1), "CHUNK#~")
    found = Chunk.query(roster.pk, condition, consistent_read=True, limit=CHUNKS_IN_PAGE)
    return [RowsMessage.model_validate_json(row.message).model_copy(update={"phase": "apply"}) for row in found]
