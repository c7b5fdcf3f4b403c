"""A transaction goes out as botocore itself would have written it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest

from kernel import aws
from kernel.transaction import Operation, transact

TABLE = "organisations"
BEFORE_SEND = "before-send.dynamodb.TransactWriteItems"
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
            "Key": {"pk": {"S": "a"}, "sk": {"S": "b"}},
            "UpdateExpression": "SET n = :n",
            "ExpressionAttributeValues": {":n": {"N": "7"}},
        },
    ),
]


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
    stated = [operation.wire() for operation in OPERATIONS]

    ours, our_headers = sent(aws.client("dynamodb"), lambda: transact(OPERATIONS))
    theirs, their_headers = sent(plain, lambda: plain.transact_write_items(TransactItems=stated))

    tokens = {ours.pop("ClientRequestToken"), theirs.pop("ClientRequestToken")}
    assert ours == theirs
    assert len(tokens) == 2
    assert all(len(token) == 36 for token in tokens)
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
        client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", between)
        with pytest.raises(Sent):
            transact(OPERATIONS[1:])

    client.meta.events.register_first("before-call.dynamodb.TransactWriteItems", between)
    with requests_of(client) as requests, pytest.raises(Sent):
        transact(OPERATIONS[:1])

    bodies = [json.loads(bytes_of(request)) for request in requests]
    assert [[list(row) for row in body["TransactItems"]] for body in bodies] == [[["Update"]], [["Put"]]]
