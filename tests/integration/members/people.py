"""Made-up people, as chunks of a roster and as members on record."""

import json
from collections.abc import Sequence
from copy import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from functions.members import on_rows
from functions.members.tables import Member
from kernel import aws
from kernel.directory import Organisation
from kernel.ids import derived_id
from kernel.parcel import Packer
from kernel.rows import MemberRow, OutcomesMessage, Phase, RowOutcome, RowsMessage, answers_of
from scripts.demo.identifiers import FEMALE, MALE, id_number
from tests.builders import Tree, batch

EVENTS = Path(__file__).parents[3] / "events/members"
ROSTER = derived_id("roster", "first")
OTHER_ROSTER = derived_id("roster", "second")
BORN = date(1980, 3, 5)


def row(number: int = 2, branch: Organisation | None = None, **changes: Any) -> MemberRow:
    """The `number`-th person: row number, ID number and phone all differ with it."""
    good = MemberRow(
        row=number,
        name=f"张{chr(ord('一') + number)}",
        id_number=id_number(BORN, MALE if number % 2 else FEMALE, number),
        sex="1" if number % 2 else "2",
        ethnicity="13",
        birth_date=BORN,
        education="21",
        category="FULL",
        joined_on=date(2005, 7, 1),
        converted_on=date(2006, 7, 1),
        occupation="27",
        branch_code=(branch.code if branch else None) or "431128-101-001",
        mobile=f"154{number:08d}",
        address=f"湖南省永州市新田县龙泉街道双碧路{number}号",
        branch_post=None,
        floating=False,
        outflow_to=None,
        floating_branch_code=None,
    )
    return replace(good, **changes)


def message(
    tree: Tree,
    rows: Sequence[MemberRow],
    phase: Phase = "apply",
    *,
    roster_id: str = ROSTER,
    chunk: int = 0,
    by: Organisation | None = None,
) -> RowsMessage:
    """The rows as `rosters` sends them."""
    packer = Packer.of(roster_id)
    return RowsMessage(
        roster_id=roster_id,
        kind="members",
        phase=phase,
        chunk=chunk,
        organisation_id=(by or tree.county).id,
        county_id=tree.county.county_id,
        actor="county-admin",
        sealed=packer.pack(chunk, [msgspec.to_builtins(r) for r in rows]),
        key=packer.wrapped,
    )


def deliver(*messages: RowsMessage) -> list[OutcomesMessage]:
    """Hand chunks to the consumer in one batch and take its answers from the queue."""
    assert on_rows.lambda_handler(batch(*messages), None) == {"batchItemFailures": []}
    return answers()


def answers() -> list[OutcomesMessage]:
    queue = on_rows.RowsSettings.load().roster_outcomes_queue
    found: list[OutcomesMessage] = []
    sqs = aws.client("sqs")
    while taken := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for one in taken:
            found += answers_of(one["Body"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
    return found


def bare(outcome: RowOutcome) -> RowOutcome:
    """Without the values that it shows."""
    return replace(outcome, shown=None, was=(), becomes=())


def outcomes(tree: Tree, *rows: MemberRow, **how: Any) -> tuple[RowOutcome, ...]:
    """What one chunk of these rows was answered."""
    (answer,) = deliver(message(tree, rows, **how))
    return tuple(bare(one) for one in answer.outcomes)


def enrolled(tree: Tree, *numbers: int, branch: Organisation | None = None, **changes: Any) -> list[str]:
    """Members on record, and their ids; the n-th person came with row n of the first roster."""
    found = outcomes(tree, *(row(n, branch, **changes) for n in numbers or (2,)), chunk=min(numbers or (2,)))
    assert {o.outcome for o in found} == {"create"}
    return [derived_id(ROSTER, o.row) for o in found]


def on_record(member_id: str) -> Member:
    return Member.demand(Member.partition(member_id), "NOW")


def sample(name: str) -> dict[str, Any]:
    """A sample event of the folder `events/members`."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return event
