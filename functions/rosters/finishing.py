"""The end of a preview, of an apply and of taking back: when the last answer is in, once."""

from functions.rosters import error_file
from functions.rosters.tables import PHASES, Roster
from kernel.clock import now, stamp
from kernel.events import Event, RosterApplied, RosterParsed, RosterUndone
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def finish(roster_id: str) -> Roster:
    """Close the phase whose answers are complete, if one is. Every delivery asks; only one closes it."""
    return retrying(lambda: _finish(Roster.of(roster_id)))


def is_complete(roster: Roster) -> bool:
    """Whether the answers of the phase that runs, or is paused, are complete."""
    phase = PHASES.get(roster.paused_from or roster.state)
    return phase is not None and roster.is_answered(phase)


def _finish(roster: Roster) -> Roster:
    """A roster that was paused when its last answer was under way has ended too."""
    state = roster.paused_from or roster.state
    if not is_complete(roster):
        return roster
    if state == "PARSING":
        error_file.write(roster, "preview")
        roster.previewed_at = stamp(now())
        _commit(roster, "PREVIEWED", "rosters.preview", _parsed(roster))
    elif state == "APPLYING":
        error_file.write(roster, "apply")
        roster.applied_at = stamp(now())
        _commit(roster, "APPLIED", "rosters.applied", _applied(roster))
    else:
        error_file.write(roster, "undo")
        roster.undone_at = stamp(now())
        _commit(roster, "UNDONE", "rosters.undone", _undone(roster))
    return roster


def _commit(roster: Roster, state: str, action: str, event: Event) -> None:
    roster.state, roster.paused_from = state, None
    cause = derived_id(roster.id, action, *([int(roster.generation)] if roster.generation else []))
    act = Act("system:rosters", cause=cause)
    work = UnitOfWork(act, chain=roster.organisation_id, action=action, subject=roster.id)
    work.put(roster)
    work.record(event)
    work.commit()


def _parsed(roster: Roster) -> RosterParsed:
    return RosterParsed(
        roster_id=roster.id,
        organisation_id=roster.organisation_id,
        rows=int(roster.rows),
        refused=int(roster.refused),
    )


def _applied(roster: Roster) -> RosterApplied:
    done = roster.apply
    return RosterApplied(
        roster_id=roster.id,
        organisation_id=roster.organisation_id,
        created=int(done.create),
        updated=int(done.update),
        unchanged=int(done.same),
        refused=int(roster.refused + done.conflict + done.error),
    )


def _undone(roster: Roster) -> RosterUndone:
    return RosterUndone(
        roster_id=roster.id,
        organisation_id=roster.organisation_id,
        undone=int(roster.undo.undone),
        kept=int(roster.undo.kept),
    )
