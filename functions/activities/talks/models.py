"""Talks on the wire: who with whom, when and what for; never a word of what was said."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from functions.activities.talks import rules as talk_rules
from functions.activities.talks.rules import MOST_COMMITTEE, Occasion, Relation
from functions.activities.talks.tables import Talks
from kernel.ids import MemberId, OrganisationId
from kernel.model import Command, Model

Two = Annotated[tuple[MemberId, ...], Field(min_length=2, max_length=2)]


class NameTalk(Command):
    """The talk of two members of a branch on a day."""

    branch_id: OrganisationId
    members: Two
    held_on: date


class RecordTalk(NameTalk):
    occasion: Occasion = "REGULAR"


class SetCommittee(Command):
    """Everybody of the branch committee, or the secretary of a branch that has none."""

    members: Annotated[tuple[MemberId, ...], Field(max_length=MOST_COMMITTEE)]


class TalkOut(Model):
    members: list[MemberId]
    held_on: date
    occasion: Occasion
    relation: Relation


class MissingTalk(Model):
    """Between two of the committee; or of one member, with anybody of the committee or any other member."""

    relation: Relation
    members: list[MemberId]


class TalksOut(Model):
    """`missing`: by the roll of the moment; nothing with the committee before it is known who belongs to it."""

    branch_id: OrganisationId
    year: int
    committee: list[MemberId]
    talks: list[TalkOut]
    missing: list[MissingTalk]
    version: int

    @classmethod
    def of(cls, talks: Talks, roll: set[str], whose: str | None = None, version: float | None = None) -> Self:
        """All of them, or one member's."""
        listed = [
            TalkOut(members=[a, b], held_on=day, occasion=why, relation=talk_rules.relation((a, b), talks.committee))
            for day, a, b, why in talks.listed()
            if whose in (None, a, b)
        ]
        missing = [
            MissingTalk(relation=one.relation, members=list(one.members))
            for one in talk_rules.missing(roll, talks.committee, talks.pairs)
            if whose is None or whose in one.members
        ]
        return cls(
            branch_id=talks.branch_id,
            year=talks.year,
            committee=list(talks.committee),
            talks=listed,
            missing=missing,
            version=int(talks.version if version is None else version),
        )
