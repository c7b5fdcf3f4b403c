"""The counters of a committee's reviews, by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from functions.activities.tables import TABLE
from kernel import aws
from kernel.transaction import Operation

DECISIONS, WAIT, BULK = ("approve", "return"), "wait_", "in_bulk"


@dataclass(frozen=True)
class Turnaround:
    """`TURNAROUND#<committee>` / `<month>`: decisions, how many of them in bulk, and by how long the record had waited
    (`wait_24`: 24 hours at most).

    It is moved by an update without a condition, only beside the row of a review that is put once: no two reviewers
    stand in each other's way, and none is counted twice.
    """

    month: str
    counts: dict[str, int]

    @property
    def waits(self) -> dict[int, int]:
        """Bound in hours → decisions."""
        bounds = {name: value for name, value in self.counts.items() if name.startswith(WAIT)}
        return {int(name.removeprefix(WAIT)): value for name, value in bounds.items()}

    @classmethod
    def latest(cls, committee_id: str, months: int) -> Iterator[Self]:
        """The latest month first."""
        found = aws.client("dynamodb").query(
            TableName=TABLE,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition(committee_id)}},
            ScanIndexForward=False,
            Limit=months,
            ConsistentRead=True,
        )
        for row in found["Items"]:
            yield cls(row["sk"]["S"], {name: int(value["N"]) for name, value in row.items() if "N" in value})


def partition(committee_id: str) -> str:
    return f"TURNAROUND#{committee_id}"


def counting(committee_id: str, month: str, decision: str, bound: int, *, in_bulk: bool) -> Operation:
    """One decision more, for a transaction."""
    moved = [decision, f"{WAIT}{bound}", *([BULK] if in_bulk else [])]
    body: dict[str, Any] = {
        "TableName": TABLE,
        "Key": {"pk": {"S": partition(committee_id)}, "sk": {"S": month}},
        "UpdateExpression": "ADD " + ", ".join(f"#{place} :one" for place in range(len(moved))),
        "ExpressionAttributeNames": {f"#{place}": name for place, name in enumerate(moved)},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    return Operation("Update", body)
