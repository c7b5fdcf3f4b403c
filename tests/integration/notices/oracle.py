"""Who must be told what on which morning of a year, straight from `domain.md` 12 and 4.5: by nothing of the product.

Each morning of the year is looked at with all that was known the evening before; whatever has come and was not said is
said. Slow and plain on purpose.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from tests.integration.notices.life import Fact
from tests.integration.notices.oracle_absence import Absences
from tests.integration.notices.oracle_decisions import decisions
from tests.integration.notices.oracle_owed import (
    ABOVE,
    THE_COUNTY,
    Notice,
    Owed,
    Say,
    at_work,
    last_at_work,
    secretary,
    working_days_after,
)
from tests.integration.notices.places import FIRST, HOLDING_MEMBERS, LAST, ONE, superior
from tests.integration.notices.world import COUNTY


class Oracle:
    def __init__(self, facts: Sequence[Fact]) -> None:
        self.known: dict[str, list[Fact]] = defaultdict(list)
        self.known_of: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in facts:
            self.known[fact.what].append(fact)
            self.known_of[fact.what, fact.branch].append(fact)
        self.closed = {fact.branch: fact.day for fact in self.known["closed"]}
        self.owed = [*self._duties(), *self._life(), *self._terms(), *self._reviews(), *self._answers()]
        self.owed += decisions(self.of)
        self.owed += [*self._away(), *self._certificates(), *self._lost(), *self._coming()]
        self.absences = Absences(self.of)

    def of(self, *what: str, branch: str = "", **said: Any) -> list[Fact]:
        """In the order of their days."""
        known = [fact for name in what for fact in (self.known_of[name, branch] if branch else self.known[name])]
        found = [fact for fact in known if said.items() <= fact.said.items()] if said else known
        return sorted(found, key=lambda fact: fact.day) if len(what) > 1 else found

    def notices(self) -> list[Notice]:
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        told = [notice for day in days for one in self.owed for notice in one.morning(day)]
        return sorted([*told, *self._unsigned(), *self.absences.notices(days)])

    def fired(self) -> set[tuple[str, int]]:
        """Ladder and rung of everything that was said."""
        unsigned = {("NOTICE_UNSIGNED", 0) for _ in self._unsigned()}
        told = {(one.ladder, rung) for one in self.owed for _, rung, _ in one.told}
        return told | unsigned | {(code, 0) for code in self.absences.fired}

    def warned(self, day: date) -> list[tuple[str, str]]:
        """What was told of and is not met by this evening: the last code said, and what it is about."""
        open_ = [one for one in self.owed if one.warns and one.until > day and any(on <= day for on, _, _ in one.told)]
        return sorted((max(t for t in one.told if t[0] <= day)[2], one.about) for one in open_)

    def _owed(self, ladder: str, body: str, since: date, says: Sequence[Say], about: str, met: Fact | None) -> Owed:
        """What a body owes is owed no more once it is closed."""
        until = min(met.day if met else date.max, self.closed.get(body, date.max))
        return Owed(ladder, body, since, says, about, until)

    # -- duties that come back -----------------------------------------------------------------------------------

    def _duties(self) -> Iterator[Owed]:
        for founded in self.of("founded"):
            own, sup = (secretary(founded.branch),), (ABOVE,)
            if founded.said["kind"] not in HOLDING_MEMBERS:
                continue
            for month in range(founded.day.month, 13):
                first = date(2026, month, 1)
                last = first + relativedelta(day=31)
                middle, end = at_work(first.replace(day=25)), last_at_work(last)
                middle = middle if middle <= last else end
                name, late = f"{first:%Y-%m}", working_days_after(last, 1)
                idle, lesson, assembly = "BRANCH_IDLE_MONTH", "LESSON_MISSING", "QUARTER_ASSEMBLY_MISSING"
                says = [(middle, own, idle), (end, own, idle), (late, sup, idle)]
                yield from self._duty(founded, says, name, ("THEME_DAY", "COMMITTEE_MEETING"), first, last)
                yield from self._duty(founded, [(middle, own, lesson)], name, ("PARTY_LECTURE",), first, last)
                if month % 3 == 0:
                    quarter, begins = f"2026-Q{month // 3}", first - relativedelta(months=2)
                    says = [(middle, own, assembly), (late, sup, assembly)]
                    yield from self._duty(founded, says, quarter, ("GENERAL_ASSEMBLY",), begins, last)
            code, middle = "ANNUAL_DUTY_MISSING", at_work(date(2026, 12, 15))
            says = [(middle, own, code), (working_days_after(middle, 1), sup, code)]
            yearly = ("ORG_LIFE_MEETING", "DEMOCRATIC_APPRAISAL")
            yield from self._duty(founded, says, "2026", yearly, FIRST, date(2026, 12, 31))

    def _duty(
        self, founded: Fact, says: Sequence[Say], name: str, types: tuple[str, ...], first: date, last: date
    ) -> Iterator[Owed]:
        """What was passed when the branch was founded, or its record came back, is not said any more."""
        b = founded.branch
        for since, met in self._spans(founded, types, first, last):
            owed = self._owed(says[0][2], b, since, says, f"{b} {name}", met)
            owed.said = sum(on <= since for on, _, _ in says)
            yield owed

    def _spans(
        self, founded: Fact, types: tuple[str, ...], first: date, last: date
    ) -> Iterator[tuple[date, Fact | None]]:
        """From when until what it is owed: a record that came back meets nothing until it is handed in anew, and never
        one whose approval was taken back, nor the grades that were given in that meeting."""
        since, shown = founded.day, set[tuple[str, str]]()
        for fact in self.of("submitted", "graded", "returned", "withdrawn", branch=founded.branch):
            if fact.said["type"] not in types or not first <= fact.said["held_on"] <= last:
                continue
            name = fact.said["activity"]
            if fact.what not in ("submitted", "graded"):
                shown -= {(name, "submitted")} | ({(name, "graded")} if fact.what == "withdrawn" else set())
                since = since if shown else fact.day
                continue
            if not shown:
                yield since, fact
            shown.add((name, fact.what))
        if not shown:
            yield since, None

    def _life(self) -> Iterator[Owed]:
        """Three months without any activity, counted from the last one known."""
        code = "BRANCH_IDLE_3M"
        for founded in self.of("founded"):
            if founded.said["kind"] not in HOLDING_MEMBERS:
                continue
            b, known, last = founded.branch, founded.day, founded.day
            for record in [*self.of("submitted", branch=b), None]:
                if record and record.said["held_on"] <= last:
                    continue
                says = [(at_work(last + relativedelta(months=3)), (ABOVE, THE_COUNTY), code)]
                yield self._owed(code, b, known, says, f"{b} {last}", record)
                if record:
                    known, last = record.day, record.said["held_on"]

    # -- ends, answers, members ----------------------------------------------------------------------------------

    def _terms(self) -> Iterator[Owed]:
        for body in {fact.branch: None for fact in self.of("term")}:
            terms, boxes, code = self.of("term", branch=body), (secretary(body), ABOVE), "TERM_EXPIRY"
            for fact, later in zip(terms, [*terms[1:], None], strict=True):
                ends: date = fact.said["ends"]
                says = [(at_work(ends - timedelta(days=n)), boxes, f"{code}_{n}") for n in (180, 90, 30)]
                says.append((ends, boxes, f"{code}_0"))
                late = (at_work(ends + relativedelta(months=n)) for n in range(1, 13))
                says += [(day, boxes, f"{code}_OVERDUE") for day in late]
                yield self._owed(code, body, fact.day, says, f"{body} {ends}", later)

    def _reviews(self) -> Iterator[Owed]:
        for steps in self._records():
            for fact, later in zip(steps, [*steps[1:], None], strict=True):
                if fact.what in ("returned", "confirmed"):
                    continue
                first = fact.what == "submitted" and superior(fact.branch, fact.day) != COUNTY
                code, about = "REVIEW_BACKLOG", f"{fact.said['activity']} {fact.day}"
                says = [(working_days_after(fact.day, 8), (THE_COUNTY,), code)]
                if first:
                    says.insert(0, (working_days_after(fact.day, 4), (ABOVE,), code))
                ladder = code if first else "REVIEW_FINAL"
                yield Owed(ladder, fact.branch, fact.day, says, about, _day(later))

    def _records(self) -> Iterator[list[Fact]]:
        """What became of each record."""
        steps: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.of("submitted", "returned", "passed", "confirmed"):
            steps[fact.said["activity"]].append(fact)
        yield from steps.values()

    def _answers(self) -> Iterator[Owed]:
        for fact in self.of("proposed"):
            due, name, code = fact.said["due"], fact.said["id"], "PROPOSAL_DUE"
            says = [(at_work(due), (ABOVE,), code), (working_days_after(due, 4), (THE_COUNTY,), code)]
            answer = next(iter(self.of("decided", id=name)), None)
            yield Owed(code, fact.branch, fact.day, says, f"{name} {due}", _day(answer))
        for fact in self.of("asked"):
            due, name, code = fact.said["due"], fact.said["id"], "CORRECTION_DUE"
            soon = (at_work(due - timedelta(days=5)), (secretary(fact.branch),), code)
            late = (working_days_after(due, 1), (ABOVE,), code)
            answer = next(iter(self.of("answered", id=name)), None)
            yield Owed(code, fact.branch, fact.day, [soon, late], f"{name} {due}", _day(answer))

    def _away(self) -> Iterator[Owed]:
        for began in self.of("away"):
            known = self.of("away", "heard", "back", member=began.said["member"])
            for fact, later in zip(known, [*known[1:], None], strict=True):
                if fact.what != "back":
                    due, code = fact.said["due"], "FLOATING_CONTACT_DUE"
                    contact = (at_work(due), (f"MEMBER#{fact.said['contact']}",), code)
                    own = (at_work(due + timedelta(days=30)), (secretary(fact.branch),), code)
                    about = f"{fact.said['member']} {due}"
                    yield Owed(code, fact.branch, fact.day, [contact, own], about, _day(later))

    def _certificates(self) -> Iterator[Owed]:
        code = "FLOATING_CERT_YEARLY"
        for fact in self.of("certified"):
            says = [(at_work(fact.day + relativedelta(years=1)), (secretary(fact.branch),), code)]
            yield Owed(code, fact.branch, fact.day, says, f"{fact.said['number']} {fact.day}")

    def _lost(self) -> Iterator[Owed]:
        for opened in self.of("lost"):
            steps, b = self.of("lost", "suspended", "found", case=opened.said["case"]), opened.branch
            for fact, later in zip(steps, [*steps[1:], None], strict=True):
                day, code = fact.said.get("due"), "LOST_CONTACT_2Y"
                about = day
                if fact.what == "lost":
                    about, code = fact.said["since"], "LOST_CONTACT_6M"
                    day = about + relativedelta(months=6)
                if day:
                    says = [(at_work(day), (secretary(b), ABOVE), code)]
                    yield Owed(code, b, fact.day, says, f"{fact.said['member']} {about}", _day(later))

    def _coming(self) -> Iterator[Owed]:
        """Of days that come nobody is warned."""
        for fact in self.of("anniversary"):
            on, boxes, code = fact.said["on"], tuple(f"MEMBER#{m}" for m in fact.said["members"]), "POLITICAL_BIRTHDAY"
            says = [(on - timedelta(days=7), (secretary(fact.branch),), code), (on, boxes, code)]
            yield Owed(code, fact.branch, fact.day, says, f"{fact.branch} {on}", warns=False)
        for fact in self.of("planned"):
            on, boxes, code = fact.said["starts"], tuple(f"MEMBER#{m}" for m in fact.said["members"]), "ACTIVITY_SOON"
            says, name = [(on - ONE, boxes, code)], fact.said["activity"]
            until = min(on, _day(next(iter(self.of("cancelled", activity=name)), None)))
            yield Owed(code, fact.branch, fact.day, says, f"{name} {on}", until, warns=False)

    def _unsigned(self) -> Iterator[Notice]:
        """Who has not done by the day what was asked, on the morning after it."""
        for fact in self.of("dispatched"):
            name, due = fact.said["dispatch"], fact.said["due"]
            done = {f.said["member"] for f in self.of("signed", dispatch=name) if f.day <= due}
            for member in fact.said["members"]:
                if member not in done and due < LAST:
                    yield f"MEMBER#{member}", "NOTICE_UNSIGNED", str(due + ONE), f"{name} {due}"


def _day(fact: Fact | None) -> date:
    return fact.day if fact else date.max
