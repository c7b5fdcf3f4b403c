"""What committees may ask of a branch in a month, and beyond it only with a reason (`design.md` 5, policy switches;
numbers are L): `notices` weighs dispatches by it, `activities` the tasks of a committee's meeting. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kernel.errors import Invalid

SWITCH = "burden_budget"
MOST_NAMED = 20


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

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """The values of `ADDING`."""
        return {f":{name}": {"N": str(number)} for name, number in self._asdict().items()}


ADDING = "ADD requests :requests, forms :forms, photos :photos"
"""What puts a demand on the row of a branch's month."""
DEFAULT = Demands(requests=8, forms=2, photos=6)
FORM = re.compile(r"requests=(\d{1,3}),forms=(\d{1,3}),photos=(\d{1,3})")


def budget_of(value: str) -> Demands:
    """A switch such as `requests=8,forms=2,photos=6`. Raises `ValueError` for what `identity` does not accept."""
    found = FORM.fullmatch(value)
    if found is None:
        raise ValueError("not a budget")
    return Demands(*map(int, found.groups()))


def allowed(value: str | None) -> Demands:
    """The budget by the switch that is in force; None: nobody has set one."""
    return budget_of(value) if value else DEFAULT


def demanded(demands: Demands, *, asks: bool) -> Demands:
    """A notice that asks for something is a request, whether or not its sender counts it as one."""
    return demands._replace(requests=max(demands.requests, int(asks)))


def in_force(path: Sequence[str], budgets: Mapping[str, str]) -> Demands:
    """The budget of the nearest organisation on a path (root first) that has set one."""
    return allowed(next((budgets[place] for place in reversed(path) if place in budgets), None))


class ReasonRequired(Invalid):
    """`fields` name branches whose budget of the month it exceeds; none where they cannot be seen at once."""

    code = "reason_required"
    zh, en = "超出支部本月负担上限，须写明理由。", "It exceeds a branch's budget of the month: a reason is required."

    @classmethod
    def at(cls, field: str, over: "Sequence[Assessed]") -> "ReasonRequired":
        """For a reason that is missing in this field."""
        named = [{"field": field, "code": cls.code, "branchId": one.branch_id} for one in over[:MOST_NAMED]]
        return cls(fields=named or [{"field": field, "code": cls.code}])


@dataclass(frozen=True)
class Assessed:
    """A branch, what is asked of it with what is planned, and its budget."""

    branch_id: str
    asked: Demands
    budget: Demands

    @property
    def over(self) -> bool:
        return self.asked.exceeds(self.budget)

    @property
    def fullness(self) -> float:
        """By which branches are put in order: the fullest of its three measures."""
        return max(asked / max(most, 1) for asked, most in zip(self.asked, self.budget, strict=True))


def fullest_first(loads: Iterable[Assessed]) -> list[Assessed]:
    return sorted(loads, key=lambda one: (-one.fullness, one.branch_id))
