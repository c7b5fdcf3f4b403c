"""The ends of committees' terms (`domain.md` 1.4 and 12): told 180, 90 and 30 days ahead, and on the day."""

from datetime import date

from functions.notices import rules
from functions.notices.deadlines import Calendar
from functions.notices.rules import TERM_EXPIRY, TermRung
from functions.notices.sending import Reminder, Subject, superior_of
from functions.notices.tables import Mark, TermWatch
from kernel.authority import Role
from kernel.clock import business_day, stamp
from kernel.events import TermSet
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.transaction import Writes


def set_(act: Act, event: TermSet) -> None:
    """A later term takes the place of the one before, with its deadline."""

    def attempt(writes: Writes) -> None:
        watch = TermWatch.load(event.organisation_id, event.county_id, event.path)
        told_by = f"{stamp(act.fact_at)}#{act.cause_seq:012d}"
        if watch.told_by >= told_by:
            return
        calendar = Calendar(watch.county_id, event.organisation_id, business_day(act.fact_at))
        calendar.take(writes, TERM_EXPIRY, watch.due_on)
        watch.ends_on, watch.told, watch.told_by = event.ends_on.isoformat(), None, told_by
        _arm(writes, calendar, watch)

    once(Mark.of(act.cause, "TERM"), attempt)


def _arm(writes: Writes, calendar: Calendar, watch: TermWatch) -> None:
    rung = _rung(watch, calendar.first_open)
    watch.due_on = calendar.put(writes, TERM_EXPIRY, rung.day).isoformat() if rung else None
    writes.put(watch)


def _rung(watch: TermWatch, today: date) -> TermRung | None:
    told = None if watch.told is None else int(watch.told)
    return rules.next_term_rung(date.fromisoformat(str(watch.ends_on)), told, today)


def remind(organisation_id: str, county_id: str, day: date, actor: str) -> int:
    """Tell the secretary and the committee above, and arm the next rung. Returns how many notices went out."""
    return retrying(lambda: _remind(organisation_id, county_id, day, actor))


def _remind(organisation_id: str, county_id: str, day: date, actor: str) -> int:
    watch = TermWatch.load(organisation_id, county_id, "")
    rung = _rung(watch, day) if watch.due_on == day.isoformat() else None
    if rung is None:
        return 0  # another term was set, or another run has sent it, in the very moment
    reminder = Reminder(Subject(rung.code, organisation_id, county_id, day, actor))
    facts = {"days": rung.days, "endsOn": watch.ends_on}
    for office in ((organisation_id, Role.SECRETARY), superior_of(organisation_id, county_id, watch.path)):
        reminder.to_office(*office, facts)
    calendar = Calendar(county_id, organisation_id, day)
    calendar.take(reminder.work, TERM_EXPIRY, watch.due_on)
    watch.told = rung.days
    _arm(reminder.work, calendar, watch)
    return 2 if reminder.send() else 0
