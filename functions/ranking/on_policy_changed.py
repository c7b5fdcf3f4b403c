"""A committee set a switch: what members see of others' ranks follows it."""

from typing import Any

from functions.ranking.switches import POLICIES
from functions.ranking.tables import Mark, PolicySet
from kernel import policies
from kernel.consumer import Failures, each_event
from kernel.events import PolicyChanged
from kernel.journal import Act


def _copy(act: Act, event: PolicyChanged) -> None:
    """Other policies are none of our business."""
    if event.policy in POLICIES:
        mark, key = Mark(Mark.partition(str(act.cause))), PolicySet.key_of(event.organisation_id, event.policy)
        policies.take_over(act, PolicySet, mark, key, event.value)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {PolicyChanged: _copy}, "ranking on policy changed")
