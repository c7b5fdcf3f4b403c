"""What people do and what is told to consumers, each arranged in an empty account and then done once.

An entry is a name and a function that arranges the state; what it returns does the thing, as often as the state is put
back. Branches have 24 members (the county's mean), 20 of whom attend.
"""

from collections.abc import Callable
from typing import Any

from tests import builders
from tests.conftest import Context

Doing = Callable[[], Any]
Arrange = Callable[[], Doing]
Handler = Callable[[dict[str, Any], Any], Any]

MEMBERS, ATTENDING = 24, 20
CONTEXT: Any = Context()


def asking(handler: Handler, method: str, path: str, subject: str, body: Any = None, **rest: Any) -> Doing:
    """A request."""
    event = builders.request(method, path, subject=subject, body=body, **rest)
    return lambda: handler(event, CONTEXT)


def telling(handler: Handler, *bodies: Any) -> Doing:
    """A batch of messages."""
    event = builders.batch(*bodies)
    return lambda: handler(event, CONTEXT)


def starting(handler: Handler, event: dict[str, Any]) -> Doing:
    """A schedule's input, or an operator's."""
    return lambda: handler(event, CONTEXT)
