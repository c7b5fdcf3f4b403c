"""What is owed, and what is said of it on which morning: the working days and the boxes of the oracle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import chinese_calendar

from tests.integration.notices.places import ONE, superior
from tests.integration.notices.world import COUNTY

Notice = tuple[str, str, str, str]
"""Box, code, day, and what it is about."""
Say = tuple[date, tuple[str, ...], str]
"""From which day, to which boxes, under which code."""


def secretary(body: str) -> str:
    return f"ORG#{body}#secretary"


def above(body: str, day: date) -> str:
    """Of whoever looks after it, as it is known on the evening of a day."""
    return f"ORG#{superior(body, day)}#reviewer"


def works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def at_work(day: date) -> date:
    while not works(day):
        day += ONE
    return day


def last_at_work(day: date) -> date:
    """The last working day up to and with this one."""
    while not works(day):
        day -= ONE
    return day


def working_days_after(day: date, count: int) -> date:
    for _ in range(count):
        day = at_work(day + ONE)
    return day


def working_days_before(day: date, count: int) -> date:
    for _ in range(count):
        day = last_at_work(day - ONE)
    return day


THE_COUNTY = f"ORG#{COUNTY}#reviewer"
THE_ADMINISTRATORS = f"ORG#{COUNTY}#county_admin"
ABOVE = "whoever is above on that morning"


@dataclass
class Owed:
    """Something that a body owes from an evening on until another: what is to be said, and how much of it was."""

    ladder: str
    body: str
    since: date
    says: Sequence[Say]
    about: str
    until: date = date.max
    warns: bool = True
    said: int = 0
    told: list[tuple[date, int, str]] = field(default_factory=list)

    def morning(self, day: date) -> Iterator[Notice]:
        """The last of what has come, if it was not said; on the mornings after it was known and before it was met."""
        come = [place for place, (on, _, _) in enumerate(self.says) if on <= day]
        if not self.since < day <= self.until or not come or come[-1] < self.said:
            return
        self.said = come[-1] + 1
        _, boxes, code = self.says[come[-1]]
        self.told.append((day, come[-1], code))
        for box in dict.fromkeys(above(self.body, day - ONE) if box == ABOVE else box for box in boxes):
            yield box, code, str(day), self.about
