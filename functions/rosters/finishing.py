"""The end of a preview and of an apply: when the last answer is in, once."""

from functions.rosters import error_file
from functions.rosters.tables import Roster
from kernel.clock import now, stamp
from kernel.events import Event, RosterApplied, RosterParsed
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def finish(roster_id: str) -> None:
    """Close the phase whose answers are complete, if one is. Every delivery asks; only one closes it."""
    retrying(lambda: _finish(Roster.of(roster_id)))


def _finish(roster: Roster) -> None:
    if roster.state in ("UPLOADING", "PARSING") and roster.is_answered("preview"):
        error_file.write(roster, "preview")
        roster.state, roster.previewed_at = "PREVIEWED", stamp(now())
        _commit(roster, "rosters.preview", _parsed(roster))
    elif roster.state == "APPLYING" and roster.is_answered("apply"):
        error_file.write(roster, "apply")
        roster.state, roster.applied_at = "APPLIED", stamp(now())
        _commit(roster, "rosters.applied", _applied(roster))


def _commit(roster: Roster, action: str, event: Event) -> None:
    act = Act("system:rosters", cause=derived_id(roster.id, action))
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
