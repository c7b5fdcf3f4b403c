"""What committees may ask of a branch in a month (`design.md` 5, policy switches; numbers are L). Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

SWITCH = "burden_budget"


class Demands(NamedTuple):
    """Requests, forms and photos: what is asked of a branch, what was in a month, or what may be."""

    requests: int = 0
    forms: int = 0
    photos: int = 0

    def plus(self, other: "Demands") -> "Demands":
        return Demands(*(mine + more for mine, more in zip(self, other, strict=True)))

    def exceeds(self, budget: "Demands") -> bool:
        return any(asked > most for asked, most in zip(self, budget, strict=True))

    @property
    def any(self) -> bool:
        return any(self)


DEFAULT = Demands(requests=8, forms=2, photos=6)
FORM = re.compile(r"requests=(\d{1,3}),forms=(\d{1,3}),photos=(\d{1,3})")


def budget_of(value: str) -> Demands:
    """A switch such as `requests=8,forms=2,photos=6`. Raises `ValueError` for what `identity` does not accept."""
    found = FORM.fullmatch(value)
    if found is None:
        raise ValueError("not a budget")
    return Demands(*map(int, found.groups()))


def demanded(demands: Demands, *, asks: bool) -> Demands:
    """A notice that asks for something is a request, whether or not its sender counts it as one."""
    return demands._replace(requests=max(demands.requests, int(asks)))


def in_force(path: Sequence[str], budgets: Mapping[str, str]) -> Demands:
    """The budget of the nearest organisation on a path (root first) that has set one."""
    nearest = next((budgets[place] for place in reversed(path) if place in budgets), None)
    return budget_of(nearest) if nearest else DEFAULT
