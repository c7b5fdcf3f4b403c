"""Secret ballots on the wire: what is put to the vote, what a voter says, and what was counted."""

from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities.activity_types import Decision
from functions.activities.appraisals.models import GradeFor
from functions.activities.appraisals.rules import GRADES, Grade
from functions.activities.ballots.rules import MOST_CANDIDATES, MOST_SEATS, MOST_VOTERS, Outcome, Said, State
from functions.activities.ballots.tables import Ballot
from functions.activities.minutes.models import TallyOut
from functions.activities.models import Phrase, Sha256
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model

Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32,64}$", max_length=64)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class OpenBallot(Command):
    """`decision` is one that the type of activity takes; none: its first. An election names candidates and seats, or
    `run_off_of` the election that ended in a tie: then it is among those who tied, for the seats they tied for."""

    question: Phrase
    decision: Decision | None = None
    candidates: Annotated[tuple[MemberId, ...], Field(max_length=MOST_CANDIDATES)] = ()
    seats: Annotated[int, Field(ge=1, le=MOST_SEATS)] | None = None
    write_ins: bool = True
    run_off_of: Id | None = None


class CastVote(Command):
    """`nonce`: 16 to 32 random bytes in hex, made by the voter's page for this vote. `choice` to a question or to spoil
    the vote; `names` of an election, at most as many as there are seats, nobody to abstain; `grades` of an appraisal.
    """

    nonce: Nonce
    choice: Said | None = None
    names: Annotated[tuple[MemberId, ...], Field(max_length=MOST_SEATS)] | None = None
    grades: Annotated[tuple[GradeFor, ...], Field(max_length=MOST_VOTERS)] | None = None


class Receipt(Model):
    """Under `code` the vote will stand in the published list; nobody else is told of it, and it is told this once."""

    ballot_id: Id
    code: Code


class VotesFor(Model):
    member_id: MemberId
    votes: int


class RunOff(Model):
    candidates: list[MemberId]
    seats: int


class ElectionOut(Model):
    """`elected`, best first; `run_off` where some tied for the last seats; `unfilled` seats that nobody reached."""

    votes: list[VotesFor]
    elected: list[MemberId]
    run_off: RunOff | None
    unfilled: int

    @classmethod
    def of(cls, outcome: Outcome) -> Self | None:
        found = outcome.round
        if found is None:
            return None
        ranked = sorted(outcome.votes.items(), key=lambda item: (-item[1], item[0]))
        return cls(
            votes=[VotesFor(member_id=name, votes=count) for name, count in ranked],
            elected=list(found.elected),
            run_off=RunOff(candidates=list(found.tied), seats=found.open_seats) if found.tied else None,
            unfilled=found.unfilled,
        )


class VoteOut(Model):
    """A vote as it was cast: what was said, or whom it names."""

    code: Code
    choice: Said | None
    names: list[MemberId] | None

    @classmethod
    def of(cls, code: str, choice: str | list[str]) -> Self:
        said = isinstance(choice, str)
        return cls.model_validate({"code": code, "choice": choice if said else None, "names": None if said else choice})


class GradesFor(Model):
    """How often a member was given each grade."""

    member_id: MemberId
    votes: dict[Grade, int]


class GradeVoteOut(Model):
    """What one voter said of a member; no grade where they said nothing. The code is of this vote and this member."""

    code: Code
    grade: Grade | None


class GradedOut(Model):
    """Everything that was said of a member, by the codes."""

    member_id: MemberId
    votes: list[GradeVoteOut]

    @classmethod
    def of(cls, member_id: str, votes: list[list[str]]) -> Self:
        shown = [GradeVoteOut(code=code, grade=GRADES.get(letter)) for code, letter in votes]
        return cls(member_id=member_id, votes=shown)


class BallotSummary(Model):
    """`tally`, `election` or `appraisal`, and `digest` once it is counted. `present`: of the entitled, at the end."""

    id: Id
    activity_id: Id
    branch_id: OrganisationId
    question: str
    decision: Decision
    candidates: list[MemberId]
    seats: int | None
    write_ins: bool
    run_off_of: Id | None
    state: State
    entitled: int
    present: int | None
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None
    tally: TallyOut | None
    election: ElectionOut | None
    appraisal: list[GradesFor] | None
    digest: Sha256 | None
    version: int

    @classmethod
    def of(cls, stored: Ballot, version: float | None = None) -> Self:
        """`version` is the one that the item will have once it is written."""
        return cls.model_validate(_facts(stored, stored.version if version is None else version))


class BallotOut(BallotSummary):
    """`electors`: who is entitled. `votes`, of an appraisal `graded`: all of them by their codes, once counted; none
    where none may be shown."""

    electors: list[MemberId]
    votes: list[VoteOut] | None
    graded: list[GradedOut] | None

    @classmethod
    def whole(cls, stored: Ballot, votes: list[list[Any]] | None, version: float | None = None) -> Self:
        facts = _facts(stored, stored.version if version is None else version)
        shown: dict[str, Any] = {"votes": None, "graded": None}
        if votes is not None:
            shown |= (
                {"graded": [GradedOut.of(*one) for one in votes]}
                if stored.appraises
                else {"votes": [VoteOut.of(*one) for one in votes]}
            )
        return cls.model_validate(facts | shown | {"electors": stored.electors})


def _facts(stored: Ballot, version: float) -> dict[str, Any]:
    return {
        "id": stored.id,
        "activity_id": stored.activity_id,
        "branch_id": stored.branch_id,
        "question": stored.question,
        "decision": stored.decision,
        "candidates": stored.candidates,
        "seats": int(stored.seats) or None,
        "write_ins": stored.write_ins,
        "run_off_of": stored.run_off_of,
        "state": stored.state,
        "entitled": len(stored.electors),
        "present": None if stored.present is None else int(stored.present),
        "opened_at": instant(stored.opened_at),
        "closed_at": instant(stored.closed_at) if stored.closed_at else None,
        "tally": stored.tally,
        "election": stored.election,
        "appraisal": stored.appraisal,
        "digest": stored.digest,
        "version": int(version),
    }
