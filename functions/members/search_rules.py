"""Which lines of the search answer to what is asked."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from functions.members.beginnings import begins, typed
from functions.members.birth_rules import COHORT_YEARS
from kernel.message import Message
from kernel.spelling import letters_of

if TYPE_CHECKING:
    from functions.members.search_models import Criteria


class Line(NamedTuple):
    """What a search knows of a member, all of class P1; `cohort` is the first of five years of birth."""

    id: str
    name: str
    sound: str
    sex: str
    category: str
    education: str
    joined_on: str
    state: str
    cohort: str | None
    floating: bool
    tags: list[str]


class KeptCriteria(Message):
    """`Criteria` of a kept search, which were checked when they were kept."""

    q: str | None = None
    category: str | None = None
    state: str | None = None
    floating: bool | None = None
    education: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    joined_from: date | None = None
    joined_to: date | None = None
    tags: tuple[str, ...] = ()


def matcher(criteria: "Criteria | KeptCriteria", today: date) -> Callable[[Line], bool]:
    """Whether a line answers to everything asked."""
    named = _named(criteria.q) if criteria.q else _anybody
    wanted = {
        name: value for name in ("category", "state", "floating") if (value := getattr(criteria, name)) is not None
    }
    first = criteria.joined_from.isoformat() if criteria.joined_from else ""
    last = criteria.joined_to.isoformat() if criteria.joined_to else "9999"

    def answers(line: Line) -> bool:
        return (
            all(getattr(line, name) == value for name, value in wanted.items())
            and (not criteria.education or line.education in criteria.education)
            and first <= line.joined_on <= last
            and _may_be_aged(line.cohort, criteria, today)
            and set(criteria.tags) <= set(line.tags)
            and named(line)
        )

    return answers


def _anybody(_line: Line) -> bool:
    return True


def _named(beginning: str) -> Callable[[Line], bool]:
    letters, characters = typed(beginning), letters_of(beginning)
    if letters is not None:
        return lambda line: begins(line.sound, letters) or letters_of(line.name).startswith(characters)
    return lambda line: bool(characters) and letters_of(line.name).startswith(characters)


def _may_be_aged(cohort: str | None, criteria: "Criteria | KeptCriteria", today: date) -> bool:
    """Whether anybody born in those five years is of such an age; who has no cohort is of none."""
    if criteria.age_from is None and criteria.age_to is None:
        return True
    if cohort is None:
        return False
    oldest = today.year - int(cohort)
    youngest = oldest - COHORT_YEARS
    return oldest >= (criteria.age_from or 0) and (criteria.age_to is None or youngest <= criteria.age_to)
