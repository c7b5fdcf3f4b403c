"""Committees gave or took offices, or set a switch that says how people are told."""

from collections.abc import Callable
from typing import Any

from functions.notices import burdening, offices, quieting
from kernel.consumer import Failures, each_event
from kernel.events import Event, PolicyChanged, RoleGranted, RoleRevoked
from kernel.journal import Act


def _set(act: Act, event: PolicyChanged) -> None:
    """Each takes over its own switch."""
    quieting.take_over(act, event)
    burdening.budget_set(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    RoleGranted: offices.granted,
    RoleRevoked: offices.revoked,
    PolicyChanged: _set,
}


def lambda_handler(batch: dict[str, Any], context: Any) -> Failures:  # noqa: ARG001 - Lambda's signature
    return each_event(batch, HANDLERS, "notices.on_committees")
