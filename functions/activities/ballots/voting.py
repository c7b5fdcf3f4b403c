"""A member votes, once. What they chose and that they voted are two rows of one transaction, and nothing joins them.

The entry in the record says who voted when, not what: its hash leaves the vote out (`Writes.put_unstated`). Nor is an
answer kept for an `Idempotency-Key`: the vote's own code tells a repetition, since the same word and choice make the
same code (`docs/decisions/2026-11-22-secret-ballots.md`).
"""

from collections.abc import Sequence
from contextlib import suppress

from functions.activities import vote_rules
from functions.activities.appraisals import rules as appraisal_rules
from functions.activities.attendance.tables import Attendance
from functions.activities.ballots import rules as ballot_rules
from functions.activities.ballots.box_tables import Mark, Vote
from functions.activities.ballots.errors import AlreadyVoted, BallotClosed, CodeTaken, NotPresent
from functions.activities.ballots.models import CastVote, Receipt
from functions.activities.ballots.reading import Found, find
from functions.activities.ballots.rules import Choice, Question, Said, State
from functions.activities.ballots.tables import Ballot
from functions.activities.rules import fault
from kernel.asking import Asking
from kernel.errors import Invalid
from kernel.events import VoteCast
from kernel.journal import Act, UnitOfWork
from kernel.transaction import Reason


def vote(caller: Asking, activity_id: str, ballot_id: str, body: CastVote) -> Receipt:
    """The code under which the vote stands; the same vote sent again is answered the same.

    Raises `Forbidden` or `NotFound` for who is not entitled, `WrongState` in a meeting that was called off,
    `BallotClosed`, `NotPresent`, `Invalid`, `AlreadyVoted`, `CodeTaken`.
    """
    found = find(activity_id, ballot_id)
    found.demand_elector(caller)
    member_id = str(caller.principal.member_id)
    found.demand_meeting()
    _demand_voting(found.ballot, member_id)
    choice = _choice(found.ballot.asked, body)
    code = ballot_rules.code_of(ballot_id, body.nonce, choice)
    slip = Vote(*Vote.key_of(ballot_id, code), choice=choice)
    with suppress(Repeated):
        _cast(found, Act(caller.principal.subject), slip, member_id)
    return Receipt(ballot_id=ballot_id, code=code)


def _demand_voting(ballot: Ballot, member_id: str) -> None:
    if ballot.state != State.OPEN:
        raise BallotClosed
    row = Attendance.find(ballot.pk, Attendance.place(member_id))
    if row is None or row.state not in vote_rules.THERE:
        raise NotPresent


def _choice(question: Question, body: CastVote) -> Choice:
    """Raises `Invalid` for what this ballot does not ask: nobody spoils a vote by mistake."""
    said = body.model_dump(include={"choice", "names", "grades"}, exclude_none=True)
    if len(said) != 1:
        raise Invalid(fields=[fault("choice", "one_of_choice_names_and_grades")])
    if body.choice is Said.SPOILED:
        return Said.SPOILED.value
    (field,) = said
    choice = _stored(question, body)
    if choice is None or not question.understands(choice):
        raise Invalid(fields=[fault(field, "not_of_this_ballot")])
    return choice


def _stored(question: Question, body: CastVote) -> Choice | None:
    """As it goes into the box; None where somebody is graded twice, or is not appraised."""
    if body.grades is None:
        return body.choice.value if body.choice else sorted(body.names or ())
    grades = {one.member_id: one.grade for one in body.grades}
    if len(grades) != len(body.grades) or not set(question.candidates).issuperset(grades):
        return None
    return appraisal_rules.packed(grades, question.candidates)


def _cast(found: Found, act: Act, slip: Vote, member_id: str) -> None:
    """Raises `BallotClosed`, `AlreadyVoted`, `CodeTaken`; `Repeated` where this very vote stands, and its mark."""
    ballot = found.ballot
    work = Casting(act, chain=found.place.id, action="activities.vote", subject=ballot.id, head=found.head)
    work.require(ballot, BallotClosed())  # voting leaves its version alone, closing does not
    work.put_new(Mark(*Mark.key_of(ballot.id, member_id)), AlreadyVoted())
    work.put_unstated(slip, CodeTaken())
    work.record(VoteCast(activity_id=ballot.activity_id, ballot_id=ballot.id, branch_id=found.place.id))
    work.commit()


class Repeated(Exception):
    """The vote that was sent again is in the box."""


class Casting(UnitOfWork):
    """Its last two rows are the mark and the vote: who meets both has voted before, and just so."""

    def refuse(self, reasons: Sequence[Reason]) -> None:
        if all(reason.condition_failed for reason in reasons[-2:]):
            raise Repeated
        super().refuse(reasons)
