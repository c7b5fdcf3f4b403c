"""Members who stay away (`domain.md` 4.5): one item per branch knows when each was last seen.

The branch's one deadline is lazy: it stands on the earliest day on which anybody's ladder could go on, attendance
does not move it, and on its day it is looked at and put anew. Who attended is known by the final review; a record that
waits for it keeps everybody whom it may name from being called absent.
"""

from dataclasses import replace
from datetime import date
from itertools import islice

from functions.notices import absence_rules, rules
from functions.notices.absence_rules import ONE_DAY, Record, Seen
from functions.notices.deadlines import Calendar
from functions.notices.inbox_tables import Notice
from functions.notices.ladders import To
from functions.notices.rules import ABSENT, ABSENT_RUNGS, ABSENT_TO, MEETINGS_MISSED
from functions.notices.sending import Reminder, Run, Subject, place_of
from functions.notices.tables import Mark, Presence
from kernel.authority import Role
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import ActivitySubmitted
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.transaction import Writes, transact

MOST_MEMBERS = 40  # each in two rows of a transaction: the notice, and the name of its box for the digest


def submitted(act: Act, event: ActivitySubmitted) -> None:
    """Whoever took part is not known yet, and nobody is called absent until it is."""

    def attempt(writes: Writes) -> None:
        presence = Presence.load(event.branch_id, event.county_id, event.path)
        hold(presence, event.activity_id, record(event.type, event.held_on))
        arm_earlier(writes, presence, business_day(act.fact_at))
        writes.put(presence)

    once(Mark.of(act.cause, ABSENT), attempt)


def record(type: str, held_on: date, confirmed_on: date | None = None) -> Record:
    """What a record says of who was there, or was called and was not."""
    return Record(held_on, confirmed_on, type in rules.CALLS_EVERYBODY)


def hold(presence: Presence, activity_id: str, record: Record) -> None:
    """Note what is known of a record; a review that was told first is not forgotten."""
    known = presence.waiting.get(activity_id)
    if known is None or record.confirmed_on:
        presence.waiting = presence.waiting | {activity_id: record}


def arm_earlier(writes: Writes, presence: Presence, today: date) -> None:
    """Put the deadline if none stands, or move it if somebody's day is earlier."""
    day = _earliest(presence)
    if day is None:
        return
    calendar = Calendar(presence.county_id, presence.organisation_id, today)
    day = max(day, calendar.first_open)
    if presence.due_on is None or day.isoformat() < presence.due_on:
        calendar.take(writes, ABSENT, presence.due_on)
        presence.due_on = calendar.put(writes, ABSENT, day).isoformat()


def _earliest(presence: Presence) -> date | None:
    days = (absence_rules.next_absence(seen, presence.waiting.values()) for seen in presence.seen.values())
    return min((day for day in days if day), default=None)


def remind(organisation_id: str, county_id: str, day: date, run: Run) -> int:
    """Tell of everybody whose rung is reached, at most forty in one act, and put the deadline anew with the last."""
    sent = 0
    while (told := retrying(lambda: _remind(organisation_id, county_id, day, run))) is not None:
        sent += told
    return sent


def _remind(organisation_id: str, county_id: str, day: date, run: Run) -> int | None:
    """One act. None when the deadline is dealt with. Whose rungs were reached in days that were missed are told too."""
    presence = Presence.load(organisation_id, county_id, "")
    if presence.due_on != day.isoformat():
        return None
    reached = {
        m: rung
        for m, seen in sorted(presence.seen.items())
        if (rung := absence_rules.rung_reached(seen, run.as_of, presence.waiting.values()))
        and not _held_off(presence, seen, run.as_of)
    }
    if not reached:
        _look_again(presence, Calendar(county_id, organisation_id, day), run.as_of)
        return None
    months = max(reached.values())
    members = list(islice((m for m, rung in reached.items() if rung == months), MOST_MEMBERS))
    about = Subject(ABSENT_RUNGS[months], organisation_id, county_id, run.as_of)
    reminder = _reminder(about, run, presence, members, months)
    presence.seen = presence.seen | {m: replace(presence.seen[m], told=months) for m in members}
    if len(members) == len(reached):
        _put_anew(reminder.work, presence, Calendar(county_id, organisation_id, day), run.as_of)
    reminder.work.put(presence)
    return reminder.send()


def _reminder(about: Subject, run: Run, presence: Presence, members: list[str], months: int) -> Reminder:
    part, told = members[0], ABSENT_TO[months]
    stayed = {"meetings" if months == MEETINGS_MISSED else "months": months}
    reminder = Reminder(about, run, part)
    for member in members:
        since = presence.seen[member].since.isoformat()
        reminder.to_box(Notice.member_box(member), {**stayed, "since": since})
    counted = {**stayed, "count": len(members)}
    if To.SECRETARY in told:
        secretary = Notice.office_box(about.organisation_id, Role.SECRETARY)
        reminder.to_box(secretary, counted | {"members": members}, part)
    if To.TOWNSHIP in told:
        above = place_of(about.organisation_id, about.county_id, presence.path).superior
        reminder.to_box(Notice.office_box(*above), counted, part)
    return reminder


def _held_off(presence: Presence, seen: Seen, day: date) -> list[Record]:
    """The records that may yet say that the member was there."""
    return [record for record in presence.waiting.values() if record.holds_off(seen, day)]


def _look_again(presence: Presence, calendar: Calendar, day: date) -> None:
    """Nobody's day has come: everybody was seen since, or may have been. No act, only the deadline moves."""
    writes = Writes()
    _put_anew(writes, presence, calendar, day)
    writes.put(presence)
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed


def _put_anew(writes: Writes, presence: Presence, calendar: Calendar, today: date) -> None:
    """On the earliest day on which there may be something to say; a review that comes before it pulls it forward."""
    calendar.take(writes, ABSENT, presence.due_on)
    presence.waiting = absence_rules.kept(presence.waiting, today)
    days = [day for seen in presence.seen.values() if (day := _next_look(presence, seen, today))]
    presence.due_on = calendar.put(writes, ABSENT, min(days)).isoformat() if days else None


def _next_look(presence: Presence, seen: Seen, today: date) -> date | None:
    held_off = _held_off(presence, seen, today)
    day = absence_rules.next_absence(seen, presence.waiting.values())
    return max(day, min(record.counts_until for record in held_off) + ONE_DAY) if day and held_off else day
