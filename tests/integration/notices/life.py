"""A year in a small county: what its branches and members do on which day, drawn by chance and told as events."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from functions.notices.tables import shard_of
from kernel.directory import path_below
from kernel.events import (
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    AttendanceConfirmed,
    CertificateKept,
    CorrectionAnswered,
    CorrectionRequested,
    EnrolledMember,
    Envelope,
    Event,
    FloatingContacted,
    FloatingEnded,
    FloatingRegistered,
    FoundedOrganisation,
    LeftMember,
    LostContactClosed,
    LostContactOpened,
    LostContactPursued,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
    OrganisationsFounded,
    ProposalDecided,
    ProposalMade,
    TermSet,
)
from kernel.ids import derived_id
from tests.builders import envelope
from tests.integration.notices.world import COUNTY, member

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 20)
TOWNSHIPS = (derived_id("north"), derived_id("south"))
COUNTY_PATH = path_below("/", COUNTY)
WHOLE = ("THEME_DAY", "GENERAL_ASSEMBLY", "PARTY_LECTURE", "ORG_LIFE_MEETING")
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Fact:
    """Something that became known on a day, after the morning's run."""

    day: date
    what: str
    branch: str
    said: dict[str, Any] = field(default_factory=dict)


def branches() -> list[str]:
    """Five, all in one part of the county: a day of the run costs by parts."""
    numbered = (derived_id("year", number) for number in range(100))
    return [branch for branch in numbered if shard_of(branch) == 0][:5]


