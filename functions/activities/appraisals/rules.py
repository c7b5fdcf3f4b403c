"""The yearly democratic appraisal (`domain.md` 4.6): grades, how many may be excellent, what follows, and how the votes
of its ballot are counted member by member. Pure.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from kernel.chain import canonical

MOST_EXCELLENT = Fraction(1, 3)  # of the graded, rounded down (`domain.md` 4.6, 15)
MOST_CELLS = 8500  # voters times members appraised: what one published list holds, of a branch of ninety
OWN_KIND = "DEMOCRATIC_APPRAISAL"
OCCASIONS = (OWN_KIND, "ORG_LIFE_MEETING")  # it may join the organisational-life meeting (`domain.md` 4.1)
NO_GRADE = "-"
CODE_LENGTH = 32


class Grade(StrEnum):
    EXCELLENT = "EXCELLENT"
    QUALIFIED = "QUALIFIED"
    BASICALLY_QUALIFIED = "BASICALLY_QUALIFIED"
    UNQUALIFIED = "UNQUALIFIED"


class Follows(StrEnum):
    """What the branch does then. Nothing happens by itself: what `domain.md` 2.4 says of the unqualified begins after
    education alone, by a proposal of the committee."""

    COMMEND = "COMMEND"
    ENCOURAGE = "ENCOURAGE"
    HELP = "HELP"
    EDUCATE = "EDUCATE"


class State(StrEnum):
    OPEN = "OPEN"
    PROPOSED = "PROPOSED"  # the committee above has its turn
    APPROVED = "APPROVED"


FOLLOWS = dict(zip(Grade, Follows, strict=True))
LETTERS = dict(zip(Grade, "ABCD", strict=True))
GRADES = {letter: grade for grade, letter in LETTERS.items()}


def excellent_limit(graded: int) -> int:
    return int(graded * MOST_EXCELLENT)


def faults_of(grades: Sequence[tuple[str, Grade]], appraised: Collection[str], here: Collection[str]) -> list[str]:
    """What is wrong with a proposal; `missing` is who was not graded and is still of the branch. Who has left may be
    graded, and makes no room for another to be excellent."""
    named = [member for member, _ in grades]
    most = excellent_limit(sum(member in here for member in set(named)))
    wrong = {
        "twice": len(set(named)) != len(named),
        "not_appraised": not set(appraised).issuperset(named),
        "missing": bool({member for member in appraised if member in here} - set(named)),
        "too_many_excellent": sum(grade is Grade.EXCELLENT for _, grade in grades) > most,
    }
    return [code for code, found in wrong.items() if found]


def packed(grades: Mapping[str, Grade], appraised: Sequence[str]) -> str:
    """A vote as it is stored: a letter for each member appraised, in their order; who is not graded has a dash."""
    return "".join(LETTERS[grades[member]] if member in grades else NO_GRADE for member in appraised)


def understands(choice: object, appraised: Sequence[str]) -> bool:
    return isinstance(choice, str) and len(choice) == len(appraised) and set(choice) <= {*GRADES, NO_GRADE}


def counts(choices: Iterable[str], appraised: Sequence[str]) -> dict[str, Counter[Grade]]:
    """Member → how often each grade was given."""
    found: dict[str, Counter[Grade]] = {member: Counter() for member in appraised}
    for choice in choices:
        for member, letter in zip(appraised, choice, strict=True):
            if letter in GRADES:
                found[member][GRADES[letter]] += 1
    return found


def apart(votes: Iterable[tuple[str, str]], appraised: Sequence[str]) -> list[list[object]]:
    """The list that is published: each member with what was said of them, by codes of their own. A whole vote side by
    side would be as good as a signature to who knows the voter's mind; its parts cannot be joined again.
    """
    cast = list(votes)
    return [
        [member, sorted([code_for(code, member), choice[at]] for code, choice in cast)]
        for at, member in enumerate(appraised)
    ]


def code_for(code: str, member_id: str) -> str:
    """Where the voter who has this code finds what they said of a member."""
    return hashlib.sha256(canonical([code, member_id]).encode()).hexdigest()[:CODE_LENGTH]
