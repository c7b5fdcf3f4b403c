"""What is asked of the tables goes out as botocore itself would have written it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest

from kernel import aws
from kernel.transaction import Operation, transact

TABLE = "organisations"
BEFORE_SEND = "before-send.dynamodb"
KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
OPERATIONS = [
    Operation(
        "Put",
        {
            "TableName": TABLE,
            "Item": {
                "pk": {"S": "王·小\U00020bb7"},
                "sk": {"S": 'a "quoted" \\ line\n'},
                "sealed": {"B": b"\x00\xff\x10"},
                "many": {"BS": [b"a", b"\xfe"]},
                "deep": {"L": [{"M": {"n": {"N": "-1.50"}, "gone": {"NULL": True}, "on": {"BOOL": False}}}]},
                "none": {"L": []},
            },
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        },
    ),
    Operation(
        "Update",
        {
            "TableName": TABLE,
            "Key": KEY,
            "UpdateExpression": "SET n = :n",
            "ExpressionAttributeValues": {":n": {"N": "7"}},
        },
    ),
]
ITEM = OPERATIONS[0].body["Item"]
VALUES = {":v": {"B": b"\x01\xfe"}, ":w": {"SS": ["b", "a"]}}
CALLS = {
    "get_item": {"Key": KEY, "ConsistentRead": True, "ProjectionExpression": "pk"},
    "query": {
        "IndexName": "tree",
        "KeyConditionExpression": "pk = :v",
        "ExpressionAttributeValues": VALUES,
        "Limit": 7,
        "ExclusiveStartKey": KEY,
        "ReturnConsumedCapacity": "INDEXES",
    },
    "put_item": {"Item": ITEM, "ConditionExpression": "#n <> :v", "ExpressionAttributeNames": {"#n": "名"}},
    "update_item": {"Key": KEY, "UpdateExpression": "SET n = :v", "ExpressionAttributeValues": VALUES},
    "delete_item": {"Key": KEY, "ExpressionAttributeValues": VALUES},
    "scan": {},
}
BATCHES = {
    "batch_get_item": {TABLE: {"Keys": [KEY, {"pk": {"B": b"\xff"}}], "ConsistentRead": True}},
    "batch_write_item": {TABLE: [{"PutRequest": {"Item": ITEM}}, {"DeleteRequest": {"Key": KEY}}]},
}


class Sent(Exception):
    """Stands for the answer: nothing goes out."""


@contextmanager
def requests_of(client: Any) -> Iterator[list[AWSPreparedRequest]]:
    """The requests for transactions that a client makes; none goes out."""
    made: list[AWSPreparedRequest] = []

    def keep(request: AWSPreparedRequest, **_: Any) -> None:
        made.append(request)
        raise Sent

    client.meta.events.register_first(BEFORE_SEND, keep)
    try:
        yield made
    finally:
        client.meta.events.unregister(BEFORE_SEND, keep)


def bytes_of(request: AWSPreparedRequest) -> bytes:
    assert isinstance(request.body, bytes)
    return request.body


def sent(client: Any, call: Callable[[], Any]) -> tuple[dict[str, Any], set[str]]:
    """The body of the request that a call makes, and the names of its headers."""
    with requests_of(client) as requests, pytest.raises(Sent):
        call()
    (request,) = requests
    return json.loads(bytes_of(request)), {name.lower() for name in request.headers}


@pytest.mark.usefixtures("account")
def test_a_transaction_goes_out_as_botocore_would_have_written_it() -> None:
    plain: Any = botocore.session.get_session().create_client("dynamodb")
    stated = [{operation.verb: operation.body} for operation in OPERATIONS]

    ours, our_headers = sent(aws.client("dynamodb"), lambda: transact(OPERATIONS))
    theirs, their_headers = sent(plain, lambda: plain.transact_write_items(TransactItems=stated))

    tokens = {ours.pop("ClientRequestToken"), theirs.pop("ClientRequestToken")}
    assert ours == theirs
    assert len(tokens) == 2
    assert all(len(token) == 36 for token in tokens)
    assert our_headers - {"user-agent"} == their_headers - {"user-agent"}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        *((name, asked | {"TableName": TABLE}) for name, asked in CALLS.items()),
        *((name, {"RequestItems": asked}) for name, asked in BATCHES.items()),
    ],
)
def test_so_does_every_other_request(name: str, asked: dict[str, Any]) -> None:
    plain: Any = botocore.session.get_session().create_client("dynamodb")
    own: Any = aws.client("dynamodb")
    as_it_was = deepcopy(asked)

    ours, our_headers = sent(own, lambda: getattr(own, name)(**asked))
    theirs, their_headers = sent(plain, lambda: getattr(plain, name)(**asked))

    assert ours == theirs
    assert asked == as_it_was
    assert our_headers - {"user-agent"} == their_headers - {"user-agent"}


@pytest.mark.usefixtures("account")
def test_a_token_that_is_given_is_the_one_that_goes_out() -> None:
    client = aws.client("dynamodb")

    body, _ = sent(client, lambda: client.transact_write_items(TransactItems=[], ClientRequestToken="one"))

    assert body["ClientRequestToken"] == "one"


@pytest.mark.usefixtures("account")
def test_two_transactions_at_once_keep_their_own_rows() -> None:
    client = aws.client("dynamodb")

    def between(**_: Any) -> None:
        client.meta.events.unregister("before-call.dynamodb", between)
        with pytest.raises(Sent):
            transact(OPERATIONS[1:])

    client.meta.events.register_first("before-call.dynamodb", between)
    with requests_of(client) as requests, pytest.raises(Sent):
        transact(OPERATIONS[:1])

    bodies = [json.loads(bytes_of(request)) for request in requests]
    assert [[list(row) for row in body["TransactItems"]] for body in bodies] == [[["Update"]], [["Put"]]]
