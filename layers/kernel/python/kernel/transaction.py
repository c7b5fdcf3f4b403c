"""`TransactWriteItems` in plain rows: each knows the error that its failed condition stands for."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from kernel import aws
from kernel.errors import AlreadyExists, Changed, DomainError
from kernel.table import Item, Row

MOST_OPERATIONS = 100
TRIES = 12
FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
PASSING = {
    "None",
    "ConditionalCheckFailed",
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
}

Values = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """One of the up to 100 operations of a transaction; one that is not `stated` is in no hash of the record."""

    verb: str
    body: dict[str, Any]
    refusal: DomainError | None = None
    stated: bool = True

    @cached_property
    def text(self) -> bytes:
        """What goes out, and what is hashed: JSON with sorted keys, in which bytes are base64."""
        return msgspec.json.encode({self.verb: self.body}, order="deterministic")


@dataclass(frozen=True)
class Reason:
    """Why an operation stopped the transaction, and what stood there."""

    code: str
    item: dict[str, Any] | None

    @property
    def condition_failed(self) -> bool:
        return self.code == "ConditionalCheckFailed"


def put(row: Row, condition: str, values: Values | None = None, refusal: DomainError | None = None) -> Operation:
    body = {
        "TableName": row.Meta.table_name,
        "Item": row.serialize(),
        "ConditionExpression": condition,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    if values:
        body["ExpressionAttributeValues"] = values
    return Operation("Put", body, refusal)


def on_key(
    verb: str,
    row: Row,
    condition: str,
    values: Values,
    refusal: DomainError | None = None,
    update: str | None = None,
) -> Operation:
    """`Delete`, `ConditionCheck` or, with an expression, `Update` of the item under the row's key."""
    body: dict[str, Any] = {
        "TableName": row.Meta.table_name,
        "Key": row.key(),
        "ConditionExpression": condition,
    }
    if values:
        body["ExpressionAttributeValues"] = values
    if update:
        body["UpdateExpression"] = update
    return Operation(verb, body, refusal)


def transact(operations: Sequence[Operation]) -> list[Reason]:
    """Write all, or nothing. The list is empty when all was written, else one reason per operation in their order."""
    if len(operations) > MOST_OPERATIONS:
        raise ValueError(f"{len(operations)} operations in one transaction")
    try:
        aws.client("dynamodb").transact_write_items(TransactItems=[msgspec.Raw(o.text) for o in operations])  # type: ignore[misc]  # built here as the wire wants it
    except ClientError as error:
        reasons: list[dict[str, Any]] = error.response.get("CancellationReasons", [])  # type: ignore[assignment]  # not in the general type
        if not reasons or any(reason["Code"] not in PASSING for reason in reasons):
            raise
        return [Reason(reason["Code"], reason.get("Item")) for reason in reasons]
    return []


class Writes:
    """Rows gathered for one transaction, each with the error that its failed condition stands for."""

    def __init__(self) -> None:
        self.rows: list[Operation] = []

    def put(self, item: Item, refusal: DomainError | None = None) -> None:
        """Write the item if its version is still the one that was read, else `refusal` (`Changed`)."""
        read = int(item.version)
        if read == 0:
            self.put_new(item, refusal or Changed())
            return
        item.version = read + 1
        self.rows.append(put(item, "version = :v", _version(read), refusal or Changed()))

    def put_new(self, row: Row, refusal: DomainError | None = None) -> None:
        """Write the row if nothing stands under its key, else `refusal` (`AlreadyExists`)."""
        if isinstance(row, Item):
            row.version = 1
        condition = f"attribute_not_exists({row.hash_key_name()})"
        self.rows.append(put(row, condition, refusal=refusal or AlreadyExists()))

    def put_unstated(self, row: Row, refusal: DomainError) -> None:
        """Write a new row of which nothing shows beside it: the record's entry hashes the rest of the transaction, and
        what stood under its key is not read back."""
        condition = f"attribute_not_exists({row.hash_key_name()})"
        body = {"TableName": row.Meta.table_name, "Item": row.serialize(), "ConditionExpression": condition}
        self.rows.append(Operation("Put", body, refusal, stated=False))

    def put_anyway(self, row: Row) -> None:
        """Write a row that is the same whoever writes it, whatever stands under its key; once, if asked twice."""
        body = {"TableName": row.Meta.table_name, "Item": row.serialize()}
        if all(other.body != body for other in self.rows):
            self.rows.append(Operation("Put", body))

    def take_away(self, row: Row) -> None:
        """Delete what stands under the row's key, if anything does."""
        if all(other.body.get("Key") != row.key() for other in self.rows):
            self.rows.append(Operation("Delete", {"TableName": row.Meta.table_name, "Key": row.key()}))

    def delete(self, item: Item, refusal: DomainError | None = None) -> None:
        """Delete the item if its version is still the one that was read, else `refusal` (`Changed`)."""
        self.rows.append(on_key("Delete", item, "version = :v", _version(item.version), refusal or Changed()))

    def require(self, item: Item, refusal: DomainError | None = None) -> None:
        """Commit only if an item that was read, and is not written, still has its version."""
        self.rows.append(on_key("ConditionCheck", item, "version = :v", _version(item.version), refusal or Changed()))

    def require_that(self, row: Row, condition: str, values: Values, refusal: DomainError) -> None:
        """Commit only if a condition holds on the item under the row's key."""
        self.rows.append(on_key("ConditionCheck", row, condition, values, refusal))

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """Raise the refusal of the first of these rows whose condition failed, if any did."""
        for row, reason in zip(self.rows, reasons, strict=False):
            if reason.condition_failed and row.refusal:
                raise row.refusal


def _version(version: float) -> Values:
    return {":v": {"N": str(int(version))}}


def pause(attempt: int) -> None:
    """Full jitter before the next try of a contended transaction."""
    time.sleep(random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)))  # noqa: S311 - jitter, not a secret
