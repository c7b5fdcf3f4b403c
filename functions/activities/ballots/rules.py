"""Secret ballots (`domain.md` 1.3, 4.2): what is put to the vote, what a vote may say, how they are counted. Pure.

A vote is stored under a code that follows from a word which only its voter has: it tells neither who cast it nor when,
and whoever kept the code finds the vote in the published list.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from functions.activities import vote_rules
from functions.activities.activity_types import VOTES, Decision
from functions.activities.appraisals import rules as appraisal_rules
from functions.activities.appraisals.rules import Grade
from functions.activities.vote_rules import Count, Result, Tally, Votes, needed
from kernel.chain import canonical

FEWEST_VOTERS = 3  # a branch has three full members (`domain.md` 1.1); of two each would know the other's vote
MOST_VOTERS = 500  # from there on delegates meet (`domain.md` 1.3)
MOST_SEATS = 15
MOST_CANDIDATES = 30
MOST_BALLOTS = 20  # of one meeting
MARGIN = 5  # one candidate more than seats for each five seats begun: at least 20 % (`domain.md` 1.3 [G])
CODE_LENGTH = 32

Choice = str | list[str]
"""`IN_FAVOUR`, `AGAINST`, `ABSTAINED`; the sorted ids of whom one elects; a letter for each appraised; `SPOILED`."""


class Said(StrEnum):
    """What a voter can say to a question. A spoiled vote is a right of the voter, and is told from an abstention."""

    IN_FAVOUR = "IN_FAVOUR"
    AGAINST = "AGAINST"
    ABSTAINED = "ABSTAINED"
    SPOILED = "SPOILED"


class State(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"  # nobody votes any more, nothing is counted yet
    COUNTED = "COUNTED"


@dataclass(frozen=True)
class Question:
    """What is voted on. `run_off`: of a second round among those who tied, in which the most votes decide. `appraises`:
    every candidate is given a grade (`appraisals.rules`)."""

    decision: Decision
    electorate: frozenset[str]
    candidates: tuple[str, ...] = ()
    seats: int = 0
    write_ins: bool = False
    run_off: bool = False
    appraises: bool = False

    @property
    def elects(self) -> bool:
        return self.decision is Decision.ELECTION

    def understands(self, choice: Choice) -> bool:
        """Whether it is a valid vote: an answer, or not more names than seats, each once and eligible."""
        if self.appraises:
            return appraisal_rules.understands(choice, self.candidates)
        if not self.elects:
            return choice in (Said.IN_FAVOUR, Said.AGAINST, Said.ABSTAINED)
        return not isinstance(choice, str) and len(choice) <= self.seats and self.eligible(choice)

    def eligible(self, names: Sequence[str]) -> bool:
        """Whether each stands once and may be elected: full members with the right to vote (`domain.md` 1.3)."""
        among = self.electorate | set(self.candidates) if self.write_ins else set(self.candidates)
        return len(set(names)) == len(names) and among.issuperset(names)


@dataclass(frozen=True)
class Elected:
    """Who is elected, best first; who tied for the last `open_seats`; and how many seats nobody reached."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    open_seats: int
    unfilled: int


@dataclass(frozen=True)
class Outcome:
    """A ballot counted. `votes` by name, and `round`, are of an election that was counted, `grades` of an appraisal."""

    tally: Tally
    votes: Mapping[str, int] = field(default_factory=dict)
    round: Elected | None = None
    grades: Mapping[str, Mapping[Grade, int]] | None = None