BRANCHES = branches()
SUPERIOR = {b: TOWNSHIPS[n // 2] for n, b in enumerate(BRANCHES[:4])} | {BRANCHES[4]: COUNTY}
MEMBERS = {b: [member(10 * n + m) for m in range(4)] for n, b in enumerate(BRANCHES)}


def path_of(branch: str) -> str:
    above = COUNTY_PATH if SUPERIOR[branch] == COUNTY else path_below(COUNTY_PATH, SUPERIOR[branch])
    return path_below(above, branch)


@dataclass
class Year:
    """Draws the facts: some branches are busy, some slack, some fall asleep; so are members."""

    chance: random.Random
    facts: list[Fact] = field(default_factory=list)

    def draw(self) -> list[Fact]:
        for number, branch in enumerate(BRANCHES):
            founded = FIRST if number < 4 else date(2026, 5, 27)
            self.say(founded, "founded", branch)
            self.say(founded, "enrolled", branch, members=MEMBERS[branch])
            self._meetings(branch, founded, busy=(0.95, 0.6, 0.8, 0.25, 0.7)[number])
            self._members(branch)
        self._moves()
        self._terms()
        return sorted((f for f in self.facts if f.day <= LAST), key=lambda f: f.day)

    def say(self, day: date, what: str, branch: str, **said: Any) -> None:
        self.facts.append(Fact(day, what, branch, said))

    def soon(self, day: date, most: int, least: int = 0) -> date:
        return day + timedelta(days=self.chance.randint(least, most))

    def _meetings(self, branch: str, founded: date, busy: float) -> None:
        eager = {m: self.chance.choice((0.95, 0.9, 0.5, 0.1)) for m in MEMBERS[branch]}
        for month in range(founded.month, 13):
            asleep = branch == BRANCHES[3] and 3 <= month <= 8
            for type_, wish in (("THEME_DAY", 1.0), ("COMMITTEE_MEETING", 0.5), ("PARTY_LECTURE", 0.7)):
                self._meeting(branch, type_, month, busy * wish * (not asleep), eager)
            if month % 3 == 2:
                self._meeting(branch, "GENERAL_ASSEMBLY", month, busy, eager)
        self._meeting(branch, "ORG_LIFE_MEETING", 12, busy / 2, eager)

    def _meeting(self, branch: str, type_: str, month: int, likely: float, eager: dict[str, float]) -> None:
        if self.chance.random() >= likely:
            return
        held = date(2026, month, self.chance.randint(1 if month != 5 else 28, 28))
        came = [m for m, wish in eager.items() if self.chance.random() < wish] or MEMBERS[branch][:1]
        said = {"activity": derived_id(branch, type_, month), "type": type_, "held_on": held}
        day = self.soon(held, 3)
        self.say(day, "submitted", branch, **said)
        if self.chance.random() < 0.2:
            day = self.soon(day, 9, 1)
            self.say(day, "returned", branch, **said)
            day = self.soon(day, 4, 1)
            self.say(day, "submitted", branch, **said)
        if SUPERIOR[branch] != COUNTY:
            day = self.soon(day, 13, 1)
            self.say(day, "passed", branch, **said)
        self.say(self.soon(day, 18, 1), "confirmed", branch, **said, members=came)

    def _members(self, branch: str) -> None:
        """Somebody is away, somebody is lost, somebody asks, something is proposed."""
        away, lost, asks, _ = MEMBERS[branch]
        start = self.soon(date(2026, 6, 1), 60)
        due = self.soon(start, 40, -5)
        contact = {"member": away, "contact": MEMBERS[branch][3]}
        self.say(start, "away", branch, **contact, due=due)
        self.say(self.soon(due, 20, 1), "heard", branch, **contact, due=self.soon(due, 120, 30))
        if self.chance.random() < 0.5:
            self.say(date(2026, 12, 1), "back", branch, member=away)
        number = f"431128-2026-{BRANCHES.index(branch):06d}"
        self.say(
            self.soon(date(2026, 1, 3), 12) if branch != BRANCHES[4] else start, "certified", branch, number=number
        )
        case, opened = derived_id("case", branch), self.soon(date(2026, 6, 1), 30)
        since = opened - timedelta(days=self.chance.randint(60, 200))
        self.say(opened, "lost", branch, case=case, member=lost, since=since)
        suspended = self.soon(opened, 120, 60)
        self.say(suspended, "suspended", branch, case=case, member=lost, due=self.soon(suspended, 60, 30))
        if self.chance.random() < 0.5:
            self.say(self.soon(suspended, 80, 5), "found", branch, case=case, member=lost)
        for what, answer in (("proposed", "decided"), ("asked", "answered")):
            for number_ in range(3):
                day, name = self.soon(date(2026, 6, 1), 180), derived_id(what, branch, number_)
                due = day + timedelta(days=15)
                self.say(day, what, branch, id=name, member=asks, due=due)
                self.say(self.soon(day, 30, 1), answer, branch, id=name, member=asks)

    def _moves(self) -> None:
        """One moves to the next branch, one leaves: neither is registered as away or lost."""
        one, another = MEMBERS[BRANCHES[0]][3], MEMBERS[BRANCHES[2]][3]
        self.say(date(2026, 4, 14), "moved", BRANCHES[1], member=one, source=BRANCHES[0])
        self.say(date(2026, 9, 9), "left", BRANCHES[2], member=another)

    def _terms(self) -> None:
        for branch in BRANCHES:
            self.say(self.soon(date(2026, 5, 28), 100), "term", branch, ends=self.soon(date(2026, 8, 1), 250))
        self.say(date(2026, 10, 20), "term", BRANCHES[0], ends=date(2027, 2, 7))


def events_of(fact: Fact) -> Iterator[Envelope]:
    yield from (envelope(event) for event in _events(fact, fact.branch, fact.said))


def _events(fact: Fact, branch: str, said: dict[str, Any]) -> Iterator[Event]:
    at = {"branch_id": branch, "county_id": COUNTY}
    there = at | {"path": path_of(branch)}
    match fact.what:
        case "founded":
            made = FoundedOrganisation(organisation_id=branch, path=path_of(branch), kind="BRANCH", level="BRANCH")
            yield OrganisationsFounded(county_id=COUNTY, organisations=(made,))
        case "enrolled":
            yield MembersEnrolled(members=tuple(_one(m) for m in said["members"]), **there)
        case "moved":
            source = {"from_branch_id": said["source"], "from_county_id": COUNTY}
            yield MembersMoved(members=(_one(said["member"]),), **source, **there)
        case "left":
            yield MembersLeft(members=(LeftMember(member_id=said["member"], reason="LEFT"),), **there)
        case "term":
            where = {"organisation_id": branch, "county_id": COUNTY, "path": path_of(branch)}
            yield TermSet(starts_on=FIRST, ends_on=said["ends"], **where)
        case "submitted" | "returned" | "passed" | "confirmed":
            yield from _review(fact.what, said, at, there)
        case _:
            yield _of_member(fact.what, said, at, there)


def _one(member_id: str) -> EnrolledMember:
    return EnrolledMember(member_id=member_id, category="FULL")


def _review(what: str, said: dict[str, Any], at: dict[str, str], there: dict[str, str]) -> Iterator[Event]:
    activity = {"activity_id": said["activity"]}
    kind = {"type": said["type"], "held_on": said["held_on"]}
    if what == "submitted":
        yield ActivitySubmitted(round=1, **activity, **kind, **there)
    elif what == "returned":
        yield ActivityReturned(stage="first", **activity, **at)
    else:
        stage = "first" if what == "passed" else "final"
        yield ActivityReviewed(stage=stage, attended=1, entitled=4, **activity, **kind, **there)
        if stage == "final":
            yield AttendanceConfirmed(chunk=0, members=tuple(said["members"]), **activity, **kind, **there)


def _of_member(what: str, said: dict[str, Any], at: dict[str, str], there: dict[str, str]) -> Event:
    who = {"member_id": said.get("member", MEMBERS[at["branch_id"]][0])}
    match what:
        case "away":
            due = {"contact_id": said["contact"], "contact_due_on": said["due"]}
            return FloatingRegistered(host_branch_id=None, **who, **there, **due)
        case "heard":
            due = {"contact_id": said["contact"], "contact_due_on": said["due"]}
            return FloatingContacted(contacted_on=FIRST, **who, **at, **due)
        case "back":
            return FloatingEnded(reason="RETURNED", **who, **at)
        case "certified":
            return CertificateKept(number=said["number"], act="issued", **who, **at)
        case "lost":
            owner = {"owner_id": who["member_id"], "lost_since": said["since"]}
            return LostContactOpened(case_id=said["case"], **who, **there, **owner)
        case "suspended":
            return LostContactPursued(case_id=said["case"], step="suspended", due_on=said["due"], **who, **at)
        case "found":
            return LostContactClosed(case_id=said["case"], outcome="FOUND", **who, **at)
        case "proposed":
            return ProposalMade(proposal_id=said["id"], due_on=said["due"], **who, **there)
        case "decided":
            return ProposalDecided(proposal_id=said["id"], outcome="accepted", **who, **at)
        case "asked":
            return CorrectionRequested(request_id=said["id"], due_on=said["due"], **who, **there)
    return CorrectionAnswered(request_id=said["id"], outcome="accepted", **who, **at)
