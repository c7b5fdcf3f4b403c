"""The year of a branch: what it owes, what it means to do, what is planned, held and approved. Two reads."""

from dataclasses import dataclass, field
from datetime import date, datetime

from functions.activities.activity_types import TYPES, Owes
from functions.activities.appraisals.tables import Appraisal
from functions.activities.roll.group_tables import Groups
from functions.activities.roll.tables import Roll
from functions.activities.rules import State, fault
from functions.activities.tables import TABLE, Activity
from functions.activities.talks.tables import Talks
from functions.activities.year_plan import rules as year_rules
from functions.activities.year_plan.models import DutyLine, SetYearPlan, YearEntryOut, YearPlanOut, YearTalks
from functions.activities.year_plan.rules import Entry, Held, Line
from functions.activities.year_plan.tables import YearPlan
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid
from kernel.events import YearPlanSet
from kernel.journal import UnitOfWork


@dataclass
class Branch:
    """A branch, its own plan of a year, and what decides on its duties."""

    place: Organisation
    plan: YearPlan
    roll: Roll
    groups: Groups
    talks: Talks = field(default_factory=Talks)
    appraisal: Appraisal | None = None

    @property
    def entries(self) -> list[Entry]:
        return [Entry(*entry) for entry in self.plan.entries]

    def owes(self, code: str, day: date) -> bool:
        """Whether it owes activities of this type at the end of this day."""
        duty = TYPES[code].duty
        if duty is None or duty.owes is Owes.EVERY_BRANCH:
            return duty is not None
        return year_rules.owed_on((self.roll if duty.owes is Owes.WITH_COMMITTEE else self.groups).turns, day)


def show(caller: Asking, branch_id: str, year: int | None) -> YearPlanOut:
    """The year that runs, if none is named."""
    at = now()
    year = year or business_day(at).year
    branch = branch_for(caller, branch_id, year, "activities.read")
    return _out(branch, year, held_in(branch_id, year), at)


def write(caller: Asking, branch_id: str, year: int, body: SetYearPlan) -> YearPlanOut:
    """Put the branch's own entries in place of what stood. Raises `Invalid`, `Stale`, `Changed`."""
    branch = branch_for(caller, branch_id, year, "activities.plan")
    faults = [
        fault(f"entries.{number}.month", "out_of_range")
        for number, entry in enumerate(body.entries)
        if entry.month[:4] != str(year)
    ]
    if not branch.place.holds_members:
        faults.append(fault("branchId", "not_a_branch"))
    if faults:
        raise Invalid(fields=faults)
    plan, act = branch.plan, caller.act()
    caller.expect_version(plan.version)
    plan.entries = [[entry.month, entry.type, entry.title] for entry in body.entries]
    reply = _out(branch, year, held_in(branch_id, year), act.at)
    reply = reply.model_copy(update={"version": int(plan.version) + 1})
    work = UnitOfWork(act, chain=branch_id, action="activities.plan_year", subject=branch_id)
    work.put(plan, Changed())
    work.record(YearPlanSet(branch_id=branch_id, year=year, entries=len(body.entries)))
    work.commit(reply)
    return reply


def branch_for(caller: Asking, branch_id: str, year: int, action: str) -> Branch:
    """The branch with what decides on its duties, if the caller may do this there. One read."""
    branch = branch_of(branch_id, year)
    caller.may(action, Target(path=branch.place.path))
    return branch


def branch_of(branch_id: str, year: int) -> Branch:
    """Raises `NotFound`."""
    own = YearPlan.key_of(branch_id, year), Talks.key_of(branch_id, year)
    keys = (
        own[0],
        (Roll.partition(branch_id), "ROLL"),
        Groups.key_of(branch_id),
        own[1],
        Appraisal.key_of(branch_id, year),
    )
    beside = {TABLE: [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]}
    seen = directory.look([branch_id], beside=beside)
    place = directory.demand_organisation(seen.organisations, branch_id)
    rows = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    plan, roll, groups, talks, appraisal = (rows.get(sk) for _, sk in keys)
    return Branch(
        place,
        YearPlan.from_raw_data(plan) if plan else YearPlan(*own[0]),
        Roll.from_raw_data(roll) if roll else Roll(Roll.partition(branch_id)),
        Groups.from_raw_data(groups) if groups else Groups(*Groups.key_of(branch_id)),
        Talks.from_raw_data(talks) if talks else Talks(*own[1]),
        Appraisal.from_raw_data(appraisal) if appraisal else None,
    )


def held_in(branch_id: str, year: int) -> list[Held]:
    """The activities that the branch itself holds in a year."""
    found = Activity.year.query(Activity.year_of(branch_id, year))
    return [
        Held(one.id, one.type, instant(one.starts_at), instant(one.ends_at), State(one.state))
        for one in found
        if one.sk == "NOW"
    ]


def lines_of(branch: Branch, year: int, held: list[Held], at: datetime) -> list[Line]:
    """Each duty of the branch in each period of the year; talks that were recorded, and an appraisal whose grades
    were approved, count beside activities."""
    founded_on, closed_on = (
        date.fromisoformat(day) if day else None for day in (branch.place.founded_on, branch.place.closed_on)
    )
    counted = branch.appraisal.among(held) if branch.appraisal else held
    held_here = [*counted, *branch.talks.as_held()]
    return year_rules.lines(year, branch.owes, held_here, branch.entries, founded_on, at, closed_on)


def _out(branch: Branch, year: int, held: list[Held], at: datetime) -> YearPlanOut:
    entries, lines = branch.entries, lines_of(branch, year, held, at)
    activities = year_rules.matched(entries, held)
    shown = [
        YearEntryOut.model_validate({"month": e.month, "type": e.type, "title": e.title, "activity_id": activity_id})
        for e, activity_id in zip(entries, activities, strict=True)
    ]
    duties = [duty_line(line) for line in lines]
    return YearPlanOut(
        branch_id=branch.place.id,
        year=year,
        as_of=at,
        entries=shown,
        duties=duties,
        missing=[line for line in duties if line.current and line.missing],
        talks=YearTalks.of(branch.talks, branch.roll.members),
        version=int(branch.plan.version),
    )


def duty_line(line: Line) -> DutyLine:
    return DutyLine.model_validate(vars(line) | {"missing": line.missing, "unplanned": line.unplanned})
