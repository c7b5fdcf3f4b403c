"""Pages read by msgspec are what botocore would have read, and errors stay botocore's."""

import pytest
from botocore.exceptions import ClientError

from functions.ranking import wire
from kernel import aws
from kernel.scoreboard import Scoreboard
from tests.integration.ranking.county import SEASON, County

pytestmark = pytest.mark.usefixtures("account")


def test_pages_say_what_botocore_says(county: County) -> None:
    asked = {
        "TableName": Scoreboard.Meta.table_name,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": Scoreboard.partition(SEASON, county.tree.county.id)}},
        "Limit": 1,
    }

    told = [item for page in wire.pages(**asked) for item in page["Items"]]

    paginator = aws.client("dynamodb").get_paginator("query")
    items = [item for page in paginator.paginate(**asked) for item in page["Items"]]  # type: ignore[arg-type]  # plain dicts on the wire
    assert len(told) == len(county.sizes)
    assert told == items


def test_what_the_service_refuses_is_raised_and_other_queries_are_read_as_before(county: County) -> None:
    with pytest.raises(ClientError, match="ResourceNotFound"):
        list(wire.pages(TableName="NoSuchTable", KeyConditionExpression="pk = :pk"))

    board = Scoreboard.query(Scoreboard.partition(SEASON, county.tree.county.id), Scoreboard.sk.startswith("B#"))
    assert len(list(board)) == len(county.sizes)
