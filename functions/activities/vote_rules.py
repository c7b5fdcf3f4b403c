"""Quorum and votes, counted by the rules of `domain.md` 4.2 (`activity_types.VOTES`), each number with its reason.

The electorate is who has the right to vote and is not excused: full members on the branch's roll, at a committee's
meeting those who were called to it; probationary members, the exempt and observers are not of it. Who made a session
up later was not there when it was voted. Where members take part beside their home nobody is on a roll: there the
electorate is who signed in or was called (`reading.Record.voting_roll`), and what is `AT_HOME` is not decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from functions.activities.activity_types import VOTES, Decision, Electorate, Share

VOTER = "FULL"
THERE = ("PRESENT", "PRESENT_ONLINE", "LATE")
EXCUSED = ("EXEMPT", "OBSERVER")
AT_HOME = (Decision.ADMISSION, Decision.ELECTION, Decision.DISPOSAL)
"""What only the branch decides to which members belong: others admit nobody, elect nobody and dispose of nobody
(`domain.md` 1.1)."""

Roll = Mapping[str, Sequence[object]]
"""Member → [category, …]."""


class Result(StrEnum):
    PASSED = "PASSED"
    NOT_PASSED = "NOT_PASSED"
    NO_QUORUM = "NO_QUORUM"
    NOT_COUNTED = "NOT_COUNTED"  # no numbers were written down
    COUNTED = "COUNTED"  # grades, which neither pass nor fail


@dataclass(frozen=True)
class Votes:
    """As the minutes say; of those in favour so many `written`, by members who were away.

    `formal`: by a meeting that decides by vote, which needs its quorum though no numbers were written down.
    """

    decision: Decision
    in_favour: int | None = None
    against: int = 0
    abstained: int = 0
    written: int = 0
    formal: bool = True

    @property
    def cast_there(self) -> int:
        return (self.in_favour or 0) - self.written + self.against + self.abstained


@dataclass(frozen=True)
class Count:
    """One number and where it comes from."""

    name: str
    value: int
    zh: str
    en: str


@dataclass(frozen=True)
class Tally:
    """A vote counted: the numbers in the order in which they lead to the result, and the rule's source."""

    decision: Decision
    result: Result
    numbers: tuple[Count, ...]
    basis: str

    @property
    def quorate(self) -> bool:
        return self.result is not Result.NO_QUORUM


def needed(share: Share, of: int) -> int:
    """The smallest count that reaches a share of so many; of nobody one more than there is."""
    part, rest = divmod(of * share.numerator, share.denominator)
    return max(1, part + (rest > 0) if share.at_least else part + 1)


def voters(decision: Decision, roll: Roll, presences: Mapping[str, str]) -> list[str]:
    """Who is entitled to vote on it (`domain.md` 4.2, denominator)."""
    of_committee = VOTES[decision].electorate is Electorate.COMMITTEE_MEMBERS
    of_right = [m for m, facts in roll.items() if facts[0] == VOTER and (not of_committee or m in presences)]
    return [member for member in of_right if presences.get(member) not in EXCUSED]


def counted(decision: Decision, roll: Roll, presences: Mapping[str, str]) -> tuple[int, int]:
    """How many are entitled to vote on it, and how many of them are present."""
    entitled = voters(decision, roll, presences)
    return len(entitled), sum(1 for member in entitled if presences.get(member) in THERE)


def faults_of(votes: Votes, entitled: int, present: int) -> list[str]:
    """The fields that cannot be: more votes than voters, or written ones where none count."""
    away = entitled - present if VOTES[votes.decision].counts_written else 0
    found = ["written"] if votes.written > min(away, votes.in_favour or 0) else []
    return found + (["inFavour"] if votes.cast_there > present else [])


def tally(votes: Votes, entitled: int, present: int) -> Tally:
    """Count one vote by its rule."""
    rule = VOTES[votes.decision]
    quorum, majority = needed(rule.quorum, entitled), needed(rule.majority, entitled)
    numbers = [_entitled(entitled), _present(present), _quorum(quorum, rule.quorum)]
    if votes.in_favour is not None:
        numbers += [*_cast(votes, written=rule.counts_written), _majority(majority, rule.majority)]
    return Tally(votes.decision, _result(votes, majority, quorate=present >= quorum), tuple(numbers), rule.basis)


def _result(votes: Votes, majority: int, *, quorate: bool) -> Result:
    if not quorate and (votes.formal or votes.in_favour is not None):
        return Result.NO_QUORUM
    if votes.in_favour is None:
        return Result.NOT_COUNTED
    return Result.PASSED if votes.in_favour >= majority else Result.NOT_PASSED


def _entitled(count: int) -> Count:
    zh, en = "有表决权的应到会人数，不含预备党员和经批准不计入的", "entitled to vote, less the probationary and excused"
    return Count("entitled", count, zh, en)


def _present(count: int) -> Count:
    return Count(
        "present", count, "其中实到会（含线上、迟到，不含补课）", "of them present, online and late too, not made up"
    )


def _quorum(count: int, share: Share) -> Count:
    zh, en = f"到会须{_words(share)[0]}应到会人数", f"present must be {_words(share)[1]} of the entitled"
    return Count("quorum", count, zh, en)


def _cast(votes: Votes, *, written: bool) -> list[Count]:
    cast = [
        Count("inFavour", votes.in_favour or 0, "赞成", "in favour"),
        Count("against", votes.against, "反对", "against"),
        Count("abstained", votes.abstained, "弃权", "abstained"),
    ]
    if not written:
        return cast
    return [
        *cast,
        Count("written", votes.written, "赞成中未到会者的书面意见", "of those in favour in writing, by the absent"),
    ]


def _majority(count: int, share: Share) -> Count:
    zh, en = f"赞成须{_words(share)[0]}应到会人数", f"in favour must be {_words(share)[1]} of the entitled"
    return Count("majority", count, zh, en)


def _words(share: Share) -> tuple[str, str]:
    part = f"{share.numerator}/{share.denominator}"
    return (f"不少于{part}", f"at least {part}") if share.at_least else (f"超过{part}", f"more than {part}")
