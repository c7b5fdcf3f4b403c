"""Attendance that was confirmed, or taken back: since when members were not seen, wherever they are by now."""

from functions.notices import absence
from functions.notices.absence_rules import Record
from functions.notices.following import Branch, Watch, watched
from functions.notices.sightings import Sighting
from kernel.clock import business_day
from kernel.events import AttendanceConfirmed, AttendanceWithdrawn
from kernel.journal import Act


def attended(act: Act, event: AttendanceConfirmed) -> None:
    """Whoever attended or was excused starts anew from the day of the activity, wherever they are by now; the ladder of
    the exempt stops. Its record holds nothing off from tomorrow on. What was taken back before says nothing."""
    where, held_on, activity = Branch(event.branch_id, event.county_id, event.path), event.held_on, event.activity_id

    def attempt(watch: Watch) -> None:
        waiting = watch.of(where).waiting.get(activity)
        if not (waiting and waiting.withdrawn):
            for member in (*event.members, *event.excused):
                watch.see(where, member, Sighting.at(held_on, activity))
            for member in event.exempt:
                watch.see(where, member, Sighting.at(held_on, activity, exempt=True))
        absence.hold(watch.of(where), activity, absence.record(event, business_day(act.fact_at)))

    watched(act, attempt)


def withdrawn(act: Act, event: AttendanceWithdrawn) -> None:
    """Nobody missed what counts no more, and nobody was seen there: whoever attended, wherever they are by now, and
    whoever of its branch was excused, is as they were before. Its record holds nothing off."""
    where, time = Branch(event.branch_id, event.county_id, event.path), Sighting.at(event.held_on, event.activity_id)
    record = Record(event.held_on, business_day(act.fact_at), withdrawn=True)

    def attempt(watch: Watch) -> None:
        for member in {*event.members, *watch.members(where)}:
            watch.never_saw(where, member, time)
        absence.hold(watch.of(where), event.activity_id, record)

    watched(act, attempt)
