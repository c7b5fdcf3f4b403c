"""What branches were asked for, as it is told: by dispatches, and by the tasks of committees' meetings."""

from functions.activities.roll.tables import Done
from functions.activities.tasks.burden_tables import Burden
from kernel.burdens import Demands
from kernel.calendar import month_of
from kernel.clock import business_day
from kernel.events import BranchBurdened, TasksAssigned
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def burdened(act: Act, event: BranchBurdened) -> None:
    _add(act, event.month, {event.branch_id: Demands(event.requests, event.forms, event.photos)})


def assigned(act: Act, event: TasksAssigned) -> None:
    """Each task is a request of the month in which the meeting was approved, as `notices` counts it."""
    given = {one.branch_id: Demands(requests=one.tasks) for one in event.branches}
    _add(act, month_of(business_day(act.fact_at)), given)


def _add(act: Act, month: str, asked: dict[str, Demands]) -> None:
    def attempt(writes: Writes) -> None:
        writes.rows += [Burden.add(branch_id, month, demands) for branch_id, demands in asked.items()]

    once(Done(Done.partition(act.cause), "BURDEN"), attempt)
