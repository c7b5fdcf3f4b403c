"""A year in a county: what its branches and members do on which day, drawn by chance."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kernel.ids import derived_id
from tests.integration.notices import places
from tests.integration.notices.oracle_owed import working_days_after
from tests.integration.notices.places import BRANCHES, CLOSED, FIRST, GENERAL, LAST, MOVED, NEIGHBOUR, TOWNSHIPS, Branch
from tests.integration.notices.world import COUNTY

MEETINGS = (("THEME_DAY", 1.0), ("COMMITTEE_MEETING", 0.3), ("PARTY_LECTURE", 0.6))
YEARLY = ("DEMOCRATIC_APPRAISAL", "ORG_LIFE_MEETING")  # in which a branch appraises its members
WITHDRAWN_FROM = places.BUSY[3]  # branches so busy have some approvals taken back
ASLEEP = range(3, 9)  # months in which one of the oldest branches does nothing
RULED = {"disputed": "ruled", "points_disputed": "points_ruled", "appealed": "appeal_ruled"}


@dataclass(frozen=True)
class Fact:
    """Something that became known on a day, after the morning's run."""

    day: date
    what: str
    branch: str
    said: dict[str, Any] = field(default_factory=dict)


@dataclass
class Year:
    """Draws the facts: some branches are busy, some slack, some fall asleep; so are members."""

    chance: random.Random
    reasons: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - a repeatable year
    says: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311 - a repeatable year
    waits: random.Random = field(default_factory=lambda: random.Random(13))  # noqa: S311 - a repeatable year
    grades: random.Random = field(default_factory=lambda: random.Random(17))  # noqa: S311 - a repeatable year
    facts: list[Fact] = field(default_factory=list)

    def draw(self) -> list[Fact]:
        for body in (*TOWNSHIPS, GENERAL):
            self.say(FIRST, "founded", body, kind="GENERAL_BRANCH" if body == GENERAL else "COMMITTEE")
        for number, branch in enumerate(BRANCHES):
            self.say(branch.founded, "founded", branch.id, kind=branch.kind)
            self.say(branch.founded, "enrolled", branch.id, members=branch.members)
            self._meetings(number, branch)
            if number % 3 == 0:
                self._members(number, branch)
        self._moves()
        self._terms()
        return sorted((f for f in self.facts if f.day <= LAST), key=lambda f: f.day)

    def say(self, day: date, what: str, branch: str, **said: Any) -> None:
        self.facts.append(Fact(day, what, branch, said))

    def soon(self, day: date, most: int, least: int = 0) -> date:
        return day + timedelta(days=self.chance.randint(least, most))

    # -- meetings and their reviews ------------------------------------------------------------------------------

    def _meetings(self, number: int, branch: Branch) -> None:
        eager = {m: self.chance.choice((0.95, 0.9, 0.5, 0.1)) for m in branch.members}
        last = CLOSED[1].month - 1 if branch.id == CLOSED[0] else 12
        for month in range(branch.founded.month, last + 1):
            busy = branch.busy * (not (number == 3 and month in ASLEEP))
            for type_, wish in MEETINGS:
                self._meeting(branch, type_, month, busy * wish, eager)
            if month % 3 == 2:
                self._meeting(branch, "GENERAL_ASSEMBLY", month, busy, eager)
        yearly = "DEMOCRATIC_APPRAISAL" if number % 4 == 0 else "ORG_LIFE_MEETING"
        early = branch.busy == WITHDRAWN_FROM  # so that what is taken back is owed while there is something to say
        self._meeting(branch, yearly, max(branch.founded.month, 10) if early else last, branch.busy / 2, eager)

    def _meeting(self, branch: Branch, type_: str, month: int, likely: float, eager: dict[str, float]) -> None:
        if self.chance.random() >= likely:
            return
        first = max(branch.founded, date(2026, month, 1))
        held = first.replace(day=self.chance.randint(min(first.day, 28), 28)) if first.day < 29 else first
        came = [m for m, wish in eager.items() if self.chance.random() < wish] or branch.members[:1]
        said = {"activity": derived_id(branch.id, type_, month), "type": type_, "held_on": held}
        if type_ in YEARLY and self.grades.random() < 0.6:
            self.say(self._graded_on(held), "graded", branch.id, **said)
        slow = self.chance.random() < 0.3
        day = self.soon(held, 3)
        self.say(day, "submitted", branch.id, **said, round=1)
        if self.chance.random() < 0.1:
            day = self.soon(day, 9, 1)
            self.say(day, "returned", branch.id, **said, round=1)
            day = self.soon(day, 4, 1)
            self.say(day, "submitted", branch.id, **said, round=2)
        if places.superior(branch.id, day) != COUNTY:
            day = self.soon(day, 15 if slow else 3, 1)
            self.say(day, "passed", branch.id, **said)
        others = self._with_reason([m for m in branch.members if m not in came])
        day = self.soon(day, 18 if slow else 3, 1)
        self.say(day, "confirmed", branch.id, **said, members=came, **others)
        often = self.grades.random() < 0.7 if type_ in YEARLY else False
        if branch.busy == WITHDRAWN_FROM and (self.reasons.random() < 0.15 or often):
            self.say(day + timedelta(days=self.reasons.randint(1, 25)), "withdrawn", branch.id, **said, members=came)

    def _graded_on(self, held: date) -> date:
        """The committee above approves the grades at once, perhaps before the record is handed in."""
        return held + timedelta(days=self.grades.randint(0, 1))

    def _with_reason(self, others: list[str]) -> dict[str, list[str]]:
        """Some of those who did not come are on leave, a few are let off."""
        why = {member: self.reasons.random() for member in others}
        return {
            "excused": [member for member, share in why.items() if share < 0.1],
            "exempt": [member for member, share in why.items() if share > 0.97],
        }

    # -- members -------------------------------------------------------------------------------------------------

    def _members(self, number: int, branch: Branch) -> None:
        """Somebody is away, somebody is lost, somebody asks, something is proposed, all are asked to do something."""
        away, lost, asks = branch.members
        begin = max(branch.founded, date(2026, 6, 1))
        start = self.soon(begin, 60)
        due = self.soon(start, 40, -5)
        contact = {"member": away, "contact": asks}
        self.say(start, "away", branch.id, **contact, due=due)
        self.say(self.soon(due, 45, 1), "heard", branch.id, **contact, due=self.soon(due, 120, 30))
        if self.chance.random() < 0.5:
            self.say(date(2026, 12, 21), "back", branch.id, member=away)
        issued = self.soon(max(branch.founded, date(2026, 1, 3)), 12)
        self.say(issued, "certified", branch.id, member=away, number=f"431128-2026-{number:06d}")
        self._search(branch, lost, self.soon(begin, 30))
        self._answers(branch, asks, begin)
        self._disputes(branch, asks, begin)
        self._second_people(branch, begin)
        self._asked_of_all(branch, begin)
        self._called(branch, self.soon(begin, 60, 1))
        self.say(self.soon(begin, 30), "anniversary", branch.id, on=begin + timedelta(days=35), members=(asks,))

    def _search(self, branch: Branch, lost: str, opened: date) -> None:
        case = {"case": derived_id("case", branch.id), "member": lost}
        since = opened - timedelta(days=self.chance.randint(60, 200))
        self.say(opened, "lost", branch.id, **case, since=since)
        suspended = self.soon(opened, 120, 60)
        self.say(suspended, "suspended", branch.id, **case, due=self.soon(suspended, 60, 10))
        if self.chance.random() < 0.5:
            self.say(self.soon(suspended, 80, 5), "found", branch.id, **case)

    def _answers(self, branch: Branch, asks: str, begin: date) -> None:
        for what, answer in (("proposed", "decided"), ("asked", "answered")):
            for number in range(2):
                day, name = self.soon(begin, 60), derived_id(what, branch.id, number)
                self.say(day, what, branch.id, id=name, member=asks, due=day + timedelta(days=15))
                self.say(self.soon(day, 30, 1), answer, branch.id, id=name, member=asks)

    def _disputes(self, branch: Branch, member: str, begin: date) -> None:
        """Somebody says that a line, their points or a list is not right; some of it is ruled on in time."""
        for what, within in (("disputed", 5), ("points_disputed", 15), ("appealed", 0)):
            for number in range(2):
                name, day = derived_id(what, branch.id, number), begin + timedelta(days=self.says.randint(0, 60))
                said = {"id": name, "member": member, "committee": bool(number)}
                self.say(day, what, branch.id, due=working_days_after(day, within), **said)
                ruled = day + timedelta(days=self.says.randint(1, 40))
                self.say(ruled, RULED[what], branch.id, **said)

    def _second_people(self, branch: Branch, begin: date) -> None:
        """What one person asks for waits for another: an award, the erasure of somebody who left long ago."""
        for what, over in (("award", "award_decided"), ("erasure", "erasure_over")):
            for number in range(2):
                said = {"id": derived_id(what, branch.id, number)}
                day = begin + timedelta(days=self.waits.randint(0, 60))
                self.say(day, what, branch.id, **said)
                self.say(day + timedelta(days=self.waits.randint(0, 12)), over, branch.id, **said)

    def _asked_of_all(self, branch: Branch, begin: date) -> None:
        day, dispatch = self.soon(begin, 60, 1), derived_id("dispatch", branch.id)
        due = self.soon(day, 14)
        self.say(day, "dispatched", branch.id, dispatch=dispatch, members=branch.members, due=due)
        for member in branch.members:
            if self.chance.random() < 0.6:
                self.say(self.soon(day + places.ONE, 14), "signed", branch.id, dispatch=dispatch, member=member)

    def _called(self, branch: Branch, day: date) -> None:
        """To what is to come: some of it soon, some is called off."""
        for number in range(2):
            said = {"activity": derived_id("planned", branch.id, number), "starts": self.soon(day, 9, 1)}
            self.say(day, "planned", branch.id, members=branch.members, **said)
            if self.chance.random() < 0.3:
                self.say(self.soon(day, 4, 1), "cancelled", branch.id, **said)

    # -- bodies --------------------------------------------------------------------------------------------------

    def _moves(self) -> None:
        """One branch goes to another township; one is dissolved when its members are gone; one member leaves."""
        branch, day = CLOSED
        for member in places.BY_ID[branch].members:
            self.say(day - timedelta(days=14), "moved", NEIGHBOUR, member=member, source=branch)
        self.say(day, "closed", branch)
        self.say(MOVED[1], "relocated", MOVED[0])
        self.say(date(2026, 4, 14), "moved", BRANCHES[19].id, member=BRANCHES[16].members[2], source=BRANCHES[16].id)
        self.say(date(2026, 9, 9), "left", BRANCHES[34].id, member=BRANCHES[34].members[2])

    def _terms(self) -> None:
        """Of the committees above as well; one is elected anew before its term ends."""
        for body in (*TOWNSHIPS, *(b.id for b in BRANCHES)):
            known = self.soon(max(places.BY_ID[body].founded if body in places.BY_ID else FIRST, date(2026, 3, 2)), 60)
            if body != CLOSED[0]:
                self.say(known, "term", body, ends=self.soon(date(2026, 8, 1), 300))
        self.say(FIRST, "term", CLOSED[0], ends=date(2026, 12, 8))
        self.say(FIRST + places.ONE, "term", GENERAL, ends=date(2026, 1, 10))
        self.say(date(2026, 10, 20), "term", BRANCHES[0].id, ends=date(2027, 2, 7))
