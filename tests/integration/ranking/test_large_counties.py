"""Counties of more than one call: nothing that the service leaves undone is lost."""

from typing import Any

import pytest

from functions.ranking import on_schedule
from functions.ranking.tables import RankRow
from kernel import aws, scoreboard
from kernel.ids import derived_id
from kernel.scoreboard import Scoreboard
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, County, minutes
from tests.integration.ranking.runs import call, current, mark, ranked

pytestmark = pytest.mark.usefixtures("account")


def unprocessed_once(operation: str, answer_: str) -> Any:
    """A hook that has the service leave the first batch undone."""
    done: list[Any] = []

    def leave(parsed: dict[str, Any], **_: Any) -> None:
        table = RankRow.Meta.table_name
        if not done and table in parsed.get("Responses", {table: []}):
            done.append(parsed)
            parsed[answer_] = {table: [{"PutRequest": {"Item": {"pk": {"S": "RANK#again"}, "sk": {"S": "x"}}}}]}

    return f"after-call.dynamodb.{operation}", leave


def test_items_that_were_left_undone_are_sent_again(county: County) -> None:
    hook = unprocessed_once("BatchWriteItem", "UnprocessedItems")
    mark(county, minutes(10))
    hooks = aws.client("dynamodb").meta.events
    hooks.register(*hook)

    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    hooks.unregister(*hook)
    key = {"pk": {"S": "RANK#again"}, "sk": {"S": "x"}}
    assert "Item" in aws.client("dynamodb").get_item(TableName=RankRow.Meta.table_name, Key=key)
    assert current(county)


def test_a_board_whose_keys_were_left_unread_is_busy_rather_than_incomplete(county: County) -> None:
    hook = unprocessed_once("BatchGetItem", "UnprocessedKeys")
    hooks = aws.client("dynamodb").meta.events
    hooks.register(*hook)

    status, problem = call("GET", f"/v1/rankings/{county.tree.county.id}", subject="admin")

    hooks.unregister(*hook)
    assert (status, problem["code"]) == (503, "busy")


def test_boards_of_several_pages_are_all_read(county: County) -> None:
    big = scoreboard.enrol(scoreboard.Board(), [derived_id("big", n) for n in range(8_000)])
    partition = Scoreboard.partition(SEASON, county.tree.county.id)
    for number in range(8):
        branch_id = derived_id("big branch", number)
        path = f"{county.tree.other_township.path}{branch_id}/"
        item = Scoreboard(partition, Scoreboard.place(branch_id), path=path, version=1)
        item.hold(big)
        item.save()
    mark(county, minutes(10))

    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert int(ranked(county, county.tree.county.id).members) == 5 + 8 * 8_000
