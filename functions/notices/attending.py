"""Attendance that was confirmed, corrected, taken back: since when members were not seen, wherever they are by now."""

from collections.abc import Iterator

from functions.notices import absence
from functions.notices.absence_rules import Record
from functions.notices.following import Branch, Watch, watched
from functions.notices.sightings import Sighting
from kernel.clock import business_day
from kernel.events import AttendanceConfirmed, AttendanceCorrected, AttendanceWithdrawn
from kernel.journal import Act


def attended(act: Act, event: AttendanceConfirmed) -> None:
    """Whoever attended or was excused starts anew from the day of the activity, wherever they are by now; the ladder of
    the exempt stops. Its record holds nothing off from tomorrow on. What was taken back before says nothing."""
    where, record = _place(event), absence.record(event, business_day(act.fact_at))

    def attempt(watch: Watch) -> None:
        known = watch.of(where).waiting.get(event.activity_id, record)
        for member, time in _sightings(event):
            if not known.denies(event.chunk, member):
                watch.see(where, member, time)
        absence.hold(watch.of(where), event.activity_id, record)

    watched(act, attempt)


def _sightings(event: AttendanceConfirmed) -> Iterator[tuple[str, Sighting]]:
    """Each member with when they were seen."""
    which = event.held_on, event.activity_id, event.chunk
    yield from ((member, Sighting.at(*which)) for member in (*event.members, *event.excused))
    yield from ((member, Sighting.at(*which, exempt=True)) for member in event.exempt)


def corrected(act: Act, event: AttendanceCorrected) -> None:
    """One member was not there after all: as before, wherever they are by now, and what was told of them under this
    part says nothing where it comes late. The meeting was held; if they were called to it, they missed it."""
    where, time = _place(event), Sighting.at(event.held_on, event.activity_id, event.chunk)
    line = Record.line(event.chunk, event.member_id)
    record = Record(event.held_on, business_day(act.fact_at), corrected=frozenset([line]))

    def attempt(watch: Watch) -> None:
        watch.never_saw(where, event.member_id, time)
        absence.hold(watch.of(where), event.activity_id, record)

    watched(act, attempt)


def withdrawn(act: Act, event: AttendanceWithdrawn) -> None:
    """Nobody missed what counts no more, and nobody was seen there: whoever attended, wherever they are by now, and
    whoever of its branch was excused, is as they were before. Its record holds nothing off."""
    where, time = _place(event), Sighting.at(event.held_on, event.activity_id)
    record = Record(event.held_on, business_day(act.fact_at), withdrawn=True)

    def attempt(watch: Watch) -> None:
        for member in {*event.members, *watch.members(where)}:
            watch.never_saw(where, member, time)
        absence.hold(watch.of(where), event.activity_id, record)

    watched(act, attempt)


def _place(event: AttendanceConfirmed | AttendanceCorrected | AttendanceWithdrawn) -> Branch:
    return Branch(event.branch_id, event.county_id, event.path)
