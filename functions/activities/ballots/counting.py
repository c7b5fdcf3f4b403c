"""A closed ballot is counted and published: every vote by its code, what they come to, and the hash for the record."""

from typing import Any

from functions.activities.appraisals import rules as appraisal_rules
from functions.activities.appraisals.rules import Grade
from functions.activities.ballots import rules as ballot_rules
from functions.activities.ballots.box_tables import Vote
from functions.activities.ballots.models import BallotOut, ElectionOut
from functions.activities.ballots.reading import find
from functions.activities.ballots.rules import Outcome, Question, State
from functions.activities.ballots.tables import Ballot, Published
from functions.activities.minutes.models import TallyOut
from kernel.asking import Asking
from kernel.errors import Changed, WrongState
from kernel.events import BallotCounted


def count(caller: Asking, activity_id: str, ballot_id: str) -> BallotOut:
    """Without a quorum, or with fewer than three, no vote is shown. Whoever voted was there, whatever is noted of them
    afterwards. What is kept for an `Idempotency-Key` leaves the votes out: a list of them may be larger than a row.

    Raises `WrongState`, `Stale`, `Changed`.
    """
    found = find(activity_id, ballot_id)
    found.demand(caller, "activities.host")
    ballot = found.ballot
    caller.expect_version(ballot.version)
    found.demand_meeting()
    if ballot.state != State.CLOSED:
        raise WrongState
    cast = [[vote.code, vote.choice] for vote in Vote.of(ballot_id)]
    ballot.present = max(int(ballot.present or 0), len(cast))
    outcome, votes = _counted(ballot.asked, ballot.present, cast)
    _keep(ballot, outcome, votes)
    reply = BallotOut.whole(ballot, votes, ballot.version + 1)
    work = found.work(caller.act(), "activities.count_ballot")
    work.put(ballot, Changed())
    work.put_new(Published(*Published.key_of(ballot_id), votes=votes))
    work.record(_told(ballot, outcome))
    work.commit(reply.model_copy(update={"votes": None, "graded": None}))
    return reply


def _told(ballot: Ballot, outcome: Outcome) -> BallotCounted:
    return BallotCounted(
        activity_id=ballot.activity_id,
        ballot_id=ballot.id,
        branch_id=ballot.branch_id,
        result=outcome.tally.result.value,
        votes=next((one.value for one in outcome.tally.numbers if one.name == "cast"), 0),
        digest=str(ballot.digest),
    )


def _counted(question: Question, present: int, cast: list[list[Any]]) -> tuple[Outcome, list[list[Any]]]:
    """The outcome, and the votes that are published with it: code and choice, by their codes."""
    if not ballot_rules.quorate(question, present):
        return ballot_rules.uncounted(question, present), []
    if not ballot_rules.secret_enough(len(cast)):
        return ballot_rules.uncounted(question, present, len(cast)), []
    outcome = ballot_rules.count(question, [choice for _, choice in cast], present)
    return outcome, _apart(question, cast) if question.appraises else cast


def _apart(question: Question, cast: list[list[Any]]) -> list[list[Any]]:
    """Of an appraisal the valid votes, member by member."""
    valid = [(code, choice) for code, choice in cast if question.understands(choice)]
    return appraisal_rules.apart(valid, question.candidates)


def _keep(ballot: Ballot, outcome: Outcome, votes: list[list[Any]]) -> None:
    election = ElectionOut.of(outcome)
    ballot.state = State.COUNTED.value
    ballot.tally = TallyOut.of(outcome.tally).model_dump(mode="json", by_alias=True)
    ballot.election = election and election.model_dump(mode="json", by_alias=True)
    ballot.appraisal = outcome.grades and [
        {"memberId": member, "votes": {grade.value: given[grade] for grade in Grade}}
        for member, given in outcome.grades.items()
    ]
    ballot.digest = ballot_rules.digest_of(ballot.id, votes)
