"""Resolutions that name an owner and a day, and problems that are to be set right, become tasks with the final
approval, and go with its withdrawal."""

from collections.abc import Iterator

from functions.activities import audience
from functions.activities.audience import Kind
from functions.activities.minutes import reading as minutes_reading
from functions.activities.reading import Record
from functions.activities.tasks.tables import Task
from functions.activities.vote_rules import Result
from kernel.directory import Organisation
from kernel.events import BranchTasks, TasksAssigned
from kernel.journal import UnitOfWork

FAILED = (Result.NOT_PASSED, Result.NO_QUORUM)


def assign(work: UnitOfWork, record: Record) -> None:
    """Add the tasks of what was decided to the transaction of the approval. Those that a committee gives to branches
    are told: `notices` counts them as asked of the branch (`domain.md` 12)."""
    for task in tasks(record):
        work.put_new(task)
    branches = tuple(
        BranchTasks(branch_id=home.id, county_id=home.county_id, tasks=number) for home, number in to_branches(record)
    )
    if branches:
        place = record.place.id
        work.record(TasksAssigned(activity_id=record.activity.id, organisation_id=place, branches=branches))


def to_branches(record: Record) -> list[tuple[Organisation, int]]:
    """How many tasks a committee's meeting gives to members of each branch that it is for; none of a branch's own."""
    if audience.of(record.activity).kind is not Kind.BRANCHES:
        return []
    return [(home, len(owners)) for home, owners in record.by_branch(task.owner_id for task in tasks(record))]


def call_off(work: UnitOfWork, record: Record) -> None:
    """Take away those that are still open; what was done stays."""
    for task in tasks(record):
        work.take_away(task)


def tasks(record: Record) -> Iterator[Task]:
    """Those of the text that is approved, each once; a resolution that failed has none. Problems are numbered after
    the resolutions."""
    minutes, pk = minutes_reading.out(record), Task.partition(record.place.id)
    for number, (one, vote) in enumerate(zip(minutes.resolutions, minutes.votes, strict=True), 1):
        if one.owner and one.due_on and vote.result not in FAILED:
            place = Task.place(Task.OPEN, one.due_on.isoformat(), record.activity.id, number)
            yield Task(pk, place, text=one.text, owner_id=one.owner)
    for number, problem in enumerate(minutes.problems, len(minutes.resolutions) + 1):
        place = Task.place(Task.OPEN, problem.due_on.isoformat(), record.activity.id, number)
        yield Task(pk, place, text=f"{problem.text}\n{problem.measures}", owner_id=problem.owner)
