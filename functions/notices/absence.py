"""Members who stay away (`domain.md` 4.5): one item per branch knows when each was last seen.

The branch's one deadline is lazy: it stands on the earliest day on which anybody's ladder could go on, attendance
does not move it, and on its day it is looked at and put anew. Who attended is known by the final review; a record that
waits for it keeps everybody whom it may name from being called absent.
"""

from collections.abc import Collection
from datetime import date
from functools import partial
from itertools import islice

from functions.notices import absence_rules, office_boxes, rules
from functions.notices.absence_rules import ONE_DAY, Record
from functions.notices.deadlines import Calendar
from functions.notices.inbox_tables import Notice
from functions.notices.ladders import To
from functions.notices.rules import ABSENT, ABSENT_RUNGS, ABSENT_TO, MEETINGS_MISSED
from functions.notices.sending import Reminder, Run, Subject, place_of
from functions.notices.sightings import Seen
from functions.notices.tables import Mark, Presence
from kernel.authority import Role
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import ActivitySubmitted, AttendanceConfirmed
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.transaction import Writes, transact

WHOLE, SEVERAL = "BRANCH", "BRANCHES"
"""Of the audiences of activities: everybody of the branch that holds it; those below a committee that does."""
MOST_MEMBERS = 40  # each in two rows of a transaction: the notice, and the name of its box for the digest


def submitted(act: Act, event: ActivitySubmitted) -> None:
    """Whoever took part is not known yet, and nobody whom it may name is called absent until it is."""
    if event.audience != SEVERAL:
        once(Mark.of(act.cause, ABSENT), partial(_hold_off, act, event, event.branch_id, event.path))
        return
    for branch_id in event.branches:
        once(Mark.of(act.cause, f"{ABSENT}#{branch_id}"), partial(_hold_off, act, event, branch_id, ""))


def _hold_off(act: Act, event: ActivitySubmitted, branch_id: str, path: str, writes: Writes) -> None:
    presence = Presence.load(branch_id, event.county_id, path)
    hold(presence, event.activity_id, record(event))
    arm_earlier(writes, presence, business_day(act.fact_at))
    writes.put(presence)


def record(event: ActivitySubmitted | AttendanceConfirmed, confirmed_on: date | None = None) -> Record:
    """What a record says of who was there, or was called and was not: all of a branch, if it was for all."""
    everybody = event.type in rules.CALLS_EVERYBODY and event.audience == WHOLE
    return Record(event.held_on, confirmed_on, everybody)


def hold(presence: Presence, activity_id: str, record: Record) -> None:
    """Note what is known of a record."""
    known = presence.waiting.get(activity_id)
    presence.waiting = presence.waiting | {activity_id: known.joined(record) if known else record}


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
    records = presence.waiting.values()
    days = (absence_rules.next_absence(seen, records) for seen in presence.seen.values())
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
    known = presence.seen
    reached = _reached(known, presence.waiting.values(), run.as_of)
    if not reached:
        _look_again(presence, Calendar(county_id, organisation_id, day), run.as_of)
        return None
    months = max(reached.values())
    members = list(islice((m for m, rung in reached.items() if rung == months), MOST_MEMBERS))
    about = Subject(ABSENT_RUNGS[months], organisation_id, county_id, run.as_of)
    reminder = _reminder(about, run, presence.path, {m: known[m] for m in members}, months)
    ids = {notice.pk: notice.sk for notice in reminder.notices}
    presence.seen = known | {m: known[m].reminded(months, ids.pop(Notice.member_box(m))) for m in members}
    presence.offices |= {notice: [box, *members] for box, notice in ids.items()}
    if len(members) == len(reached):
        _put_anew(reminder.work, presence, Calendar(county_id, organisation_id, day), run.as_of)
    reminder.work.put(presence)
    return reminder.send()


def _reached(known: dict[str, Seen], records: Collection[Record], day: date) -> dict[str, int]:
    """Member → the rung that is to be told of."""
    return {
        member: rung
        for member, seen in sorted(known.items())
        if (rung := absence_rules.rung_reached(seen, day, records)) and not _held_off(seen, records, day)
    }


def _reminder(about: Subject, run: Run, path: str, members: dict[str, Seen], months: int) -> Reminder:
    part, told = next(iter(members)), ABSENT_TO[months]
    stayed = {"meetings" if months == MEETINGS_MISSED else "months": months}
    reminder = Reminder(about, run, part)
    for member, seen in members.items():
        reminder.to_box(Notice.member_box(member), {**stayed, "since": seen.since.isoformat()})
    counted = {**stayed, "count": len(members)}
    if To.SECRETARY in told:
        secretary = Notice.office_box(about.organisation_id, Role.SECRETARY)
        reminder.to_box(secretary, counted | {"members": list(members)}, part)
    if To.TOWNSHIP in told:
        place = place_of(about.organisation_id, about.county_id, path)
        reminder.to_box(office_boxes.held(*place.superior, place), counted, part)
    return reminder


def _held_off(seen: Seen, records: Collection[Record], day: date) -> list[Record]:
    """The records that may yet say that the member was there."""
    return [record for record in records if record.holds_off(seen, day)]


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
    kept = absence_rules.kept(presence.waiting, today)
    presence.waiting = kept
    days = [day for seen in presence.seen.values() if (day := _next_look(seen, kept.values(), today))]
    presence.due_on = calendar.put(writes, ABSENT, min(days)).isoformat() if days else None


def _next_look(seen: Seen, records: Collection[Record], today: date) -> date | None:
    held_off = _held_off(seen, records, today)
    day = absence_rules.next_absence(seen, records)
    return max(day, min(record.counts_until for record in held_off) + ONE_DAY) if day and held_off else day
