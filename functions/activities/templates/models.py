"""Templates of activities on the wire."""

from typing import Annotated

from pydantic import Field

from functions.activities.activity_types import Decision, Owes, Period, RequiredField, TypeCode
from functions.activities.models import Phrase
from kernel.ids import OrganisationId
from kernel.model import Command, Model

MOST_LINES = 10


class AddLine(Command):
    """A line of an agenda; in English where there is one."""

    zh: Phrase
    en: Phrase | None = None


class ExtendTemplate(Command):
    """All that the organisation adds to a type, in place of what it added before."""

    agenda: Annotated[tuple[AddLine, ...], Field(max_length=MOST_LINES)] = ()
    required: Annotated[frozenset[RequiredField], Field(max_length=MOST_LINES)] = frozenset()


class LineOut(Model):
    """A line of an agenda, and which organisation added it (none: the national template)."""

    zh: str
    en: str | None
    organisation_id: OrganisationId | None


class RequirementOut(Model):
    """A field that a record must hold, and who demands it first (none: the national template)."""

    field: RequiredField
    organisation_id: OrganisationId | None


class DutyOut(Model):
    """At least `least` in each `period`, owed by some branches or all."""

    period: Period
    least: int
    owes: Owes


class ShareOut(Model):
    """More than this part of the electorate; or `at_least` it."""

    numerator: int
    denominator: int
    at_least: bool


class VoteOut(Model):
    """What may be voted on, and how many must be there and agree, both of the electorate."""

    decision: Decision
    quorum: ShareOut
    majority: ShareOut
    counts_written: bool


class NameOut(Model):
    zh: str
    en: str


class ActivityTemplateOut(Model):
    """The template of a type that counts at an organisation; `version` is of what the organisation itself added."""

    type: TypeCode
    name: NameOut
    basis: str
    duty: DutyOut | None
    agenda: list[LineOut]
    required: list[RequirementOut]
    votes: list[VoteOut]
    version: int
