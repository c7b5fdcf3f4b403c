"""What organisation life tells of branches, at given instants; and, by looking at all of it, what their lines are."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from functions.ranking import on_organisations
from kernel.calendar import add_working_days, end_of_month
from kernel.clock import start_of
from kernel.directory import Organisation
from kernel.events import (
    ActivityCancelled,
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    ActivityWithdrawn,
    AppraisalApproved,
    DutyChanged,
    Envelope,
    Event,
    FoundedOrganisation,
    OrganisationMoved,
    OrganisationsFounded,
    OrganisationsMerged,
    TalkRecorded,
    TalkWithdrawn,
)
from kernel.ids import new_id
from tests.builders import Tree, envelope
from tests.trust.delivery import thrice_shuffled, until_done

TODAY = date(2026, 11, 20)
FOUNDED = date(2026, 2, 10)
MONTHLY = ("THEME_DAY", "COMMITTEE_MEETING", "GROUP_MEETING")
QUARTERLY = ("GENERAL_ASSEMBLY", "PARTY_LECTURE")
YEARLY = ("ORG_LIFE_MEETING", "DEMOCRATIC_APPRAISAL", "TALK")
HOURS = timedelta(hours=9)


def told(event: Event, day: date, seq: int | None = None) -> Envelope:
    """As the relay tells it, of an act on the morning of a day."""
    return msgspec.structs.replace(envelope(event, seq=seq), at=start_of(day) + HOURS)


def founded(tree: Tree, day: date = FOUNDED) -> list[Envelope]:
    made = (tree.county, tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch)
    parts = [FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level) for o in made]
    return [
        told(OrganisationsFounded(county_id=tree.county.id, organisations=tuple(p)), day)
        for p in (parts[:4], parts[4:])
    ]


def where(branch: Organisation) -> dict[str, Any]:
    return {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}


@dataclass
class Recorded:
    """A record as it came about: when it was handed in for each round, how its reviews ended."""

    branch: Organisation
    type: str
    held_on: date
    handed_in: list[date]
    approved: bool = True
    withdrawn: bool = False
    waits: bool = False
    audience: Any = "BRANCH"
    activity_id: str = field(default_factory=new_id)

    def facts(self) -> list[Envelope]:
        facts, about = list[Envelope](), where(self.branch) | {"activity_id": self.activity_id, "type": self.type}
        about |= {"held_on": self.held_on, "audience": self.audience}
        for number, day in enumerate(self.handed_in, 1):
            facts.append(told(ActivitySubmitted(**about, round=number), day))
            if number < len(self.handed_in) or not (self.approved or self.waits):
                without = {name: value for name, value in about.items() if name != "path"}
                facts.append(told(ActivityReturned(**without, stage="first", round=number), day))
        if self.approved:
            for stage in ("first", "final"):
                review = ActivityReviewed(**about, stage=stage, attended=9, entitled=9)
                facts.append(told(review, self.handed_in[-1] + timedelta(days=2)))
        if self.withdrawn:
            facts.append(told(ActivityWithdrawn(**about), self.handed_in[-1] + timedelta(days=9)))
        return facts


def done(branch: Organisation, kind: str = "THEME_DAY", held_on: date = date(2026, 10, 12), **rest: Any) -> Recorded:
    return Recorded(branch, kind, held_on, rest.pop("handed_in", [held_on + timedelta(days=1)]), **rest)


def called_off(branch: Organisation, activity_id: str, day: date, kind: str = YEARLY[0]) -> Envelope:
    """A meeting of that day is cancelled."""
    times: dict[str, Any] = {"starts_at": start_of(day) + HOURS, "ends_at": start_of(day) + 2 * HOURS}
    place: dict[str, Any] = {"branch_id": branch.id, "county_id": branch.county_id}
    return told(ActivityCancelled(activity_id=activity_id, type=kind, **place, **times), day)


def tell(*facts: Envelope) -> None:
    until_done(on_organisations.lambda_handler, *facts)


@dataclass
class World:
    """Three branches, what they did in a year, and who ruled what of it."""

    tree: Tree
    records: list[Recorded] = field(default_factory=list)
    appraised: dict[str, date] = field(default_factory=dict)
    talks: dict[str, int] = field(default_factory=dict)
    duties: dict[tuple[str, str], list[tuple[date, bool]]] = field(default_factory=dict)
    rulings: dict[tuple[str, str], str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    facts: list[Envelope] = field(default_factory=list)

    @property
    def branches(self) -> list[Organisation]:
        return [self.tree.branch, self.tree.sister, self.tree.far_branch]

    @classmethod
    def by_chance(cls, tree: Tree, chance: Random) -> "World":
        world = cls(tree, facts=founded(tree))
        world.homes = {b.id: str(b.parent_id) for b in world.branches}
        for branch in world.branches:
            world._live(branch, chance)
        world._move(chance)
        return world

    def _live(self, branch: Organisation, chance: Random) -> None:
        for kind in (*MONTHLY, *QUARTERLY, *YEARLY[:2]):
            for _ in range(chance.randint(0, 2)):
                self._hold(branch, kind, chance)
        if chance.random() < 0.5:
            self._appraise(branch, chance)
        self._talk(branch, chance)
        self._owe(branch, chance)

    def _appraise(self, branch: Organisation, chance: Random) -> None:
        """In a meeting that is on record and may be withdrawn, or in one that may be called off."""
        day = date(2026, chance.randint(9, 11), chance.randint(1, 19))
        known = [r for r in self.records if r.branch is branch and r.type in YEARLY[:2] and r.audience != "BRANCHES"]
        meeting = chance.choice([None, *known])
        facts = where(branch) | {"year": 2026, "members": 9, "excellent": 3}
        facts["activity_id"] = meeting.activity_id if meeting else new_id()
        self.facts.append(told(AppraisalApproved(**facts, handed_in_on=day), day))
        if meeting is None and chance.random() < 0.5:
            self.facts.append(called_off(branch, facts["activity_id"], day))
        elif meeting is None or not meeting.withdrawn:
            self.appraised[branch.id] = day

    def _hold(self, branch: Organisation, kind: str, chance: Random) -> None:
        held_on = date(2026, chance.randint(1, 10), chance.randint(1, 28))
        first = held_on + timedelta(days=chance.choice([0, 3, 9, 40]))
        rounds = [first + timedelta(days=5 * number) for number in range(chance.choice([1, 1, 2]))]
        approved = chance.random() < 0.7
        record = Recorded(
            branch,
            kind,
            held_on,
            rounds,
            approved,
            withdrawn=approved and chance.random() < 0.2,
            waits=not approved and chance.random() < 0.6,
            audience=chance.choice(["BRANCH", "GROUP", "BRANCH", "BRANCHES"]),
        )
        self.records.append(record)
        self.facts += record.facts()

    def _talk(self, branch: Organisation, chance: Random) -> None:
        recorded, taken_back = sorted(chance.choices(range(3), k=2), reverse=True)
        self.talks[branch.id] = recorded - taken_back
        about: dict[str, Any] = {"branch_id": branch.id, "county_id": branch.county_id, "members": (new_id(), new_id())}
        about["held_on"] = date(2026, 5, 5)
        self.facts += [told(TalkRecorded(**about, occasion="REGULAR"), TODAY) for _ in range(recorded)]
        self.facts += [told(TalkWithdrawn(**about), TODAY) for _ in range(taken_back)]

    def _owe(self, branch: Organisation, chance: Random) -> None:
        for kind in MONTHLY[1:]:
            days = sorted(chance.choices([FOUNDED, date(2026, 4, 30), date(2026, 5, 1), date(2026, 9, 2)], k=3))
            told_on = days[: chance.randint(0, 3)]
            self.duties[branch.id, kind] = [(day, seq % 2 == 0) for seq, day in enumerate(told_on)]
            for seq, (day, owed) in enumerate(self.duties[branch.id, kind], 1):
                fact = DutyChanged(branch_id=branch.id, county_id=branch.county_id, type=kind, owed=owed)
                self.facts.append(told(fact, day, seq=seq))

    def _move(self, chance: Random) -> None:
        """One branch comes below the other township, another may go into its sister."""
        tree, one = self.tree, chance.choice(self.branches[:2])
        new_path = f"{tree.other_township.path}{one.id}/"
        facts: dict[str, Any] = {"county_id": tree.county.id, "effective_on": TODAY}
        self.facts.append(
            told(OrganisationMoved(organisation_id=one.id, old_path=one.path, new_path=new_path, **facts), TODAY)
        )
        self.homes[one.id] = tree.other_township.id
        if chance.random() < 0.5:
            gone, into = tree.far_branch, tree.sister
            facts |= {"path": gone.path, "into_path": into.path}
            merger = OrganisationsMerged(organisation_id=gone.id, into_id=into.id, **facts)
            self.facts.append(told(merger, TODAY))
            del self.homes[gone.id]

    def tell(self, seed: int) -> None:
        thrice_shuffled(on_organisations.lambda_handler, *self.facts, seed=seed)

    # -- the oracle --------------------------------------------------------------------------------------------------

    def lines(self, branch_id: str, period: str) -> dict[str, str]:
        """Every line of a branch in a period, and its state."""
        found = {}
        for kind in (*MONTHLY, *QUARTERLY, *YEARLY):
            for name, first, last in _periods(kind):
                if first <= TODAY and last >= FOUNDED and _is_in(name, period):
                    found[f"{kind}.{name}"] = self._state(branch_id, kind, name, first, last)
        return found

    def _state(self, branch_id: str, kind: str, name: str, first: date, last: date) -> str:
        mine = [r for r in self.records if r.branch.id == branch_id and r.audience != "BRANCHES"]
        mine = [r for r in mine if r.type == kind and first <= r.held_on <= last]
        by, standing = add_working_days(last, 3), [r for r in mine if r.approved and not r.withdrawn]
        in_time = any(min(r.handed_in) <= by for r in standing) or (kind == "TALK" and self.talks[branch_id] > 0)
        if in_time or (kind == "DEMOCRATIC_APPRAISAL" and branch_id in self.appraised):
            return "DONE_IN_TIME"
        if kind in MONTHLY[1:] and not self._owed(branch_id, kind, min(last, TODAY)):
            return "NOT_APPLICABLE"
        if ruled := self.rulings.get((branch_id, f"{kind}.{name}")):
            return ruled
        if not standing and any(r.waits for r in mine):
            return "IN_REVIEW"
        return "DONE_LATE" if standing else "OPEN" if last >= TODAY else "MISSING"

    def _owed(self, branch_id: str, kind: str, at: date) -> bool:
        """What was said last of all that was said until a day."""
        return next((owed for day, owed in reversed(self.duties[branch_id, kind]) if day <= at), False)

    def counts(self, top: Organisation, period: str) -> dict[str, dict[str, int]]:
        """Of each branch that stands on or below an organisation."""
        below = {b.id for b in self.branches if b.id in self.homes and self._is_below(b.id, top)}
        return {own: count(self.lines(own, period).values()) for own in below}

    def _is_below(self, branch_id: str, top: Organisation) -> bool:
        return top.id in (branch_id, self.homes[branch_id], self.tree.county.id)


def count(states: Any) -> dict[str, int]:
    return dict(Counter(states))


def _periods(kind: str) -> list[tuple[str, date, date]]:
    if kind in YEARLY:
        return [("2026", date(2026, 1, 1), date(2026, 12, 31))]
    if kind in QUARTERLY:
        months = {n: (date(2026, 3 * n - 2, 1), end_of_month(date(2026, 3 * n, 1))) for n in range(1, 5)}
        return [(f"2026-Q{n}", *days) for n, days in months.items()]
    return [(f"2026-{n:02}", date(2026, n, 1), end_of_month(date(2026, n, 1))) for n in range(1, 13)]


def _is_in(name: str, period: str) -> bool:
    quarter = f"2026-Q{(int(name[5:]) + 2) // 3}" if name[5:].isdigit() else name
    return period in (name, quarter, "2026")


def noon() -> datetime:
    return start_of(TODAY) + timedelta(hours=12)
