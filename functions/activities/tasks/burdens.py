"""What the tasks of a committee's meeting would ask of branches, against what may be asked of them in a month
(`kernel.burdens`)."""

from dataclasses import dataclass
from datetime import datetime

from functions.activities import reading, rules
from functions.activities.attendance.tables import Switch
from functions.activities.reading import Record
from functions.activities.tasks import assigning
from functions.activities.tasks.burden_tables import Burden
from functions.activities.tasks.models import TasksBurdenOut
from kernel import burdens, directory, policies
from kernel.asking import Asking
from kernel.authority import Target
from kernel.burden_models import LoadOut
from kernel.burdens import Assessed, Demands, ReasonRequired
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.record import Head
from kernel.together import find_many


@dataclass(frozen=True)
class Weighed:
    """The branches to whose members a meeting gives tasks, with these on top of their month, the fullest first; `head`
    is of the chain of whoever holds it, None where nothing was read."""

    loads: list[Assessed]
    head: Head | None = None

    @property
    def over(self) -> list[Assessed]:
        return [load for load in self.loads if load.over]


def weigh(record: Record, at: datetime) -> Weighed:
    """In one read, of at most ten branches (`rules.MOST_TASKS`); none where no committee gives any."""
    given = assigning.to_branches(record)
    if not given:
        return Weighed([])
    month, chain = month_of(business_day(at)), record.place.id
    lines = {place: None for home, _ in given for place in directory.ancestors(home.path)}
    keys = [(Burden, Burden.key_of(home.id, month)) for home, _ in given]
    switches = [(Switch, Switch.key_of(place, burdens.SWITCH)) for place in lines]
    head, found = find_many((Head, (chain,)), [*keys, *switches])
    asked = {row.branch_id: row.asked for row in found if isinstance(row, Burden)}
    budgets = [row for row in found if isinstance(row, Switch)]
    loads = [_assessed(home, tasks, asked, budgets) for home, tasks in given]
    return Weighed(burdens.fullest_first(loads), head or Head(chain))


def _assessed(home: Organisation, tasks: int, asked: dict[str, Demands], budgets: list[Switch]) -> Assessed:
    """Each task is a request, as `notices` counts it."""
    budget = policies.in_force(burdens.SWITCH, directory.ancestors(home.path), budgets)
    whole = asked.get(home.id, Demands()).plus(Demands(requests=tasks))
    return Assessed(home.id, whole, burdens.allowed(budget))


def demand_reason(record: Record, at: datetime) -> Weighed:
    """Raises `ReasonRequired` where a budget is exceeded and the minutes do not say why."""
    weighed = weigh(record, at)
    if weighed.over and not (record.minutes and record.minutes.text.get("burdenReason")):
        raise ReasonRequired.at("minutes.burdenReason", weighed.over)
    return weighed


def show(caller: Asking, activity_id: str) -> TasksBurdenOut:
    """Before the approval; what is approved counts as asked and asks for no more, what was called off for nothing."""
    record, at = reading.whole(activity_id), now()
    caller.may("activities.read", Target(path=record.place.path))
    waits = record.minutes is not None and record.activity.state not in (*rules.SEALED, *rules.NOT_HELD)
    weighed = weigh(record, at) if waits else Weighed([])
    return TasksBurdenOut(
        activity_id=activity_id,
        month=month_of(business_day(at)),
        branches_over=len(weighed.over),
        items=[LoadOut.of(load) for load in weighed.loads],
        as_of=at,
    )
