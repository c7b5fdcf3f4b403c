"""The stars of a branch's year: computed from reviewed records, decided by the county's committee."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.activities import rules
from functions.activities.ledger import models as ledger_models
from functions.activities.ledger import rules as ledger_rules
from functions.activities.rules import State
from functions.activities.stars import rules as star_rules
from functions.activities.stars import ruling as star_ruling
from functions.activities.stars.models import ConfirmedStars, ConfirmStars, CriterionOut, StarsOut
from functions.activities.stars.rules import Fact, Rating
from functions.activities.stars.tables import Stars, StarSettings
from functions.activities.tables import TABLE, Activity
from functions.activities.year_plan import year_planning
from functions.activities.year_plan.rules import Line, Progress
from functions.activities.year_plan.year_planning import Branch
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, WrongState
from kernel.events import StarsRated
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.table import PAGE
from kernel.together import Raw, read_tables


@dataclass
class Case:
    """A branch's year: what is computed of it, by whose settings, the decision, if there is one, and the head of the
    branch's chain."""

    place: Organisation
    rating: Rating
    set_by: str | None
    stars: Stars
    head: Head


def show(caller: Asking, branch_id: str, year: int | None) -> StarsOut:
    """Of the year that runs, if none is named. Three reads."""
    at = now()
    year = year or business_day(at).year
    branch = year_planning.branch_for(caller, branch_id, year, "activities.stars")
    return _out(_case(branch, year, at), year, at)


def confirm(caller: Asking, branch_id: str, year: int, body: ConfirmStars) -> StarsOut:
    """Raises `Forbidden` for all but the county's administrators, `WrongState` before the year is over, `Invalid` where
    other stars than are proposed have no reason, `Stale`, `Changed`."""
    branch = year_planning.branch_of(branch_id, year)
    place, act = branch.place, caller.act()
    caller.may("activities.stars.confirm", Target(path=place.path, stage_id=place.county_id))
    if not place.holds_members:
        raise Invalid(fields=[rules.fault("branchId", "not_a_branch")])
    if business_day(act.at).year <= year:
        raise WrongState
    case = _case(branch, year, act.at)
    caller.expect_version(case.stars.version)
    _decide(case, body, act)
    work = UnitOfWork(act, chain=place.id, action="activities.rate", subject=place.id, head=case.head)
    work.put(case.stars, Changed())
    work.record(_rated(case, year))
    reply = _out(case, year, act.at)
    work.commit(reply)
    return reply


def _decide(case: Case, body: ConfirmStars, act: Act) -> None:
    if body.stars != case.rating.stars and body.reason is None:
        raise Invalid(fields=[rules.fault("reason", "missing")])
    row, rating = case.stars, case.rating
    row.stars, row.reason, row.at = body.stars, body.reason, stamp(act.at)
    row.proposed, row.score, row.findings = rating.stars, rating.score, _kept(rating)


def _case(branch: Branch, year: int, at: datetime) -> Case:
    held = year_planning.held_in(branch.place.id, year)
    stored, beside, head = _read(branch.place, year, [one.id for one in held])
    settings, set_by, _ = star_ruling.nearest(branch.place.path, beside)
    lines = year_planning.lines_of(branch, year, held, at) if branch.place.holds_members else []
    key = Stars.key_of(branch.place.id, year)
    mine = next((Stars.from_raw_data(row) for row in beside if row["sk"]["S"] == key[1]), Stars(*key))
    return Case(branch.place, star_rules.rate(facts(lines, stored), settings), set_by, mine, head)


def _read(place: Organisation, year: int, ids: Sequence[str]) -> tuple[list[Activity], list[Raw], Head]:
    """The year's activities, beside them the decision and the settings on the path, and the head: in one call, unless
    there are more than a hundred rows."""
    settings = [StarSettings.key_of(one) for one in directory.ancestors(place.path)]
    keys = [Stars.key_of(place.id, year), *settings, *((Activity.partition(one), "NOW") for one in ids)]
    first, *more = rules.chunks([{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys], PAGE - 1)
    found = read_tables({TABLE: _asked(first), Head.Meta.table_name: _asked([Head(place.id).key()])})
    heads = found[Head.Meta.table_name]
    rows = found[TABLE] + [row for part in more for row in read_tables({TABLE: _asked(part)})[TABLE]]
    activities = [Activity.from_raw_data(row) for row in rows if row["sk"]["S"] == "NOW"]
    return activities, rows, Head.from_raw_data(heads[0]) if heads else Head(place.id)


def _asked(keys: Sequence[Raw]) -> Raw:
    return {"Keys": list(keys), "ConsistentRead": True}


def facts(lines: Iterable[Line], stored: Sequence[Activity]) -> list[Fact]:
    """What the criteria count: duties by their periods, and approved records; nothing else counts (`domain.md` 4.4)."""
    approved = [one for one in stored if one.state == State.APPROVED]
    numbers = ledger_rules.total((one.state, found) for one in approved if (found := ledger_models.counted(one)))
    whole = len(approved)
    return [
        *_of_duties(lines),
        Fact(star_rules.ATTENDANCE.code, numbers.attended, numbers.expected),
        Fact(star_rules.ENTERED_IN_TIME.code, sum(one.lag_days is None for one in approved), whole),
        Fact(star_rules.PASSED_AT_ONCE.code, sum(int(one.round) == 1 for one in approved), whole),
        Fact(star_rules.NONE_WITHDRAWN.code, sum(one.state == State.WITHDRAWN for one in stored)),
    ]


def _of_duties(lines: Iterable[Line]) -> list[Fact]:
    found: dict[str, list[bool]] = {}
    for line in lines:
        found.setdefault(line.type, []).append(line.progress is Progress.APPROVED)
    return [Fact(kind, sum(met), len(met)) for kind, met in found.items()]


def _kept(rating: Rating) -> list[dict[str, object]]:
    return [
        {
            "code": one.criterion.code,
            "counted": one.fact.counted,
            "of": one.fact.of,
            "target": one.target,
            "points": one.points,
            "met": one.met,
        }
        for one in rating.findings
    ]


def _out(case: Case, year: int, at: datetime) -> StarsOut:
    stood = case.stars.version > 0
    return StarsOut(
        branch_id=case.place.id,
        year=year,
        as_of=at,
        score=case.rating.score,
        proposed=case.rating.stars,
        criteria=[CriterionOut.of_finding(one) for one in case.rating.findings],
        set_by=case.set_by,
        confirmed=ConfirmedStars.of(case.stars) if stood else None,
        version=int(case.stars.version),
    )


def _rated(case: Case, year: int) -> StarsRated:
    findings = case.rating.findings
    return StarsRated(
        branch_id=case.place.id,
        county_id=case.place.county_id,
        path=case.place.path,
        year=year,
        stars=int(case.stars.stars),
        proposed=case.rating.stars,
        score=case.rating.score,
        met=tuple(one.criterion.code for one in findings if one.met),
        missed=tuple(one.criterion.code for one in findings if not one.met),
    )
