"""A roster held, let go on, stopped, or taken back, by the committee's word."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from functions.rosters.errors import CannotCancel, CannotPause, CannotResume, CannotUndo, UndoTooLate
from functions.rosters.models import RosterOut
from functions.rosters.reading import is_stalled, seen, shown
from functions.rosters.reading_orders import named, reading_ordered
from functions.rosters.tables import Roster, empty_tally
from functions.rosters.walking import RUNNING
from kernel.asking import Asking
from kernel.clock import instant, now, stamp
from kernel.events import (
    Event,
    RosterCancelled,
    RosterPaused,
    RosterResumed,
    RosterUndoStarted,
)
from kernel.journal import UnitOfWork
from kernel.projection import retrying
from kernel.settings import Settings

BEFORE_APPLY = ("UPLOADING", "NEEDS_MAPPING", "PARSING", "PREVIEWED")
UNDOABLE = ("APPLIED", "CANCELLED", "PAUSED")


class UndoSettings(Settings):
    undo_days: int = 30


def _beside_the_counting(order: Callable[[Asking, str], RosterOut]) -> Callable[[Asking, str], RosterOut]:
    """While the rows of a roster are counted it changes many times a second: an order is tried again, not refused."""

    @wraps(order)
    def steadily(caller: Asking, roster_id: str) -> RosterOut:
        return retrying(lambda: order(caller, roster_id))

    return steadily


@_beside_the_counting
def pause(caller: Asking, roster_id: str) -> RosterOut:
    """No more chunks are sent; what is under way, a few seconds' worth, is still counted. Raises `CannotPause`."""
    roster = seen(caller, roster_id, "rosters.apply")
    if roster.state not in RUNNING:
        raise CannotPause
    roster.paused_from, roster.state = roster.state, "PAUSED"
    return _commit(caller, roster, "rosters.pause", RosterPaused(**named(roster)))


@_beside_the_counting
def resume(caller: Asking, roster_id: str) -> RosterOut:
    """A paused roster goes on, and so does one that got stuck: what was not answered is sent again, or read again.

    Raises `CannotResume` for one that neither is paused nor got stuck.
    """
    roster = seen(caller, roster_id, "rosters.apply")
    if roster.state != "PAUSED" and not is_stalled(roster, now()):
        raise CannotResume
    if roster.state in ("UPLOADING", "PARSING"):
        roster.run("PARSING", stamp(now()))
        return _commit(caller, roster, "rosters.resume", reading_ordered(roster))
    roster.run(roster.paused_from or roster.state, stamp(now()))
    return _commit(caller, roster, "rosters.resume", RosterResumed(**named(roster)))


@_beside_the_counting
def cancel(caller: Asking, roster_id: str) -> RosterOut:
    """Nothing more is applied; what was applied stays until it is undone. Raises `CannotCancel`."""
    roster = seen(caller, roster_id, "rosters.apply")
    applying = roster.state == "APPLYING" or (roster.state == "PAUSED" and roster.paused_from == "APPLYING")
    if not applying and roster.state not in BEFORE_APPLY:
        raise CannotCancel
    roster.state, roster.paused_from, roster.cancelled_at = "CANCELLED", None, stamp(now())
    return _commit(caller, roster, "rosters.cancel", RosterCancelled(**named(roster)))


@_beside_the_counting
def undo(caller: Asking, roster_id: str) -> RosterOut:
    """What the roster did is taken back, row by row; a row that somebody changed since is kept and listed.

    Raises `CannotUndo` for a roster of which nothing was applied, `UndoTooLate` past the time of retention.
    """
    roster = seen(caller, roster_id, "rosters.apply")
    applied = roster.state in UNDOABLE and (roster.paused_from or "APPLYING") == "APPLYING" and int(roster.sent) > 0
    if not applied:
        raise CannotUndo
    since = roster.applied_at or roster.applying_since or roster.created_at
    if now() - instant(since) > timedelta(days=UndoSettings.load().undo_days):
        raise UndoTooLate
    roster.applied_chunks, roster.sent, roster.undo = roster.sent, 0, empty_tally()
    roster.undoing_by = caller.principal.subject
    roster.run("UNDOING", stamp(now()))
    return _commit(caller, roster, "rosters.undo", RosterUndoStarted(**named(roster)))


def _commit(caller: Asking, roster: Roster, action: str, event: Event) -> RosterOut:
    work = UnitOfWork(caller.act(), chain=roster.organisation_id, action=action, subject=roster.id)
    work.put(roster)
    work.record(event)
    reply = shown(roster)
    work.commit(reply)
    return reply
