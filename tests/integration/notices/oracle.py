"""Who must be told what on which morning of a year, straight from `domain.md` 12 and 4.5: by nothing of the product.

Each morning of the year is looked at with all that was known the evening before; whatever has come and was not said is
said. Slow and plain on purpose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import chinese_calendar
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from tests.integration.notices.life import FIRST, LAST, ONE, SUPERIOR, Fact
from tests.integration.notices.oracle_absence import Absences, Notice, above, secretary
from tests.integration.notices.world import COUNTY

Say = tuple[date, tuple[str, ...], str]
"""From which day, to which boxes, under which code."""


def works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def at_work(day: date) -> date:
    while not works(day):
        day += ONE
    return day


def working_days_after(day: date, count: int) -> date:
    for _ in range(count):
        day = at_work(day + ONE)
    return day


THE_COUNTY = f"ORG#{COUNTY}#reviewer"


@dataclass
class Owed:
    """Something that is owed from an evening on until another: what is to be said, and how much of it was."""

    since: date
    says: Sequence[Say]
    about: str
    until: date = date.max
    said: int = 0
    told: list[tuple[date, str]] = field(default_factory=list)

    def morning(self, day: date) -> Iterator[Notice]:
        """The last of what has come, if it was not said; on the mornings after it was known and before it was met."""
        come = [place for place, (on, _, _) in enumerate(self.says) if on <= day]
        if not self.since < day <= self.until or not come or come[-1] < self.said:
            return
        self.said = come[-1] + 1
        _, boxes, code = self.says[come[-1]]
        self.told.append((day, code))
        yield from ((box, code, str(day), self.about) for box in dict.fromkeys(boxes))


class Oracle:
    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts
        self.owed = [*self._duties(), *self._life(), *self._terms(), *self._reviews(), *self._answers()]
        self.owed += [*self._away(), *self._certificates(), *self._lost()]

    def of(self, *what: str, **said: Any) -> list[Fact]:
        return [
            f
            for f in self.facts
            if f.what in what and all((f.branch if k == "branch" else f.said.get(k)) == v for k, v in said.items())
        ]

    def notices(self) -> list[Notice]:
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        told = [notice for day in days for one in self.owed for notice in one.morning(day)]
        return sorted([*told, *Absences(self.of).notices(days)])

    def warned(self, day: date) -> list[tuple[str, str]]:
        """What was told of and is not met by this evening: the last code said, and what it is about."""
        open_ = [one for one in self.owed if one.until > day and any(on <= day for on, _ in one.told)]
        return sorted((max(t for t in one.told if t[0] <= day)[1], one.about) for one in open_)

    # -- duties that come back -----------------------------------------------------------------------------------

    def _duties(self) -> Iterator[Owed]:
        for founded in self.of("founded"):
            b = founded.branch
            for year, month in ((2026, m) for m in range(founded.day.month, 13)):
                first = date(year, month, 1)
                last = first + relativedelta(day=31)
                name = f"{first:%Y-%m}"
                own, sup, late = (secretary(b),), (above(b),), working_days_after(last, 1)
                idle = "BRANCH_IDLE_MONTH"
                says = [(first.replace(day=25), own, idle), (last, own, idle), (late, sup, idle)]
                yield self._duty(founded, says, name, ("THEME_DAY", "COMMITTEE_MEETING"), first, last)
                lesson = [(first.replace(day=25), own, "LESSON_MISSING")]
                yield self._duty(founded, lesson, name, ("PARTY_LECTURE",), first, last)
                if month % 3 == 0:
                    code, quarter = "QUARTER_ASSEMBLY_MISSING", f"2026-Q{month // 3}"
                    begins = first - relativedelta(months=2)
                    says = [(first.replace(day=25), own, code), (late, sup, code)]
                    yield self._duty(founded, says, quarter, ("GENERAL_ASSEMBLY",), begins, last)
            code, middle = "ANNUAL_DUTY_MISSING", date(2026, 12, 15)
            says = [(middle, (secretary(b),), code), (working_days_after(middle, 1), (above(b),), code)]
            yield self._duty(founded, says, "2026", ("ORG_LIFE_MEETING",), FIRST, date(2026, 12, 31))

    def _duty(
        self, founded: Fact, says: Sequence[Say], name: str, types: tuple[str, ...], first: date, last: date
    ) -> Owed:
        """What was passed when the branch was founded is not said any more."""
        done = [
            f.day
            for f in self.of("submitted", branch=founded.branch)
            if f.said["type"] in types and first <= f.said["held_on"] <= last
        ]
        passed = sum(on <= founded.day for on, _, _ in says)
        return Owed(founded.day, says, f"{founded.branch} {name}", min(done, default=date.max), passed)

    def _life(self) -> Iterator[Owed]:
        """Three months without any activity, counted from the last one known."""
        for founded in self.of("founded"):
            b, known, last = founded.branch, founded.day, founded.day
            for record in [*self.of("submitted", branch=b), None]:
                if record and record.said["held_on"] <= last:
                    continue
                until = record.day if record else date.max
                day = at_work(last + relativedelta(months=3))
                yield Owed(known, [(day, (above(b), THE_COUNTY), "BRANCH_IDLE_3M")], f"{b} {last}", until)
                if record:
                    known, last = record.day, record.said["held_on"]

    # -- ends, answers, members ----------------------------------------------------------------------------------

    def _terms(self) -> Iterator[Owed]:
        for branch in SUPERIOR:
            terms = self.of("term", branch=branch)
            for fact, later in zip(terms, [*terms[1:], None], strict=True):
                ends: date = fact.said["ends"]
                boxes = (secretary(branch), above(branch))
                says = [(at_work(ends - timedelta(days=n)), boxes, f"TERM_EXPIRY_{n}") for n in (180, 90, 30)]
                yield Owed(fact.day, [*says, (ends, boxes, "TERM_EXPIRY_0")], f"{branch} {ends}", _day(later))

    def _reviews(self) -> Iterator[Owed]:
        steps = self.of("submitted", "returned", "passed", "confirmed")
        for place, fact in enumerate(steps):
            if fact.what in ("returned", "confirmed"):
                continue
            after = (f for f in steps[place + 1 :] if f.said["activity"] == fact.said["activity"])
            first = fact.what == "submitted" and SUPERIOR[fact.branch] != COUNTY
            county = (working_days_after(fact.day, 8), (THE_COUNTY,), "REVIEW_BACKLOG")
            township = (working_days_after(fact.day, 4), (above(fact.branch),), "REVIEW_BACKLOG")
            about = f"{fact.said['activity']} {fact.day}"
            yield Owed(fact.day, [township, county] if first else [county], about, _day(next(after, None)))

    def _answers(self) -> Iterator[Owed]:
        for fact in self.of("proposed"):
            due, name = fact.said["due"], fact.said["id"]
            late = working_days_after(due, 4)
            says = [(at_work(due), (above(fact.branch),), "PROPOSAL_DUE"), (late, (THE_COUNTY,), "PROPOSAL_DUE")]
            yield Owed(fact.day, says, f"{name} {due}", _day(next(iter(self.of("decided", id=name)), None)))
        for fact in self.of("asked"):
            due, name, code = fact.said["due"], fact.said["id"], "CORRECTION_DUE"
            soon = (at_work(due - timedelta(days=5)), (secretary(fact.branch),), code)
            late_ = (working_days_after(due, 1), (above(fact.branch),), code)
            yield Owed(fact.day, [soon, late_], f"{name} {due}", _day(next(iter(self.of("answered", id=name)), None)))

    def _away(self) -> Iterator[Owed]:
        for branch in SUPERIOR:
            known = self.of("away", "heard", "back", branch=branch)
            for fact, later in zip(known, [*known[1:], None], strict=True):
                if fact.what != "back":
                    due, code = fact.said["due"], "FLOATING_CONTACT_DUE"
                    contact = (at_work(due), (f"MEMBER#{fact.said['contact']}",), code)
                    own = (at_work(due + timedelta(days=30)), (secretary(branch),), code)
                    yield Owed(fact.day, [contact, own], f"{fact.said['member']} {due}", _day(later))

    def _certificates(self) -> Iterator[Owed]:
        for fact in self.of("certified"):
            day = at_work(fact.day + relativedelta(years=1))
            says = [(day, (secretary(fact.branch),), "FLOATING_CERT_YEARLY")]
            yield Owed(fact.day, says, f"{fact.said['number']} {fact.day}")

    def _lost(self) -> Iterator[Owed]:
        for branch in SUPERIOR:
            boxes = (secretary(branch), above(branch))
            steps = self.of("lost", "suspended", "found", branch=branch)
            for fact, later in zip(steps, [*steps[1:], None], strict=True):
                if fact.what == "found":
                    continue
                if fact.what == "lost":
                    day, code = fact.said["since"] + relativedelta(months=6), "LOST_CONTACT_6M"
                    about = fact.said["since"]
                else:
                    day, code, about = fact.said["due"], "LOST_CONTACT_2Y", fact.said["due"]
                says = [(at_work(day), boxes, code)]
                yield Owed(fact.day, says, f"{fact.said['member']} {about}", _day(later))


def _day(fact: Fact | None) -> date:
    return fact.day if fact else date.max
