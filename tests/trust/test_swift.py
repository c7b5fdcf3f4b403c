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


def test_a_row_is_weighed_with_its_names_and_refused_where_it_is_too_large() -> None:
    heavy = ROW | {f"part{number}": {"S": "x" * 40_000} for number in range(10)}
    dynamodb().put_item(TableName=table(), Item=heavy)

    with pytest.raises(ClientError, match="Item size"):
        dynamodb().put_item(TableName=table(), Item=heavy | {"more": {"M": {"x": {"S": "x" * 5_000}}}})

    assert told() == heavy


def test_the_eye_on_a_table_sees_what_a_scan_finds() -> None:
    rows = [ROW, ROW | {"pk": {"S": "B"}, "many": {"BS": [b"\x01"]}, "set": {"SS": ["a"]}, "flat": {"B": b"\xff"}}]
    for row in rows:
        dynamodb().put_item(TableName=table(), Item=row)
    dynamodb().update_item(**update("2"))
    dynamodb().put_item(TableName=table_name("identity"), Item={"pk": {"S": "A"}, "sk": {"S": "B"}})

    found = dynamodb().scan(TableName=table())["Items"]

    assert engine.rows(table()) == sorted(found, key=str)
    assert len(found) == len(rows)


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


def pages(index: str | None, key: str, value: str, *, forward: bool) -> list[list[str]]:
    """The sort keys that a query of `organisations` finds, two a page."""
    named: dict[str, Any] = {"IndexName": index} if index else {"ConsistentRead": True}
    found: list[list[str]] = []
    while True:
        page = dynamodb().query(
            TableName=table_name("organisations"),
            KeyConditionExpression="#k = :k",
            ExpressionAttributeNames={"#k": key},
            ExpressionAttributeValues={":k": {"S": value}},
            ScanIndexForward=forward,
            Limit=2,
            **named,
        )
        found.append([row["sk"]["S"] for row in page["Items"]])
        if "LastEvaluatedKey" not in page:
            return found
        named["ExclusiveStartKey"] = page["LastEvaluatedKey"]


@pytest.mark.parametrize(("index", "key", "value"), [(None, "pk", "B"), ("tree", "county_id", "C")])
def test_a_query_finds_the_rows_of_its_key_alone_in_order_and_page_by_page(
    index: str | None, key: str, value: str
) -> None:
    for pk, sk, county in [("B", "3", "C"), ("A", "0", "D"), ("B", "1", "C"), ("B", "2", "C"), ("A", "4", "")]:
        row = {"pk": {"S": pk}, "sk": {"S": sk}, "path": {"S": f"/{sk}/"}} | (
            {"county_id": {"S": county}} if county else {}
        )
        dynamodb().put_item(TableName=table_name("organisations"), Item=row)

    assert pages(index, key, value, forward=True) == [["1", "2"], ["3"]]
    assert pages(index, key, value, forward=False) == [["3", "2"], ["1"]]
    assert pages(index, key, "nobody", forward=True) == [[]]
