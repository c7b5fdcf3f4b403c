"""Resolutions that name an owner and a day become tasks with the final approval, and go with its withdrawal."""

from collections.abc import Iterator

from functions.activities import minutes_reading
from functions.activities.reading import Record
from functions.activities.task_tables import Task
from functions.activities.vote_rules import Result
from kernel.journal import UnitOfWork

FAILED = (Result.NOT_PASSED, Result.NO_QUORUM)


def assign(work: UnitOfWork, record: Record) -> None:
    """Add the tasks of what was decided to the transaction of the approval."""
    for task in tasks(record):
        work.put_new(task)


def call_off(work: UnitOfWork, record: Record) -> None:
    """Take away those that are still open; what was done stays."""
    for task in tasks(record):
        work.take_away(task)


def tasks(record: Record) -> Iterator[Task]:
    """Those of the text that is approved, each once; a resolution that failed has none."""
    minutes, pk = minutes_reading.out(record), Task.partition(record.place.id)
    for number, (one, vote) in enumerate(zip(minutes.resolutions, minutes.votes, strict=True), 1):
        if one.owner and one.due_on and vote.result not in FAILED:
            place = Task.place(Task.OPEN, one.due_on.isoformat(), record.activity.id, number)
            yield Task(pk, place, text=one.text, owner_id=one.owner)
