"""What an obligation's deadline does on its day: tell the highest rung that has come, raise its warning, arm the next.

Days that were missed are folded: a run tells of each obligation once, however many of its rungs lie behind.
"""

from datetime import date
from typing import Any

from functions.notices import ladders, office_boxes, reminded, still_members, unsigned, warning
from functions.notices.deadlines import Calendar
from functions.notices.inbox_tables import Notice
from functions.notices.ladders import Step, To
from functions.notices.obligation_tables import Obligation
from functions.notices.obligations import arm
from functions.notices.sending import Place, Reminder, Run, place_of
from functions.notices.tables import Deadline
from kernel.authority import Role
from kernel.clock import now
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.transaction import Writes, transact

Facts = dict[str, Any]
OURS = ("members", "ruler")
"""Facts by which it is found who is told, and which no reader is told."""


def remind(deadline: Deadline, day: date, run: Run) -> int:
    """Returns how many notices went out."""
    return retrying(lambda: _remind(deadline, day, run))


def _remind(deadline: Deadline, day: date, run: Run) -> int:
    o = Obligation.find(Obligation.partition(deadline.subject), deadline.code)
    if o is None or o.due_on != day.isoformat():
        return 0  # met, or told by another run, in the very moment
    step = ladders.reached(o.ladder.rungs, o.counted_from, int(o.told), run.as_of)
    if step is None:
        return _look_again(o, day)
    if not step.rung.to:
        return _end(o, step, day)
    reminder = _reminder(o, step, max(step.day, day), run)
    o.told, o.reminded_on = step.number, reminder.about.day.isoformat()
    if not reminder.notices:
        return _look_again(o, day)
    _move_on(reminder.work, o, day)
    return reminder.send()


def _reminder(o: Obligation, step: Step, day: date, run: Run) -> Reminder:
    """Each reader is told once, though one committee may be meant as two."""
    place, facts = place_of(o.organisation_id, o.county_id, o.path), facts_of(o, step)
    reminder = Reminder(reminded.about(o, day, step.rung.code or "", o.due_by(step)), run)
    for box, own in {box: own for to in step.rung.to for box, own in _boxes(to, o, place).items()}.items():
        reminder.to_box(box, facts | own)
    if step.rung.risk:
        warning.raise_(reminder.work, o, step, facts, place.path, reminder.notices)
    return reminder


def facts_of(o: Obligation, step: Step) -> Facts:
    """What the notice says: the period of a duty, the days ahead of an end, what the event told."""
    facts: Facts = {name: fact for name, fact in o.facts.items() if name not in OURS}
    if o.ladder.period:
        facts["period"] = ladders.name_of(o.ladder.period, step.anchor)
    if step.rung.days is not None:
        facts["days"] = step.rung.days
    if step.rung.lists:
        facts |= {"members": o.facts["members"], "count": len(o.facts["members"])}
    return facts


def _boxes(to: To, o: Obligation, place: Place) -> dict[str, Facts]:
    """Box → what is said there alone."""
    match to:
        case To.CONTACT if "contact" in o.facts:
            return {Notice.member_box(o.facts["contact"]): {}}
        case To.MEMBER:
            return {box: {} for box in still_members.boxes(o)}
        case To.UNDONE:
            return {box: {"noticeId": copy} for box, copy in unsigned.copies(o.facts)}
        case To.RULER:
            ruler, role = o.facts["ruler"]
            return {office_boxes.held(ruler or place.county_id, role, place): {}}
        case To.TOWNSHIP:
            return {office_boxes.held(*place.superior, place): {}}
        case To.COUNTY:
            return {Notice.office_box(place.county_id, Role.REVIEWER): {}}
    return {Notice.office_box(o.organisation_id, Role.SECRETARY): {}}


def _end(o: Obligation, step: Step, day: date) -> int:
    """What it reminded of is over."""
    writes, o.told = Writes(), step.number
    reminded.over(writes, o, now())
    return _look_again(o, day, writes)


def _look_again(o: Obligation, day: date, writes: Writes | None = None) -> int:
    """What it is counted from has moved on, or nobody has to be told: no act, only the deadline moves."""
    writes = writes or Writes()
    _move_on(writes, o, day)
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed
    return 0


def _move_on(writes: Writes, o: Obligation, day: date) -> None:
    calendar = Calendar(o.county_id, o.organisation_id, day)
    calendar.take(writes, o.family, o.due_on, o.subject)
    arm(writes, o, calendar)
