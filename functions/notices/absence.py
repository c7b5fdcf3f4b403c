"""Members who stay away (`domain.md` 4.5): one item per branch knows when each was last seen.

The branch's one deadline is lazy: it stands on the earliest day on which anybody's ladder could go on, attendance
does not move it, and on its day it is looked at and put anew.
"""

from datetime import date
from itertools import islice

from functions.notices import rules
from functions.notices.deadlines import Calendar
from functions.notices.rules import ABSENT, ABSENT_RUNGS, Seen
from functions.notices.sending import Reminder, Subject
from functions.notices.tables import Mark, Presence
from kernel.authority import Role
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import AttendanceConfirmed, MembersEnrolled
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.transaction import Writes, transact

MOST_MEMBERS = 80


def enrolled(act: Act, event: MembersEnrolled) -> None:
    """The ladder of a new member starts on the day of coming."""
    _seen(act, event, dict.fromkeys((m.member_id for m in event.members), business_day(act.fact_at)))


def attended(act: Act, event: AttendanceConfirmed) -> None:
    """Whoever attended starts anew from the day of the activity."""
    _seen(act, event, dict.fromkeys(event.members, event.held_on))


def _seen(act: Act, event: MembersEnrolled | AttendanceConfirmed, days: dict[str, date]) -> None:
    def attempt(writes: Writes) -> None:
        presence = Presence.load(event.branch_id, event.county_id, event.path)
        presence.seen = presence.seen | {m: presence.seen.get(m, Seen(day)).again(day) for m, day in days.items()}
        calendar = Calendar(presence.county_id, event.branch_id, business_day(act.fact_at))
        _arm_earlier(writes, calendar, presence)
        writes.put(presence)

    once(Mark.of(act.cause, ABSENT), attempt)


def _arm_earlier(writes: Writes, calendar: Calendar, presence: Presence) -> None:
    """Put the deadline if none stands, or move it if somebody's day is earlier."""
    day = _earliest(presence)
    if day is None:
        return
    day = max(day, calendar.first_open)
    if presence.due_on is None or day.isoformat() < presence.due_on:
        calendar.take(writes, ABSENT, presence.due_on)
        presence.due_on = calendar.put(writes, ABSENT, day).isoformat()


def _earliest(presence: Presence) -> date | None:
    return min((day for seen in presence.seen.values() if (day := rules.next_absence(seen))), default=None)


def remind(organisation_id: str, county_id: str, day: date, actor: str) -> int:
    """Tell of everybody whose rung is reached, at most eighty in one act, and put the deadline anew with the last."""
    sent = 0
    while (told := retrying(lambda: _remind(organisation_id, county_id, day, actor))) is not None:
        sent += told
    return sent


def _remind(organisation_id: str, county_id: str, day: date, actor: str) -> int | None:
    """One act. None when the deadline is dealt with."""
    presence = Presence.load(organisation_id, county_id, "")
    if presence.due_on != day.isoformat():
        return None
    reached = {m: rung for m, seen in sorted(presence.seen.items()) if (rung := rules.rung_reached(seen, day))}
    if not reached:
        _look_again(presence, Calendar(county_id, organisation_id, day))
        return None
    months = max(reached.values())
    members = list(islice((m for m, rung in reached.items() if rung == months), MOST_MEMBERS))
    about = Subject(ABSENT_RUNGS[months], organisation_id, county_id, day, actor)
    reminder = _reminder(about, presence, members, months)
    presence.seen = presence.seen | {m: Seen(presence.seen[m].since, months) for m in members}
    if len(members) == len(reached):
        _put_anew(reminder.work, presence, Calendar(county_id, organisation_id, day))
    reminder.work.put(presence)
    return len(members) if reminder.send() else 0


def _reminder(about: Subject, presence: Presence, members: list[str], months: int) -> Reminder:
    part = members[0]
    reminder = Reminder(about, part)
    for member in members:
        reminder.to_member(member, {"months": months, "since": presence.seen[member].since.isoformat()})
    counted = {"months": months, "count": len(members)}
    reminder.to_office(about.organisation_id, Role.SECRETARY, counted | {"members": members}, part)
    if months == max(ABSENT_RUNGS):
        above, role = rules.superior(presence.path, about.county_id, about.organisation_id)
        reminder.to_office(above, role, counted, part)
    return reminder


def _look_again(presence: Presence, calendar: Calendar) -> None:
    """Nobody's day has come: everybody was seen since. No act, only the deadline moves."""
    writes = Writes()
    _put_anew(writes, presence, calendar)
    writes.put(presence)
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed


def _put_anew(writes: Writes, presence: Presence, calendar: Calendar) -> None:
    calendar.take(writes, ABSENT, presence.due_on)
    day = _earliest(presence)
    presence.due_on = calendar.put(writes, ABSENT, day).isoformat() if day else None
