"""Heart-to-heart talks (`domain.md` 4.1): committee members with each other, with members, and members with each other,
at least once a year each. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Literal

LEAST_EACH = 1  # a year
MOST_TALKS = 2_000  # of a branch in a year: what an item can hold
MOST_COMMITTEE = 11
OLDEST_DAYS = 366

Occasion = Literal["REGULAR", "BEFORE_ORG_LIFE_MEETING", "OTHER"]
"""What it was for; usually it is before the organisational-life meeting (4.1). What was said is nowhere."""
Pair = tuple[str, str]


class Relation(StrEnum):
    COMMITTEE_COMMITTEE = "COMMITTEE_COMMITTEE"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER"
    MEMBER_MEMBER = "MEMBER_MEMBER"


@dataclass(frozen=True)
class Missing:
    """A talk that the year still lacks: between two of the committee, or of one member with anybody of that side."""

    relation: Relation
    members: tuple[str, ...]


def relation(pair: Sequence[str], committee: Collection[str]) -> Relation:
    of_committee = sum(1 for member in pair if member in committee)
    return (Relation.MEMBER_MEMBER, Relation.COMMITTEE_MEMBER, Relation.COMMITTEE_COMMITTEE)[of_committee]


def missing(roll: Collection[str], committee: Collection[str], held: Iterable[Pair]) -> list[Missing]:
    """By the roll of the moment. Without a committee nobody lacks a talk with it; a member who is alone lacks none."""
    pairs, leaders = [frozenset(pair) for pair in held], sorted(set(committee) & set(roll))
    members = sorted(set(roll) - set(committee))
    lacking = [
        Missing(Relation.COMMITTEE_COMMITTEE, pair)
        for pair in combinations(leaders, 2)
        if pairs.count(frozenset(pair)) < LEAST_EACH
    ]
    sides = {Relation.COMMITTEE_MEMBER: committee, Relation.MEMBER_MEMBER: members if len(members) > 1 else ()}
    return lacking + [one for kind, side in sides.items() if side for one in _alone(kind, members, set(side), pairs)]


def _alone(
    kind: Relation, members: Iterable[str], side: set[str], pairs: Collection[frozenset[str]]
) -> Iterator[Missing]:
    """Members who had no talk with anybody of a side."""
    for member in members:
        if sum(1 for pair in pairs if member in pair and pair - {member} <= side) < LEAST_EACH:
            yield Missing(kind, (member,))


def on_a_day_that_can_be(held_on: date, today: date) -> bool:
    return 0 <= (today - held_on).days <= OLDEST_DAYS
