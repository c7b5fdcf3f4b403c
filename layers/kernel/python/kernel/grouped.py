"""Routes in groups, each loaded when a path of its own is first asked for: many routes start as fast as few."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver


class GroupedResolver(APIGatewayHttpResolver):
    """Without groups it has all its routes from the start."""

    keeps_answers = True  # to requests with an `Idempotency-Key`

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waiting: dict[str, set[str]] = defaultdict(set)

    def group(self, package: str, groups: Mapping[str, Iterable[str]]) -> None:
        """`groups`: a module, whose `add_to(app)` adds its routes → steps, of which each of their paths has one.

        A path that has a step of another group too loads one group too many, and is answered the same.
        """
        for module, steps in groups.items():
            for step in steps:
                self._waiting[step].add(f"{package}.{module}")

    def resolve(self, event: Any, context: Any) -> dict[str, Any]:
        for step in event["rawPath"].split("/"):
            self._load(step)
        return super().resolve(event, context)

    def load_all(self) -> None:
        """For whoever lists all routes."""
        for step in list(self._waiting):
            self._load(step)

    def _load(self, step: str) -> None:
        for module in sorted(self._waiting.get(step, ())):
            import_module(module).add_to(self)
            for waiting in self._waiting.values():
                waiting.discard(module)
