"""The reminder run of a county: every day up to `as_of` that is not done, and of each day what is due on it.

A day is closed when it has begun, by no run before it: one that looks ahead tells what is due by then, and what is put
on those days afterwards is told on its day (`docs/decisions/2026-11-22-no-run-closes-a-day-to-come.md`).

Its cost is what is due, not what exists. Safe to run twice, to run beside another, and to stop anywhere: a deadline
and its notices are one transaction, a day counts as done after its last deadline.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

import msgspec

from functions.notices import absence, digesting, obligation_reminding
from functions.notices.deadlines import ONE_DAY
from functions.notices.rules import ABSENT
from functions.notices.sending import Run
from functions.notices.tables import Deadline, Progress
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import Envelope, ReminderRunStarted
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.log import log
from kernel.projection import retrying
from kernel.sending import send
from kernel.settings import Settings
from kernel.transaction import Writes, transact

if TYPE_CHECKING:
    from pydantic import BaseModel

Enough = Callable[[], bool]
"""Whether there is time for one more deadline."""


class RunSettings(Settings):
    reminder_run_queue: str


def remind(deadline: Deadline, county_id: str, day: date, run: Run) -> int:
    """Carry out one deadline. Returns how many notices went out."""
    if deadline.code == ABSENT:
        return absence.remind(deadline.subject, county_id, day, run)
    return obligation_reminding.remind(deadline, day, run)


def start_everywhere(actor: str, as_of: date) -> int:
    """Start the run of a day in every county that has deadlines; a second call starts none. Returns how many."""
    started = 0
    for county_id in Progress.counties():
        act = Act(actor, cause=derived_id("reminder-run", county_id, as_of.isoformat()))
        started += start(act, county_id, as_of)
    return started


def start(act: Act, county_id: str, as_of: date, reply: "BaseModel | None" = None) -> bool:
    """Put the start on the record; the bus brings it to the run itself, which is lost with no machine."""
    work = UnitOfWork(act, chain=county_id, action="notices.run", subject=county_id)
    work.record(ReminderRunStarted(organisation_id=county_id, as_of=as_of))
    return work.commit(reply)


def started(act: Act, event: ReminderRunStarted, enough: Enough) -> None:
    """Carry out a run, for as long as there is `enough` time; the rest is ordered anew, and the digests at its end."""
    run = Run(act.actor, event.as_of, business_day(act.at))
    begun = min(run.as_of, run.today)
    sent = sum(
        _part(part, begun, run, enough) + _ahead(part, run, enough) for part in Progress.of(event.organisation_id)
    )
    finished = all(part.done >= begun for part in Progress.of(event.organisation_id))
    if finished and not run.looks_ahead:
        digesting.send(event.organisation_id, event.as_of)
    elif not finished or not enough():
        send(RunSettings.load().reminder_run_queue, [_the_rest(act, event)])
    log("reminder run", as_of=event.as_of.isoformat(), sent=sent, finished=finished)


def _the_rest(act: Act, event: ReminderRunStarted) -> Envelope:
    """The start as it was told."""
    return Envelope(
        id=str(act.cause),
        event=type(event).__name__,
        at=act.fact_at,
        chain=event.organisation_id,
        seq=act.cause_seq,
        actor=act.actor,
        data=msgspec.to_builtins(event),
    )


def _ahead(part: Progress, run: Run, enough: Enough) -> int:
    """What is due on the days to come, for as long as there is time; what was told of is not found again."""
    days = (run.today + timedelta(days=number) for number in range(1, (run.as_of - run.today).days + 1))
    due = ((deadline, day) for day in days for deadline in Deadline.on(day, part.county_id, part.shard))
    in_time = takewhile(lambda _: enough(), due)
    return sum(remind(deadline, part.county_id, day, run) for deadline, day in in_time)


def _part(part: Progress, begun: date, run: Run, enough: Enough) -> int:
    """Every day that has begun and is not done."""
    sent, day = 0, retrying(partial(_next_day, part, part.done, begun)) if enough() else None
    while day is not None:
        for deadline in Deadline.on(day, part.county_id, part.shard):
            if not enough():
                return sent  # the day is not done: what is left of it is found again
            sent += remind(deadline, part.county_id, day, run)
        day = retrying(partial(_next_day, part, day, begun if enough() else day))
    return sent


def _next_day(part: Progress, done: date, as_of: date) -> date | None:
    """Keep that a day is done and the first one that is not is closed, in one write; return it, None when all is."""
    done = max(part.done, done)
    day = done + ONE_DAY if done < as_of else None
    closed = max(part.closed, day or done)
    if (done, closed) != (part.done, part.closed):
        part.done_through, part.closed_through = done.isoformat(), closed.isoformat()
        _save(part)
    return day


def _save(part: Progress) -> None:
    writes = Writes()
    writes.put(part)
    if transact(writes.rows):
        part.refresh(consistent_read=True)
        raise Changed
