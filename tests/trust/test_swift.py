"""What was taken out of moto for speed changes no answer: a transaction that fails leaves everything as it was."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models import dynamodb_backends

from kernel import aws
from kernel.settings import table_name
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
ROW: dict[str, Any] = {
    "pk": {"S": "A"},
    "sk": {"S": "NOW"},
    "n": {"N": "1"},
    "deep": {"M": {"list": {"L": [{"B": b"\x00"}]}}},
}
KEY: dict[str, Any] = {"pk": ROW["pk"], "sk": ROW["sk"]}


def table() -> str:
    return table_name("journal")


def dynamodb() -> Any:
    return aws.client("dynamodb")


def update(value: str) -> dict[str, Any]:
    return {
        "TableName": table(),
        "Key": KEY,
        "UpdateExpression": "SET n = :n, deep.#list = :gone",
        "ExpressionAttributeNames": {"#list": "list"},
        "ExpressionAttributeValues": {":n": {"N": value}, ":gone": {"S": "gone"}},
    }


def impossible() -> dict[str, Any]:
    condition = "attribute_exists(pk)"
    return {"TableName": table(), "Key": {"pk": {"S": "none"}, "sk": {"S": "NOW"}}, "ConditionExpression": condition}


def told() -> Any:
    return dynamodb().get_item(TableName=table(), Key=KEY)["Item"]


def records() -> int:
    (backend,) = [region for region in engine._regions(dynamodb_backends) if table() in region.tables]
    return len(engine._shard(backend, table()).items)


def test_every_kind_of_value_comes_back_as_it_was_put() -> None:
    row = ROW | {
        "s": {"SS": ["a", "b"]},
        "b": {"BS": [b"\x01"]},
        "no": {"NULL": True},
        "yes": {"BOOL": False},
        "empty": {"L": []},
        "none": {"M": {}},
    }

    dynamodb().put_item(TableName=table(), Item=row)

    assert told() == row


def test_what_an_update_of_a_failed_transaction_did_is_undone() -> None:
    client = dynamodb()
    client.put_item(TableName=table(), Item=ROW)
    before = records()

    with pytest.raises(ClientError, match="TransactionCanceled"):
        client.transact_write_items(TransactItems=[{"Update": update("2")}, {"ConditionCheck": impossible()}])

    assert told() == ROW
    assert records() == before


def test_what_a_put_and_a_delete_of_a_failed_transaction_did_is_undone() -> None:
    client = dynamodb()
    client.put_item(TableName=table(), Item=ROW)
    new = ROW | {"pk": {"S": "B"}}

    with pytest.raises(ClientError, match="TransactionCanceled"):
        client.transact_write_items(
            TransactItems=[
                {"Delete": {"TableName": table(), "Key": KEY}},
                {"Put": {"TableName": table(), "Item": new}},
                {"ConditionCheck": impossible()},
            ]
        )

    assert engine.rows(table()) == [ROW]


def test_a_transaction_that_holds_is_told_to_the_stream_once_for_each_row() -> None:
    client = dynamodb()
    client.put_item(TableName=table(), Item=ROW)
    before = records()

    client.transact_write_items(
        TransactItems=[{"Update": update("2")}, {"Put": {"TableName": table(), "Item": ROW | {"pk": {"S": "B"}}}}]
    )

    assert told()["n"] == {"N": "2"}
    assert records() == before + 2
