"""A committee set a switch: whether a branch changes dossiers by itself follows it."""

from typing import Any

from functions.members.proposal_rules import SWITCH
from functions.members.proposal_tables import PolicySet, PolicyTaken
from kernel import policies
from kernel.consumer import Failures, each_event
from kernel.events import PolicyChanged
from kernel.journal import Act


def _copy(act: Act, event: PolicyChanged) -> None:
    """Other policies are none of our business."""
    if event.policy == SWITCH:
        mark, key = PolicyTaken(PolicyTaken.partition(str(act.cause))), PolicySet.key_of(event.organisation_id, SWITCH)
        policies.take_over(act, PolicySet, mark, key, event.value)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {PolicyChanged: _copy}, "members on policy changed")
