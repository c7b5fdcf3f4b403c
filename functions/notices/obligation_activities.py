"""What a record of an activity meets, and who owes its review."""

from datetime import date

from functions.notices import absence, rules
from functions.notices.obligation_facts import Held, Met, Owed, TakenBack, Told, alive, order_of
from functions.notices.rules import DUTIES, LADDERS
from kernel.clock import business_day
from kernel.events import (
    ActivityCancelled,
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    ActivityWithdrawn,
    AppraisalApproved,
)
from kernel.journal import Act


def submitted(act: Act, event: ActivitySubmitted) -> list[Told]:
    """The duty of its type is done, the branch lives, and the record waits for its first review.

    What a committee holds for several branches is no duty of any of them.
    """
    if event.audience == absence.SEVERAL:
        return [_waits(act, event)]
    where = (event.branch_id, event.branch_id, event.county_id, event.path)
    done = [Held(code, *where, event.held_on, event.activity_id, event.round) for code in _duties(event.type)]
    return [*done, alive(where, event.held_on), _waits(act, event)]


def _waits(act: Act, event: ActivitySubmitted | ActivityReviewed) -> Owed:
    """For the committee below the county, if there is one and it has not passed the record; else for the county."""
    above, _ = rules.superior(event.path, event.county_id, event.branch_id)
    first = isinstance(event, ActivitySubmitted) and above != event.county_id
    day = business_day(act.fact_at)
    return Owed(
        rules.REVIEW_BACKLOG,
        event.activity_id,
        event.branch_id,
        event.county_id,
        event.path,
        order_of(act),
        rules.REVIEW_BACKLOG if first else rules.REVIEW_FINAL,
        day,
        {"activityId": event.activity_id, "since": day.isoformat()},
    )


def reviewed(act: Act, event: ActivityReviewed) -> list[Told]:
    return [_waits(act, event) if event.stage == "first" else _review_over(act, event)]


def returned(act: Act, event: ActivityReturned) -> list[Told]:
    """The review is over, and the duty that the record had met is owed again until it is handed in anew.

    That the branch showed life stays.
    """
    if event.held_on is None or event.audience == absence.SEVERAL:
        return [_review_over(act, event)]
    where = (event.branch_id, event.branch_id, event.county_id, "")
    what = (event.held_on, event.activity_id, event.round)
    return [_review_over(act, event), *(TakenBack(code, *where, *what, returned=True) for code in _duties(event.type))]


def _review_over(act: Act, event: ActivityReviewed | ActivityReturned) -> Met:
    return Met(rules.REVIEW_BACKLOG, event.activity_id, event.branch_id, event.county_id, "", order_of(act))


def withdrawn(_act: Act, event: ActivityWithdrawn) -> list[Told]:
    """The duty that this record alone had met is owed again, as far as there is still something to say of it.

    That the branch showed life stays: nobody is called idle because a committee took an approval back.
    """
    if event.audience == absence.SEVERAL:
        return []
    where = (event.branch_id, event.branch_id, event.county_id, event.path)
    return [TakenBack(code, *where, event.held_on, event.activity_id) for code in _duties(event.type)]


def grades_void(_act: Act, event: ActivityWithdrawn | ActivityCancelled) -> list[Told]:
    """Grades that were given in a meeting that is withdrawn or called off are no appraisal, whichever is told first
    (`domain.md` 4.6): they may be approved before its record is handed in."""
    several = isinstance(event, ActivityWithdrawn) and event.audience == absence.SEVERAL
    if several or event.type not in LADDERS[rules.ANNUAL_DUTY_MISSING].types:
        return []
    held_on = event.held_on if isinstance(event, ActivityWithdrawn) else business_day(event.starts_at)
    where = (event.branch_id, event.branch_id, event.county_id, "")
    return [TakenBack(rules.ANNUAL_DUTY_MISSING, *where, held_on, _grades(event.activity_id))]


def appraised(_act: Act, event: AppraisalApproved) -> list[Told]:
    """The yearly duty is done by the appraisal, unless the meeting in which it was done is void (`domain.md` 4.6)."""
    where = (event.branch_id, event.branch_id, event.county_id, event.path)
    return [Held(rules.ANNUAL_DUTY_MISSING, *where, date(event.year, 12, 31), _grades(event.activity_id))]


def _grades(activity_id: str) -> str:
    return f"{activity_id}#grades"


def _duties(type: str) -> list[str]:
    """Those that a record of this type meets."""
    return [code for code in DUTIES if type in LADDERS[code].types]