def least_candidates(seats: int) -> int:
    """How many candidates an election of so many seats needs."""
    return seats + -(-seats // MARGIN)


def code_of(ballot_id: str, nonce: str, choice: Choice) -> str:
    """The code under which a vote is stored: half of a SHA-256, the same for the same word and choice alone."""
    return hashlib.sha256(canonical([ballot_id, nonce, choice]).encode()).hexdigest()[:CODE_LENGTH]


def digest_of(ballot_id: str, published: object) -> str:
    """SHA-256 over the canonical list as it is published: it goes into the record at the count."""
    return hashlib.sha256(canonical([ballot_id, published]).encode()).hexdigest()


def secret_enough(cast: int) -> bool:
    """Whether so many votes may be looked at without one telling on another."""
    return cast >= FEWEST_VOTERS


def quorate(question: Question, present: int) -> bool:
    return present >= needed(VOTES[question.decision].quorum, len(question.electorate))


def uncounted(question: Question, present: int, cast: int | None = None) -> Outcome:
    """Without a quorum, or with so few votes (`cast`) that they would tell who cast them: nothing of them is shown."""
    tally = vote_rules.tally(Votes(question.decision), len(question.electorate), present)
    numbers = tally.numbers if cast is None else (*tally.numbers, _cast(cast), _fewest())
    return Outcome(Tally(tally.decision, tally.result, numbers, tally.basis))


def count(question: Question, choices: Collection[Choice], present: int) -> Outcome:
    """Of a quorate ballot with votes enough: every number that leads to the result."""
    valid = [choice for choice in choices if question.understands(choice)]
    box = [_cast(len(choices)), *_validity(len(valid), len(choices) - len(valid))]
    if question.appraises:
        return _appraisal(question, valid, box, present)
    return (_election if question.elects else _decision)(question, valid, box, present)


def _decision(question: Question, valid: Iterable[Choice], box: list[Count], present: int) -> Outcome:
    said = Counter(str(choice) for choice in valid)
    cast = Votes(question.decision, said[Said.IN_FAVOUR], said[Said.AGAINST], said[Said.ABSTAINED])
    tally = vote_rules.tally(cast, len(question.electorate), present)
    return Outcome(Tally(tally.decision, tally.result, _after_quorum(tally, box), tally.basis))


def _appraisal(question: Question, valid: Iterable[Choice], box: list[Count], present: int) -> Outcome:
    """How often each grade was given: votes settle no grade by themselves (`domain.md` 4.6)."""
    tally = vote_rules.tally(Votes(question.decision), len(question.electorate), present)
    grades = appraisal_rules.counts(map(str, valid), question.candidates)
    return Outcome(Tally(tally.decision, Result.COUNTED, _after_quorum(tally, box), tally.basis), grades=grades)


def _election(question: Question, valid: Iterable[Choice], box: list[Count], present: int) -> Outcome:
    votes = Counter(dict.fromkeys(question.candidates, 0))
    votes.update(name for choice in valid for name in choice)
    least = 1 if question.run_off else needed(VOTES[question.decision].majority, len(question.electorate))
    found = elect(votes, question.seats, least)
    tally = vote_rules.tally(Votes(question.decision), len(question.electorate), present)
    result = Result.PASSED if len(found.elected) == question.seats else Result.NOT_PASSED
    numbers = (*_after_quorum(tally, box), *_seats(question.seats, least, len(found.elected), run_off=question.run_off))
    return Outcome(Tally(tally.decision, result, numbers, tally.basis), votes, found)


def elect(votes: Mapping[str, int], seats: int, least: int) -> Elected:
    """Who reached so many votes, ranked by them; those alike around the last seat tie for what is left of the seats."""
    ranked = sorted((name for name in votes if votes[name] >= least), key=lambda name: (-votes[name], name))
    if len(ranked) <= seats:
        return Elected(tuple(ranked), (), 0, seats - len(ranked))
    edge = votes[ranked[seats - 1]]
    if votes[ranked[seats]] < edge:
        return Elected(tuple(ranked[:seats]), (), 0, 0)
    safe = tuple(name for name in ranked if votes[name] > edge)
    return Elected(safe, tuple(name for name in ranked if votes[name] == edge), seats - len(safe), 0)


def _after_quorum(tally: Tally, box: list[Count]) -> tuple[Count, ...]:
    """Entitled, present and quorum; then the box; then what the votes say."""
    return (*tally.numbers[:3], *box, *tally.numbers[3:])


def _cast(count: int) -> Count:
    return Count("cast", count, "收回的选票（表决票）", "votes in the box")


def _validity(valid: int, invalid: int) -> list[Count]:
    return [
        Count("valid", valid, "其中有效票", "of them valid"),
        Count("invalid", invalid, "其中无效票", "of them invalid: spoiled, too many names, or somebody not eligible"),
    ]


def _fewest() -> Count:
    zh, en = (
        "少于此数不计票，以免从结果看出个人的选择",
        "with fewer nothing is counted: the result would tell on the voters",
    )
    return Count("fewest", FEWEST_VOTERS, zh, en)


def _seats(seats: int, least: int, elected: int, *, run_off: bool) -> list[Count]:
    majority = (
        ("再次投票，以得票多的当选", "of a run-off: the most votes are elected")
        if run_off
        else ("当选须超过1/2应到会人数的赞成票", "elected is who has more than 1/2 of the entitled in favour")
    )
    return [
        Count("seats", seats, "应选名额", "seats"),
        Count("majority", least, *majority),
        Count("elected", elected, "当选人数", "elected"),
    ]
