"""The contract between `rosters` and the domains that take rows: what a chunk holds, and what is answered.

The rows of a chunk belong to one branch (members) or are any ten organisations; they travel sealed under a key that
`rosters` made for the upload, since they hold personal data. A chunk is asked as a preview, which writes nothing, and
to apply, both by the same code; what it did may be taken back (undo) and applied anew; each as often as the queue
pleases.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from kernel.ids import Id, OrganisationId
from kernel.message import Message

MEMBERS_IN_CHUNK = 20
ORGANISATIONS_IN_CHUNK = 10
LARGEST_TOLD = 75_000  # bytes of answers in one message: with their escapes, three times as many, they fit into a call

Phase = Literal["preview", "apply", "undo"]
Kind = Literal["organisations", "members"]
OptionalColumn = Literal["converted_on", "branch_post", "floating", "outflow_to", "floating_branch_code"]
OPTIONAL_COLUMNS: tuple[OptionalColumn, ...] = get_args(OptionalColumn)


class MemberRow(Message):
    """One person as a roster states them, spelled in one way (`domain.md` 13.1); `row` is the sheet's row number.

    `absent` are the columns that the file does not have: unlike a blank cell, they take nothing away.
    """

    row: int
    name: str
    id_number: str
    sex: Literal["1", "2"]
    ethnicity: str
    birth_date: date
    education: str
    category: Literal["FULL", "PROBATIONARY"]
    joined_on: date
    converted_on: date | None
    occupation: str
    branch_code: str
    mobile: str | None
    address: str | None
    branch_post: str | None
    floating: bool
    outflow_to: str | None
    floating_branch_code: str | None
    absent: tuple[OptionalColumn, ...] = ()


class OrganisationRow(Message):
    """One organisation as a roster states it; `lineage` are the codes from below the root down to its parent."""

    row: int
    code: str
    name: str
    kind: str
    level: str
    sector: str | None
    lineage: tuple[str, ...]
    founded_on: date | None
    term_started_on: date | None
    term_years: int | None


class RowsMessage(Message):
    """One chunk on its way to the domain that takes it. `sealed` is a parcel of its rows (`kernel.parcel`).

    `generation` counts how often the roster was taken back before. To take a chunk back no rows are needed: `sealed`
    and `key` are empty then. `burst` says that many chunks are under way: who listens hears of what it did a little
    later (`UnitOfWork`).
    """

    roster_id: Id
    kind: Kind
    phase: Phase
    chunk: int
    organisation_id: OrganisationId
    county_id: OrganisationId
    actor: str
    sealed: str
    key: str
    generation: int = 0
    burst: bool = False


class RowOutcome(Message):
    """What a row did, or would do. `code` and `column` say what is wrong; `changes` names the fields that differ.

    `shown` is the wrong value, `was` and `becomes` are those of `changes`, all masked (`kernel.masking`). A row that is
    taken back was `undone`, or `kept` as it is because somebody changed it since.
    """

    row: int
    outcome: Literal["create", "update", "same", "conflict", "error", "undone", "kept"]
    code: str | None = None
    column: str | None = None
    changes: tuple[str, ...] = ()
    shown: str | None = None
    was: tuple[str, ...] = ()
    becomes: tuple[str, ...] = ()


def stored(outcomes: Sequence[RowOutcome]) -> str:
    """Outcomes as the text that is kept of them."""
    return msgspec.json.encode(outcomes).decode()


def opened(text: str) -> tuple[RowOutcome, ...]:
    """The outcomes of a kept text. Raises `msgspec.DecodeError`."""
    return msgspec.json.decode(text, type=tuple[RowOutcome, ...])


class BranchEffect(Message):
    """What a chunk of members does to its branch: members by category before the roster, and how many more after."""

    branch_id: OrganisationId
    branch_code: str
    before: dict[str, int]
    more: dict[str, int]


class OutcomesMessage(Message):
    """The answer to one chunk; `generation` is that of the question."""

    roster_id: Id
    phase: Phase
    chunk: int
    outcomes: tuple[RowOutcome, ...]
    generation: int = 0
    effect: BranchEffect | None = None


def together(answers: Sequence[OutcomesMessage]) -> Iterator[list[msgspec.Raw]]:
    """The answers of a batch as few messages, each about one roster: who counts them is called once for many."""
    for _, of_one in groupby(sorted(answers, key=lambda answer: answer.roster_id), key=lambda answer: answer.roster_id):
        told, size = list[msgspec.Raw](), 0
        for text in map(msgspec.json.encode, of_one):
            if told and size + len(text) > LARGEST_TOLD:
                yield told
                told, size = [], 0
            told.append(msgspec.Raw(text))
            size += len(text)
        yield told


def answers_of(body: str) -> tuple[OutcomesMessage, ...]:
    """The answers in a message: one by itself, or several about one roster. Raises `msgspec.DecodeError`."""
    said = msgspec.json.decode(body, type=OutcomesMessage | Annotated[tuple[OutcomesMessage, ...], Meta(min_length=1)])
    answers = said if isinstance(said, tuple) else (said,)
    if any(answer.roster_id != answers[0].roster_id for answer in answers):
        raise msgspec.ValidationError("answers about several rosters")
    return answers
