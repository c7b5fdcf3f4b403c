"""The reminder run of a county: every day up to `as_of` that is not done, and of each day what is due on it.

Its cost is what is due, not what exists. Safe to run twice, to run beside another, and to stop anywhere: a deadline
and its notices are one transaction, a day counts as done after its last deadline.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from pydantic import BaseModel

from functions.notices import absence, idle, terms
from functions.notices.deadlines import ONE_DAY
from functions.notices.rules import ABSENT, BRANCH_IDLE_MONTH, TERM_EXPIRY
from functions.notices.tables import Deadline, Progress
from kernel.errors import Changed
from kernel.events import ReminderRunStarted
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.log import log
from kernel.projection import retrying
from kernel.transaction import Writes, transact

LADDERS: dict[str, Callable[[str, str, date, str], int]] = {
    BRANCH_IDLE_MONTH: idle.remind,
    ABSENT: absence.remind,
    TERM_EXPIRY: terms.remind,
}


def start_everywhere(actor: str, as_of: date) -> int:
    """Start the run of a day in every county that has deadlines; a second call starts none. Returns how many."""
    started = 0
    for county_id in Progress.counties():
        act = Act(actor, cause=derived_id("reminder-run", county_id, as_of.isoformat()))
        started += start(act, county_id, as_of)
    return started


def start(act: Act, county_id: str, as_of: date, reply: BaseModel | None = None) -> bool:
    """Put the start on the record; the bus brings it to the run itself, which is lost with no machine."""
    work = UnitOfWork(act, chain=county_id, action="notices.run", subject=county_id)
    work.record(ReminderRunStarted(organisation_id=county_id, as_of=as_of))
    return work.commit(reply)


def started(act: Act, event: ReminderRunStarted) -> None:
    """Carry out a run."""
    parts = Progress.of(event.organisation_id)
    sent = sum(_part(part, event.as_of, act.actor) for part in parts)
    log("reminder run", as_of=event.as_of.isoformat(), sent=sent)


def _part(part: Progress, as_of: date, actor: str) -> int:
    sent = 0
    while (day := retrying(partial(_next_day, part, as_of))) is not None:
        due = Deadline.on(day, part.county_id, part.shard)
        sent += sum(LADDERS[d.code](d.organisation_id, part.county_id, day, actor) for d in due)
        retrying(partial(_done, part, day))
    return sent


def _next_day(part: Progress, as_of: date) -> date | None:
    """Close the first day that is not done, and return it; None when all is done."""
    part.refresh(consistent_read=True)
    day = part.done + ONE_DAY
    if day > as_of:
        return None
    if day > part.closed:
        part.closed_through = day.isoformat()
        _save(part)
    return day


def _done(part: Progress, day: date) -> None:
    part.refresh(consistent_read=True)
    if day > part.done:
        part.done_through = day.isoformat()
        _save(part)


def _save(part: Progress) -> None:
    writes = Writes()
    writes.put(part)
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed
