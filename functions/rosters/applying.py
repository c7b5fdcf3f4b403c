"""A previewed roster is applied: the committee says so, then its kept chunks are sent (`walking`)."""

from datetime import timedelta

from functions.rosters.errors import NothingToApply, NotPreviewed, RosterExpired
from functions.rosters.models import RosterOut
from functions.rosters.reading import seen, shown
from functions.rosters.rules import DAYS_TO_APPLY
from functions.rosters.tables import Roster, empty_tally
from kernel.asking import Asking
from kernel.clock import instant, now, stamp
from kernel.events import RosterApplyStarted
from kernel.journal import UnitOfWork


def start(caller: Asking, roster_id: str) -> RosterOut:
    """The roster in state APPLYING, for the first time or after it was taken back.

    Raises `NotPreviewed`, `NothingToApply`, `RosterExpired`.
    """
    roster = seen(caller, roster_id, "rosters.apply")
    if roster.state not in ("PREVIEWED", "UNDONE"):
        raise NotPreviewed
    if roster.preview.create + roster.preview.update + roster.preview.same == 0:
        raise NothingToApply
    if now() - instant(roster.created_at) > timedelta(days=DAYS_TO_APPLY):
        raise RosterExpired
    _begin(roster)
    work = UnitOfWork(caller.act(), chain=roster.organisation_id, action="rosters.apply", subject=roster.id)
    work.put(roster)
    work.record(RosterApplyStarted(roster_id=roster.id, organisation_id=roster.organisation_id))
    reply = shown(roster)
    work.commit(reply)
    return reply


def _begin(roster: Roster) -> None:
    if roster.state == "UNDONE":
        roster.generation = roster.generation + 1
    roster.apply, roster.undo = empty_tally(), empty_tally()
    roster.sent, roster.applied_at, roster.undone_at = 0, None, None
    roster.applying_since = stamp(now())
    roster.run("APPLYING", roster.applying_since)
