"""Minutes on the wire: what is written, how its votes were counted, who signed it, and its sealed versions."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities.activity_types import Decision
from functions.activities.models import Paragraph, Phrase, Sha256
from functions.activities.rules import MOST_TASKS
from functions.activities.vote_rules import Result, Tally
from kernel.ids import Id, MemberId
from kernel.model import Command, Model, Text

Votes = Annotated[int, Field(ge=0, le=100_000)]
SignerRole = Literal["host", "recorder"]
TaskDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""By which a task is to be done: as its id can say it (`tasks.models.TaskId`)."""


class Resolution(Command):
    """What was decided, and its vote if there was one: `decision` says by which rule of `domain.md` 4.2 it is counted
    (none: the type's first). `written`: how many of those in favour were away, and had written their opinion. A secret
    `ballot` of the activity says all of this by itself.

    With `owner` and `due_on` it becomes a task of the branch once the record is approved.
    """

    text: Paragraph
    decision: Decision | None = None
    in_favour: Votes | None = None
    against: Votes | None = None
    abstained: Votes | None = None
    written: Votes | None = None
    ballot: Id | None = None
    owner: MemberId | None = None
    due_on: TaskDay | None = None


class FoundProblem(Command):
    """What an organisational-life meeting found, and what is done about it: a task of the branch once the record is
    approved."""

    text: Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
    measures: Annotated[Text, StringConstraints(min_length=1, max_length=1000)]
    owner: MemberId
    due_on: TaskDay


class Speech(Command):
    member_id: MemberId
    gist: Paragraph


class WriteMinutes(Command):
    """`domain.md` 4.3; what a type must have beyond host, recorder and summary stands in `activity_types.TYPES`.

    `burden_reason`: why the tasks of a committee's meeting ask branches for more than their budget of the month.
    """

    host: MemberId
    recorder: MemberId
    keeper: MemberId | None = None
    summary: Annotated[Text, StringConstraints(min_length=1, max_length=5000)]
    reports: Annotated[tuple[Paragraph, ...], Field(max_length=20)] = ()
    discussion: Annotated[Text, StringConstraints(min_length=1, max_length=5000)] | None = None
    resolutions: Annotated[tuple[Resolution, ...], Field(max_length=30)] = ()
    observers: Annotated[tuple[Phrase, ...], Field(max_length=50)] = ()
    activists: Annotated[tuple[Phrase, ...], Field(max_length=50)] = ()
    speakers: Annotated[tuple[Phrase, ...], Field(max_length=20)] = ()
    speeches: Annotated[tuple[Speech, ...], Field(max_length=60)] = ()
    problems: Annotated[tuple[FoundProblem, ...], Field(max_length=MOST_TASKS)] = ()
    burden_reason: Phrase | None = None


class SignMinutes(Command):
    """The digest of the text that the signer has read."""

    digest: Sha256


class CorrectMinutes(WriteMinutes):
    reason: Paragraph


class SignatureOut(Model):
    role: SignerRole
    member_id: MemberId
    at: AwareDatetime


class NumberOut(Model):
    """A number of a vote, and in both languages where it comes from."""

    name: str
    value: int
    zh: str
    en: str


class TallyOut(Model):
    """The vote on the resolution of the same place; `basis` is the section and source of its rule."""

    decision: Decision
    result: Result
    basis: str
    numbers: list[NumberOut]

    @classmethod
    def of(cls, tally: Tally) -> Self:
        numbers = [NumberOut(name=n.name, value=n.value, zh=n.zh, en=n.en) for n in tally.numbers]
        return cls(decision=tally.decision, result=tally.result, basis=tally.basis, numbers=numbers)


class MinutesOut(WriteMinutes):
    """The text that counts. `votes`: one for each resolution, by who stands on the roll and was called now, and from
    the submission on as it was then. `signatures` are those of this very text. `number` and `sealed_at` once sealed."""

    version: int
    digest: Sha256
    votes: list[TallyOut]
    signatures: list[SignatureOut]
    number: int | None
    sealed_at: AwareDatetime | None


class VersionOut(Model):
    """A sealed version: 1 with the final approval, each later one with its reason. `by` is the account."""

    number: int
    digest: Sha256
    at: AwareDatetime
    by: str
    reason: str | None
