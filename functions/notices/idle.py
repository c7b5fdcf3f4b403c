"""Branches without a theme day or committee meeting in a month (`domain.md` 12, `BRANCH_IDLE_MONTH`).

One watch per branch holds the rung that is armed; every change goes through it, so the order of events does not
matter: a month that was met before it was armed is never armed.
"""

from datetime import date

from functions.notices import rules
from functions.notices.deadlines import ONE_DAY, Calendar
from functions.notices.rules import BRANCH_IDLE_MONTH, Rung
from functions.notices.sending import Reminder, Subject, superior_of
from functions.notices.tables import IdleWatch, Mark
from kernel.authority import Role
from kernel.calendar import month_of
from kernel.clock import business_day
from kernel.events import ActivitySubmitted, FoundedOrganisation, OrganisationsFounded
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.transaction import Writes


def founded(act: Act, event: OrganisationsFounded) -> None:
    """Arm the month for every branch that must hold theme days."""
    for organisation in event.organisations:
        if organisation.kind in rules.MONTHLY_KINDS:
            _watch(act, event.county_id, organisation)


def _watch(act: Act, county_id: str, founded: FoundedOrganisation) -> None:
    branch, today = founded.organisation_id, business_day(act.fact_at)

    def attempt(writes: Writes) -> None:
        watch = IdleWatch.load(branch, county_id, founded.path)
        calendar = Calendar(county_id, branch, today)
        if watch.due_on is None and not watch.closed:
            _arm(writes, calendar, watch, rules.first_rung(calendar.first_open, watch.met))

    once(Mark.of(act.cause, f"IDLE#{branch}"), attempt)


def submitted(act: Act, event: ActivitySubmitted) -> None:
    """The month in which it was held is met: its deadline goes, the next month's comes."""
    if event.type in rules.MONTHLY_TYPES:
        once(Mark.of(act.cause, "IDLE"), lambda writes: _meet(writes, event, business_day(act.fact_at)))


def _meet(writes: Writes, event: ActivitySubmitted, today: date) -> None:
    watch = IdleWatch.load(event.branch_id, event.county_id, event.path)
    month = month_of(event.held_on)
    if watch.closed or month in watch.met or (watch.period and month < watch.period):
        return
    watch.met = sorted({*watch.met, month})
    if watch.period != month:
        writes.put(watch)
        return
    calendar = Calendar(watch.county_id, event.branch_id, today)
    calendar.take(writes, BRANCH_IDLE_MONTH, watch.due_on)
    _arm(writes, calendar, watch, rules.next_rung(month, rules.LAST_STEP, watch.met, calendar.first_open - ONE_DAY))


def _arm(writes: Writes, calendar: Calendar, watch: IdleWatch, rung: Rung) -> None:
    watch.period, watch.step = rung.period, rung.step
    watch.due_on = calendar.put(writes, BRANCH_IDLE_MONTH, rung.day).isoformat()
    watch.met = [month for month in watch.met if month >= rung.period]
    writes.put(watch)


def remind(organisation_id: str, county_id: str, day: date, actor: str) -> int:
    """Send the rung that is due, and arm the next one. Returns how many notices went out."""
    return retrying(lambda: _remind(organisation_id, county_id, day, actor))


def _remind(organisation_id: str, county_id: str, day: date, actor: str) -> int:
    watch = IdleWatch.load(organisation_id, county_id, "")
    if watch.due_on != day.isoformat():
        return 0  # met, or sent by another run, in the very moment
    reminder = Reminder(Subject(BRANCH_IDLE_MONTH, organisation_id, county_id, day, actor))
    rung = rules.idle_ladder(watch.period)[int(watch.step)]
    told_above = rung.to_superior
    office = superior_of(organisation_id, county_id, watch.path) if told_above else (organisation_id, Role.SECRETARY)
    reminder.to_office(*office, {"period": rung.period})
    calendar = Calendar(county_id, organisation_id, day)
    calendar.take(reminder.work, BRANCH_IDLE_MONTH, watch.due_on)
    _arm(reminder.work, calendar, watch, rules.next_rung(rung.period, rung.step, watch.met, day))
    return int(reminder.send())
