"""An appraisal with its branch, the roll of the moment and the head of the chain, in one read; and how it is shown."""

from collections.abc import Collection
from dataclasses import dataclass

from functions.activities import rules
from functions.activities.appraisals.models import AppraisalOut, AppraisedOut, GradeOut, WordsOut
from functions.activities.appraisals.rules import State
from functions.activities.appraisals.tables import Appraisal, Words
from functions.activities.ballots.tables import Ballot
from functions.activities.roll.tables import Roll
from functions.activities.tables import TABLE, Activity
from functions.activities.vote_rules import Result
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.errors import DomainError, NotFound
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.together import find_both

READ, SEE_ALL = "activities.read", "activities.appraisals.words"


@dataclass(frozen=True)
class Course:
    """An appraisal, where its branch stands, and who is on the roll now."""

    appraisal: Appraisal
    place: Organisation
    roll: Collection[str]
    head: Head

    def work(self, act: Act, action: str) -> UnitOfWork:
        return UnitOfWork(act, chain=self.place.id, action=action, subject=self.place.id, head=self.head)


def find(caller: Asking, branch_id: str, year: int, action: str) -> Course:
    """If the caller may do this in the branch. Raises `NotFound`, `Forbidden`."""
    heads, key = Head.Meta.table_name, Appraisal.key_of(branch_id, year)
    keys = [Roll(Roll.partition(branch_id), "ROLL").key(), Appraisal(*key).key()]
    seen = directory.look([branch_id], beside={TABLE: keys, heads: [Head(branch_id).key()]})
    place = directory.demand_organisation(seen.organisations, branch_id)
    caller.may(action, Target(path=place.path))
    rows = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    if key[1] not in rows:
        raise NotFound
    roll = Roll.from_raw_data(rows["ROLL"]).members if "ROLL" in rows else {}
    head = next((Head.from_raw_data(row) for row in seen.of(heads)), Head(branch_id))
    return Course(Appraisal.from_raw_data(rows[key[1]]), place, roll, head)


def voted(appraisal: Appraisal) -> bool:
    """Whether its ballot was counted, in a meeting that was neither called off nor withdrawn."""
    if appraisal.ballot_id is None:
        return False
    ballot = Ballot, Ballot.key_of(appraisal.activity_id, appraisal.ballot_id)
    meeting, counted = find_both((Activity, (Activity.partition(appraisal.activity_id), "NOW")), ballot)
    return meeting is not None and meeting.state not in rules.NOT_HELD and gave_grades(counted)


def gave_grades(ballot: Ballot | None) -> bool:
    return ballot is not None and ballot.tally is not None and ballot.tally["result"] == Result.COUNTED


def show(caller: Asking, branch_id: str, year: int) -> AppraisalOut:
    course = find(caller, branch_id, year, READ)
    return AppraisalOut.of(course.appraisal, sees_all=_may(caller, SEE_ALL, course))


def _may(caller: Asking, action: str, course: Course) -> bool:
    try:
        caller.may(action, Target(path=course.place.path))
    except DomainError:
        return False
    return True


def of_member(caller: Asking, branch_id: str, year: int, member_id: str) -> AppraisedOut:
    """What was written by and of a member, and their grade: for themselves, who proposes and who approves."""
    course = find(caller, branch_id, year, READ)
    if member_id not in {*course.appraisal.appraised, *course.roll}:
        raise NotFound
    caller.may(SEE_ALL, Target(path=course.place.path, member_id=member_id))
    words = [WordsOut.of(row) for row in Words.about(branch_id, year, member_id)]
    grade = course.appraisal.graded.get(member_id)
    sees = _may(caller, SEE_ALL, course) or course.appraisal.state == State.APPROVED
    return AppraisedOut(
        member_id=member_id,
        own=next((one for one in words if one.by == member_id), None),
        opinions=[one for one in words if one.by != member_id],
        grade=GradeOut.of(member_id, grade) if grade and sees else None,
    )
