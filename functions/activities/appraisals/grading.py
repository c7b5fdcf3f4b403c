"""The branch proposes grades from votes and daily conduct, the committee above approves them (`domain.md` 4.6)."""

from functions.activities import rules
from functions.activities.appraisals import reading as appraisal_reading
from functions.activities.appraisals import rules as appraisal_rules
from functions.activities.appraisals.models import AppraisalOut, ProposeGrades, WaitingOut
from functions.activities.appraisals.reading import Course
from functions.activities.appraisals.rules import Grade, State
from functions.activities.appraisals.tables import Appraisal, Waiting
from functions.activities.reviews.models import ReviewActivity
from functions.activities.rules import fault
from functions.activities.tables import resume
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp
from kernel.errors import Changed, Invalid, WrongState
from kernel.events import AppraisalApproved, AppraisalReturned, GradesProposed
from kernel.model import Page
from kernel.table import encode_cursor


def propose(caller: Asking, branch_id: str, year: int, body: ProposeGrades) -> AppraisalOut:
    """The grades of all who were appraised and are still of the branch, once the ballot is counted; a third of them at
    most excellent. Now the committee right below the county has its turn, or the county.

    Raises `WrongState`, `Invalid`, `Stale`, `Changed`.
    """
    course, act = appraisal_reading.find(caller, branch_id, year, "activities.host"), caller.act()
    appraisal = course.appraisal
    caller.expect_version(appraisal.version)
    if appraisal.state != State.OPEN or not appraisal_reading.voted(appraisal):
        raise WrongState
    grades = [(one.member_id, one.grade) for one in body.grades]
    if faults := appraisal_rules.faults_of(grades, appraisal.appraised, course.roll):
        raise Invalid(fields=[fault("grades", code) for code in faults])
    appraisal.grades, appraisal.reason = {member: grade.value for member, grade in grades}, None
    appraisal.state, appraisal.submitted_by, appraisal.proposed_at = State.PROPOSED.value, act.actor, stamp(act.at)
    appraisal.handed_in_at = appraisal.handed_in_at or appraisal.proposed_at
    appraisal.submitters = sorted({*(appraisal.submitters or ()), act.actor})
    appraisal.stage_id = rules.stages(course.place.path, course.place.county_id)[0]
    reply = AppraisalOut.of(appraisal, sees_all=True, version=appraisal.version + 1)
    work = course.work(act, "activities.propose_grades")
    work.put(appraisal, Changed())
    work.put_anyway(Waiting.of(appraisal))
    work.record(GradesProposed(branch_id=branch_id, year=year, members=len(grades), excellent=_excellent(appraisal)))
    work.commit(reply)
    return reply


def _excellent(appraisal: Appraisal) -> int:
    return sum(grade is Grade.EXCELLENT for grade in appraisal.graded.values())


def review(caller: Asking, branch_id: str, year: int, body: ReviewActivity) -> AppraisalOut:
    """The committee's decision; never by who proposed. Approved, the branch and each member see the grades.

    Raises `Forbidden`, `Stale`, `WrongState` (also for an approval where the meeting was called off or withdrawn
    since), `Invalid` for a return without a reason, `Changed`.
    """
    course, act = appraisal_reading.find(caller, branch_id, year, "activities.read"), caller.act()
    _demand_turn(caller, course)
    appraisal = course.appraisal
    if body.decision == "approve" and not appraisal_reading.voted(appraisal):
        raise WrongState
    if body.decision == "return" and not body.reason:
        raise Invalid(fields=[fault("reason", "missing")])
    waits = Waiting.of(appraisal)
    appraisal.decided_at, appraisal.stage_id, appraisal.reason = stamp(act.at), None, body.reason
    appraisal.state = (State.APPROVED if body.decision == "approve" else State.OPEN).value
    reply = AppraisalOut.of(appraisal, sees_all=True, version=appraisal.version + 1)
    work = course.work(act, f"activities.{body.decision}_appraisal")
    work.put(appraisal, Changed())
    work.take_away(waits)
    work.record(_approved(course) if body.decision == "approve" else AppraisalReturned(branch_id=branch_id, year=year))
    work.commit(reply)
    return reply


def _demand_turn(caller: Asking, course: Course) -> None:
    """Raises `Forbidden` or `NotFound` for all but the committee's reviewers who did not propose it, `Stale`,
    `WrongState`."""
    appraisal, place = course.appraisal, course.place
    stage = appraisal.stage_id or rules.stages(place.path, place.county_id)[0]
    by = rules.submitter(caller.principal.subject, appraisal.submitted_by, appraisal.submitters)
    caller.may("activities.review", Target(place.path, submitted_by=by, stage_id=stage))
    caller.expect_version(appraisal.version)
    if appraisal.state != State.PROPOSED:
        raise WrongState


def _approved(course: Course) -> AppraisalApproved:
    appraisal = course.appraisal
    return AppraisalApproved(
        branch_id=course.place.id,
        county_id=course.place.county_id,
        path=course.place.path,
        year=appraisal.year,
        activity_id=appraisal.activity_id,
        members=len(appraisal.graded),
        excellent=_excellent(appraisal),
        handed_in_on=business_day(instant(str(appraisal.handed_in_at))),
    )


def waiting(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[WaitingOut]:
    """Whose grades wait for this very committee, the longest waiting first."""
    place = directory.organisation(organisation_id)
    caller.may("activities.queue", Target(path=place.path))
    after, partition = resume(cursor, "sk"), Waiting.partition(place.id)
    start = after and {"pk": {"S": partition}, "sk": {"S": after["sk"]}}
    found = list(Waiting.query(partition, limit=limit, last_evaluated_key=start or None, consistent_read=True))
    last = found[-1] if len(found) == limit else None
    shown = [WaitingOut.of(*one.parts) for one in found]
    return Page(items=shown, as_of=now(), next=encode_cursor({"sk": last.sk} if last else None))
