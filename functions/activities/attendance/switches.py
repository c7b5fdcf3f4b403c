"""Whether sign-in is forced and whether a position may be asked for: `activities`' copy of the committees' switches
(`design.md` 5). Both are off unless the nearest committee that set them turned them on."""

from dataclasses import dataclass

from functions.activities.attendance.tables import Switch
from functions.activities.roll.tables import Done
from kernel import burdens, directory, policies
from kernel.events import PolicyChanged
from kernel.journal import Act

FORCED, POSITION, ON = "forced_check_in", "position", "on"


@dataclass(frozen=True)
class InForce:
    forced: bool
    position: bool


def take_over(act: Act, event: PolicyChanged) -> None:
    """And the budgets of branches (`tasks.burdens`); other switches are none of our business."""
    if event.policy in (FORCED, POSITION, burdens.SWITCH):
        key = Switch.key_of(event.organisation_id, event.policy)
        policies.take_over(act, Switch, Done(Done.partition(act.cause), "SWITCH"), key, event.value)


def keys(path: str) -> list[tuple[str, str]]:
    """Where the settings of the organisations on a path stand."""
    return [Switch.key_of(place, policy) for place in directory.ancestors(path) for policy in (FORCED, POSITION)]


def of(path: str, found: list[Switch]) -> InForce:
    lineage = directory.ancestors(path)
    return InForce(*(policies.in_force(policy, lineage, found) == ON for policy in (FORCED, POSITION)))


def at(path: str) -> InForce:
    """What is in force at an organisation. One read."""
    return of(path, Switch.find_all(keys(path), consistent=True))
