"""The objects that the routes are about, and how an arrangement calls them into being."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from kernel.ids import derived_id
from tests.builders import answer, batch, request
from tests.conftest import Context
from tests.integration.activities.story import code_of
from tests.integration.members.people import ROSTER
from tests.trust.trees import Trees

HOUR = timedelta(hours=1)


@dataclass
class World:
    """The objects that the routes are about, by the names that rows of the matrix use."""

    trees: Trees
    names: dict[str, str] = field(default_factory=dict)

    def name(self, **ids: str) -> None:
        self.names |= ids

    def meant(self, value: Any) -> Any:
        """A value of a row with every `$name` in it replaced; `$code` is the sign-in code of this moment."""
        if isinstance(value, dict):
            return {key: self.meant(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.meant(inner) for inner in value]
        if value == "$code":
            return code_of(self.names["planned"])
        return self.names[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def demand(handler: Callable[..., Any], method: str, path: str, subject: str, body: Any = None) -> dict[str, Any]:
    """A call of the arrangement itself, which must succeed."""
    status, told = answer(handler(request(method, path, subject=subject, body=body), Context()))
    assert 200 <= status < 300, (method, path, status, told)
    return dict(told)


def id_of(number: int) -> str:
    return derived_id(ROSTER, number)


def deliver(handler: Callable[..., Any], body: Any) -> None:
    assert handler(batch(body), Context()) == {"batchItemFailures": []}
