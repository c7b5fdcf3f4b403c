"""What is asked of branches against what may be: read of a whole county at once, moved by deliveries and by the
tasks that committees assign."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from functions.notices.burden_tables import BUDGETS, PEOPLE, Budgets, Load, values_of
from functions.notices.tables import Mark
from kernel import burdens, directory
from kernel.burdens import SWITCH, Assessed, Demands, fullest_first
from kernel.calendar import month_of
from kernel.clock import business_day
from kernel.directory import Organisation, ancestors
from kernel.events import PolicyChanged, TasksAssigned
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


@dataclass
class County:
    """A county's branches in a month: what was asked of them, how many are at home there, which budgets were set."""

    asked: dict[str, Demands] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    budgets: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, county_id: str, month: str, above: Budgets | None) -> "County":
        """`above`: what is set above the counties. The index follows a writing within a second or so."""
        county = cls(budgets=values_of(above.budgets) if above else {})
        for row in Load.county.query(county_id, Load.in_county >= f"{month}#"):
            place, _, organisation_id = row.in_county.partition("#")
            if place == BUDGETS:
                county.budgets |= values_of(row.budgets)
            elif f"{place}#" == PEOPLE:
                county.people[organisation_id] = int(row.people or 0)
            elif place == month:
                county.asked[organisation_id] = row.asked
        return county

    def assess(self, branches: Iterable[Organisation], demands: Demands) -> list[Assessed]:
        """Each branch with what is planned on top, the fullest first."""
        return fullest_first(
            Assessed(
                branch.id,
                self.asked.get(branch.id, Demands()).plus(demands),
                burdens.in_force(ancestors(branch.path), self.budgets),
            )
            for branch in branches
        )


def above() -> Budgets:
    """A row without content, by whose key the budgets above the counties are read."""
    return Budgets(*Budgets.key_of(Budgets.ABOVE))


def tasks_assigned(act: Act, event: TasksAssigned) -> None:
    """Each task that a committee's resolution gives to a branch is a request of the month in which it was approved."""
    month = month_of(business_day(act.fact_at))

    def attempt(writes: Writes) -> None:
        for one in event.branches:
            writes.rows.append(Load.add(one.branch_id, one.county_id, month, Demands(requests=one.tasks)))

    once(Mark.of(act.cause, "TASKS"), attempt)


def budget_set(act: Act, event: PolicyChanged) -> None:
    """A committee set a budget. A setting that arrives late does not undo the one after it."""
    if event.policy != SWITCH:
        return
    partition = _partition(event)

    def attempt(writes: Writes) -> None:
        item = Budgets.load(partition)
        _value, seq = item.budgets.get(event.organisation_id, ("", -1))
        if seq < act.cause_seq:
            item.budgets = item.budgets | {event.organisation_id: [event.value, act.cause_seq]}
            writes.put(item)

    once(Mark.of(act.cause, SWITCH), attempt)


def _partition(event: PolicyChanged) -> str:
    """The county whose page shows it; for an organisation above the counties that of all of those."""
    if event.organisation_id != event.county_id:
        return event.county_id
    place = directory.organisation(event.organisation_id)
    return event.county_id if place.level == "COUNTY" else Budgets.ABOVE
