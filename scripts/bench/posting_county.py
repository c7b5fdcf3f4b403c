"""A made-up county whose members earn points, what is told of it, and what everybody must have in the end."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from functions.points import rulebook
from functions.points.rule_tables import RuleSetsItem, RulesItem
from functions.points.rules import Beneficiary, Rule, RuleSet
from kernel.clock import business_day, now
from kernel.events import ActivityReviewed, AttendanceConfirmed, AttendanceWithdrawn, EnrolledMember, Event
from kernel.events import MembersEnrolled as Enrolled
from kernel.ids import derived_id

COUNTY = derived_id("bench", "county")
OF_BRANCH, ATTEND = 20, 10
WORDS = ("学习", "Study")
CAPPED = Rule("lecture", "PARTY_LECTURE", Beneficiary.MEMBER, 5, *WORDS, per_day=7, per_month=23, per_year=60)
FREE = Rule("talk", "TALK", Beneficiary.MEMBER, 3, *WORDS)
HELD = Rule("held", "PARTY_LECTURE", Beneficiary.BRANCH, 4, *WORDS, per_month=10)
RULES = (CAPPED, FREE, HELD)
BEGUN = date(2020, 1, 1)


@dataclass
class County:
    """`facts`: account → rule → the days on which it earned; `told`: everything that the queues will hold, once."""

    branches: Sequence[str]
    told: list[Event] = field(default_factory=list)
    facts: Counter[tuple[str, str, date]] = field(default_factory=Counter)

    @property
    def accounts(self) -> list[str]:
        return [account for branch in self.branches for account in (branch, *members_of(branch))]

    def expected(self) -> Counter[tuple[str, str]]:
        """What each account has under each rule: what the caps of a day, a month and a year leave of it."""
        days: Counter[tuple[str, str, date]] = Counter()
        months: Counter[tuple[str, str, str]] = Counter()
        years: Counter[tuple[str, str]] = Counter()
        for (account, rule_id, day), times in self.facts.items():
            days[account, rule_id, day] = _capped(RULE[rule_id].points * times, RULE[rule_id].per_day)
        for (account, rule_id, day), value in days.items():
            months[account, rule_id, f"{day:%Y-%m}"] += value
        for (account, rule_id, _), value in months.items():
            years[account, rule_id] += _capped(value, RULE[rule_id].per_month)
        return Counter({key: _capped(value, RULE[key[1]].per_year) for key, value in years.items()})


RULE = {rule.id: rule for rule in RULES}


def _capped(value: int, cap: int | None) -> int:
    return value if cap is None else min(value, cap)


def members_of(branch: str) -> list[str]:
    return [derived_id("bench", branch, number) for number in range(OF_BRANCH)]


def enrolments(branches: Iterable[str]) -> Iterable[Enrolled]:
    """Everybody of every branch."""
    for branch in branches:
        people = tuple(EnrolledMember(member_id=member, category="FULL") for member in members_of(branch))
        yield Enrolled(branch_id=branch, county_id=COUNTY, path=_path(branch), members=people)


def lived(events: int, branches: int, chance: random.Random) -> County:
    """So many events of a year: lectures with caps, talks of which some are withdrawn, what branches held."""
    county = County([derived_id("bench", "branch", number) for number in range(branches)])
    year = business_day(now()).year
    while len(county.told) < events:
        day = date(year, 1, 1) + timedelta(days=chance.randrange(300))
        county.told += _one(county, chance, chance.choice(county.branches), day)
    return county


def _one(county: County, chance: random.Random, branch: str, day: date) -> list[Event]:
    activity = derived_id("bench", "activity", len(county.told))
    there, kind = chance.sample(members_of(branch), ATTEND), chance.choice(("lecture", "lecture", "talk", "held"))
    if kind == "held":
        county.facts[branch, "held", day] += 1
        return [_held(activity, branch, day)]
    rule = RULE[kind]
    confirmed = _confirmed(activity, branch, str(rule.activity_type), day, there)
    if kind == "talk" and chance.random() < 0.3:
        return [confirmed, _withdrawn(confirmed)]
    county.facts.update((member, rule.id, day) for member in there)
    return [confirmed]


def samples(branch: str, day: date) -> dict[str, Event]:
    """One event of each kind, of activities that are told for the first time."""
    talk = _confirmed(derived_id("bench", "sample", 0), branch, "TALK", day, members_of(branch)[:ATTEND])
    return {
        "posting": talk,
        "review": _held(derived_id("bench", "sample", 1), branch, day),
        "withdrawal": _withdrawn(talk),
    }


def _held(activity: str, branch: str, day: date) -> ActivityReviewed:
    return ActivityReviewed(
        activity_id=activity,
        branch_id=branch,
        county_id=COUNTY,
        path=_path(branch),
        type="PARTY_LECTURE",
        held_on=day,
        stage="final",
        attended=ATTEND,
        entitled=OF_BRANCH,
    )


def _confirmed(activity: str, branch: str, type_: str, day: date, there: Sequence[str]) -> AttendanceConfirmed:
    return AttendanceConfirmed(
        activity_id=activity,
        branch_id=branch,
        county_id=COUNTY,
        path=_path(branch),
        type=type_,
        held_on=day,
        chunk=0,
        members=tuple(there),
    )


def _withdrawn(event: AttendanceConfirmed) -> AttendanceWithdrawn:
    return AttendanceWithdrawn(
        activity_id=event.activity_id,
        branch_id=event.branch_id,
        county_id=event.county_id,
        path=event.path,
        type=event.type,
        held_on=event.held_on,
        chunk=event.chunk,
        members=event.members,
    )


def _path(branch: str) -> str:
    return f"/{COUNTY}/{branch}/"


def rules_in_force() -> list[RuleSetsItem | RulesItem]:
    """The items of the county's rules, as publishing writes them."""
    one = RuleSet(derived_id("bench", "rules"), COUNTY, BEGUN, RULES)
    return [
        RuleSetsItem(*RuleSetsItem.key_of(COUNTY), sets=rulebook.stored([one.head]), version=1),
        RulesItem(*RulesItem.key_of(COUNTY, BEGUN), content=rulebook.stored(one), version=1),
    ]
