"""A branch appraises its members once a year, within a meeting: each writes of themselves and of others, and gives
grades in a secret ballot (`domain.md` 4.6). What comes of it: `grading`."""

from functions.activities import reading, rules, vote_rules
from functions.activities.activity_types import Decision
from functions.activities.appraisals import reading as appraisal_reading
from functions.activities.appraisals.models import AppraisalOut, OpenAppraisal, WordsOut, WriteWords
from functions.activities.appraisals.reading import Course
from functions.activities.appraisals.rules import MOST_CELLS, OCCASIONS, State
from functions.activities.appraisals.tables import Appraisal, Waiting, Words
from functions.activities.ballots import balloting
from functions.activities.ballots.errors import TooManyVoters
from functions.activities.ballots.models import BallotOut
from functions.activities.invitations.reply_tables import Worded
from functions.activities.reading import Record
from functions.activities.rules import fault
from functions.activities.tables import Activity
from kernel import ids
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.errors import AlreadyExists, Changed, Forbidden, Invalid, WrongState
from kernel.events import AppraisalOpened, OpinionGiven
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.together import find_both

QUESTION = "民主评议党员"


def open_one(caller: Asking, body: OpenAppraisal) -> AppraisalOut:
    """Of the full members on the roll now: probationary members take part, and are not graded. Once a branch and year;
    until its votes are counted, and when its meeting was called off or withdrawn, it may be opened anew in another one.

    Raises `Invalid` for another kind of meeting, `WrongState`, `AlreadyExists`.
    """
    record, act = reading.record_for(caller, body.activity_id, "activities.host"), caller.act()
    activity, place = record.activity, record.place
    _demand_occasion(record)
    key = Appraisal.key_of(place.id, reading.held_on(activity).year)
    appraisal, head = find_both((Appraisal, key), (Head, (place.id,)))
    if appraisal and appraisal_reading.voted(appraisal):
        raise AlreadyExists
    appraisal = appraisal or Appraisal(*key)
    waited = [Waiting.of(appraisal)] if appraisal.state == State.PROPOSED else []
    _begin(appraisal, record)
    reply = AppraisalOut.of(appraisal, sees_all=True, version=appraisal.version + 1)
    work = _opening(Course(appraisal, place, record.roll, head or Head(place.id)), activity, act)
    for row in waited:
        work.take_away(row)
    work.commit(reply)
    return reply


def _opening(course: Course, activity: Activity, act: Act) -> UnitOfWork:
    appraisal, work = course.appraisal, course.work(act, "activities.open_appraisal")
    work.put(appraisal, Changed())
    work.require(activity)
    work.record(
        AppraisalOpened(
            branch_id=course.place.id, year=appraisal.year, activity_id=activity.id, members=len(appraisal.appraised)
        )
    )
    return work


def _demand_occasion(record: Record) -> None:
    """Raises `Invalid` for what is no meeting at which a branch appraises its members: those who float are appraised
    where they belong, and take part from where they are (`domain.md` 4.6); `WrongState`."""
    if record.activity.type not in OCCASIONS:
        raise Invalid(fields=[fault("activityId", "not_of_this_type")])
    if not record.place.holds_members:
        raise Invalid(fields=[fault("activityId", "appraised_at_home")])
    if record.activity.state != rules.State.PLANNED:
        raise WrongState


def _begin(appraisal: Appraisal, record: Record) -> None:
    members = sorted(member for member, facts in record.roll.items() if facts[0] == vote_rules.VOTER)
    if not members:
        raise Invalid(fields=[fault("activityId", "nobody_to_appraise")])
    appraisal.activity_id, appraisal.state, appraisal.ballot_id = record.activity.id, State.OPEN.value, None
    appraisal.grades = appraisal.stage_id = appraisal.submitted_by = appraisal.reason = None
    appraisal.proposed_at = appraisal.handed_in_at = appraisal.decided_at = None
    appraisal.members = b"".join(map(ids.to_bytes, members))


def write(caller: Asking, branch_id: str, year: int, member_id: str, body: WriteWords) -> WordsOut:
    """What the caller says of a member of the branch, or of themselves, in place of what they said before. What is kept
    for an `Idempotency-Key` leaves the words out. Raises `Forbidden`, `Invalid`, `WrongState`, `Changed`."""
    course = appraisal_reading.find(caller, branch_id, year, "activities.appraisals.take_part")
    by, act = _writer(caller, course, member_id), caller.act()
    key = Words.key_of(branch_id, year, member_id, by)
    row = Words.find(*key) or Words(*key)
    row.text, row.at = body.text, stamp(act.at)
    reply = WordsOut.of(row, row.version + 1)
    work = course.work(act, "activities.appraise")
    work.put(row, Changed())
    work.require(course.appraisal)
    for who in sorted({member_id, by}):
        work.put_anyway(Worded.to(f"{branch_id}#{year}", who, Worded.APPRAISAL))
    work.record(OpinionGiven(branch_id=branch_id, year=year, member_id=member_id, by=by))
    work.commit(reply.model_copy(update={"text": None}))
    return reply


def _writer(caller: Asking, course: Course, of: str) -> str:
    """The member who asks, if they and the one whom they write of are of the branch."""
    by = caller.principal.member_id
    if by is None or by not in course.roll:
        raise Forbidden
    if of not in course.roll:
        raise Invalid(fields=[fault("memberId", "unknown_member")])
    if course.appraisal.state != State.OPEN:
        raise WrongState
    return by


def open_ballot(caller: Asking, branch_id: str, year: int) -> BallotOut:
    """The secret ballot over all who are appraised, in which full members give grades. Once: raises `WrongState` after
    the first, unless it was not counted for want of a quorum or of votes, and where its meeting was moved into another
    year."""
    course = appraisal_reading.find(caller, branch_id, year, "activities.host")
    appraisal, act = course.appraisal, caller.act()
    record = reading.whole(appraisal.activity_id)
    before = record.ballots.get(appraisal.ballot_id or "")
    if appraisal.state != State.OPEN or (before and (before.tally is None or appraisal_reading.gave_grades(before))):
        raise WrongState
    if reading.held_on(record.activity).year != year:  # it was moved since
        raise WrongState
    ballot = balloting.begun(record, Decision.ORDINARY, QUESTION, act)
    ballot.appraises, ballot.candidates = True, appraisal.appraised
    if len(ballot.electors) * len(ballot.candidates) > MOST_CELLS:
        raise TooManyVoters
    appraisal.ballot_id = ballot.id
    reply = BallotOut.whole(ballot, None, 1)
    work = balloting.opening(record, ballot, act, course.head)
    work.put(appraisal, Changed())
    work.commit(reply)
    return reply
