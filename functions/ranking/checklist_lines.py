"""A branch's checklist line by line, each with what its state rests on. Two reads."""

from datetime import date

from functions.ranking import checking_off
from functions.ranking.checklist_models import TaskLine, TaskLines, TaskNumbers, Why
from functions.ranking.checklist_rules import KINDS, Line, LineState, Record, lines, span, within
from functions.ranking.checklist_tables import GRADES, TALK, BranchSigns, Checklist
from functions.ranking.checklist_tallies import LineTally, sign_at
from functions.ranking.errors import NoChecklist
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Organisation


def show(caller: Asking, branch_id: str, period: str | None) -> TaskLines:
    """Of the month that runs, if no period is named. Raises `NoChecklist` for what is no branch."""
    where, at = directory.organisation(branch_id), now()
    caller.may("ranking.tasks.lines", Target(path=where.path))
    if where.kind not in KINDS:
        raise NoChecklist
    today = business_day(at)
    period = period or month_of(today)
    checklist, signs = checking_off.load(where.county_id, where.id, span(period)[0].year)
    found = _lines(checklist, signs, period, last_day(where, today))
    total = LineTally.total(_one(line.state) for line in found)
    return TaskLines(branch_id=where.id, period=period, total=TaskNumbers.of(total), lines=found, as_of=at)


def last_day(where: Organisation, today: date) -> date:
    """A branch that is closed owes what it owed on its last day."""
    return min(today, date.fromisoformat(where.closed_on)) if where.closed_on else today


def _one(state: LineState) -> LineTally:
    return LineTally(*(int(state is one) for one in LineState))


def _lines(checklist: Checklist, signs: BranchSigns, period: str, today: date) -> list[TaskLine]:
    told = (out(checklist, signs, line, today) for _, line in within(period) if signs.owing.owes(line, today))
    return sorted(told, key=lambda line: (line.ends_on, line.starts_on))


def out(checklist: Checklist, signs: BranchSigns, line: Line, today: date) -> TaskLine:
    """A line as the boards count it on a day."""
    year = line.first.year
    state = signs.owing.state(line, sign_at(signs.of(year), lines(year).index(line)), today)
    records, ruling = checklist.of(line), checklist.ruling(line)
    activity_id, record = _decisive(records)
    return TaskLine(
        id=line.id,
        type=line.type,
        period=line.period,
        starts_on=line.first,
        ends_on=line.last,
        hand_in_by=line.hand_in_by,
        state=state,
        why=_why(state, line, record, ruling.decision if ruling else None),
        activity_id=activity_id.removesuffix(GRADES) if activity_id else None,
        held_on=record.held_on if record else None,
        handed_in_on=(record.handed_in or None) if record else None,
        **(ruling._asdict() if ruling else {}),
    )


def _decisive(records: dict[str, Record]) -> tuple[str | None, Record | None]:
    """The record that counts, and of several the first; else one that waits; else the latest."""
    if not records:
        return None, None
    told = sorted(records.items(), key=lambda one: one[1].handed_in)
    counted = [one for one in told if one[1].counts]
    waiting = [one for one in told if one[1].waits]
    return (counted or waiting or told[-1:])[0]


def _why(state: LineState, line: Line, record: Record | None, ruled: str | None) -> Why:
    if state in (LineState.DONE_IN_TIME, LineState.DONE_LATE):
        return "TALK_RECORDED" if line.type == TALK else "FINAL_REVIEW_PASSED"
    if state in (LineState.EXCUSED, LineState.NOT_APPLICABLE):
        return "RULED" if ruled == state else "NOT_OWED"
    if state is LineState.IN_REVIEW:
        return "WAITS_FOR_REVIEW"
    if record is None:
        return "NOTHING_HANDED_IN"
    return "APPROVAL_WITHDRAWN" if record.withdrawn else "RETURNED"
