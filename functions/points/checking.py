"""The nightly proof: every balance is the sum of its ledger rows, county by county."""

import logging
from collections.abc import Iterator
from datetime import datetime

from aws_lambda_powertools.metrics import MetricUnit, single_metric
from pydantic import BaseModel

from functions.points import enrolling
from functions.points.tables import CountyRow, LedgerRow
from kernel import aws, scoreboard
from kernel.clock import business_day, stamp
from kernel.ids import Id
from kernel.log import log
from kernel.scoreboard import CountySum, Scoreboard
from kernel.settings import Settings
from kernel.transaction import put, transact

JANUARY = 1


class Check(BaseModel):
    """One county is due."""

    county_id: Id
    as_of: datetime


class Queues(Settings):
    points_checks_queue: str


def start(as_of: datetime) -> int:
    """Put every county on the queue. Returns how many there are."""
    counties = [row.sk for row in CountyRow.query(CountyRow.ALL)]
    for county_id in counties:
        body = Check(county_id=county_id, as_of=as_of).model_dump_json()
        aws.client("sqs").send_message(QueueUrl=Queues.load().points_checks_queue, MessageBody=body)
    return len(counties)


def check(due: Check) -> int:
    """Open the season where it has begun, then compare and publish. Returns the number of balances that differ."""
    day = business_day(due.as_of)
    if day.month == JANUARY:
        enrolling.open_season(due.county_id, day)
    season = scoreboard.season_of(day)
    total = accounts = wrong = 0
    for branch in boards(season, due.county_id):
        for account, balance in balances(branch, due.as_of):
            rows = ledger_sum(account, season, due.as_of)
            total, accounts, wrong = total + rows, accounts + 1, wrong + (rows != balance)
    level = logging.ERROR if wrong else logging.INFO
    log("points checked", level=level, job="points check", as_of=stamp(due.as_of), read=accounts, failed=wrong)
    _publish(season, due, total, wrong)
    return wrong


def boards(season: str, county_id: str) -> Iterator[Scoreboard]:
    prefix = Scoreboard.sk.startswith(Scoreboard.PREFIX)
    yield from Scoreboard.query(Scoreboard.partition(season, county_id), prefix, consistent_read=True)


def balances(branch: Scoreboard, as_of: datetime) -> Iterator[tuple[str, int]]:
    """Every account of a board with its balance at that instant: the branch first, then its members."""
    board = branch.board
    accounts = [branch.branch_id, *scoreboard.member_ids(board)]
    yield from zip(accounts, scoreboard.numbers(scoreboard.as_of(board, as_of)), strict=True)


def ledger_sum(account: str, season: str, as_of: datetime) -> int:
    """What an account's rows of a season add up to, up to and with an instant; pages of 1 MB, raw."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=LedgerRow.Meta.table_name,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ProjectionExpression="#v",
            ExpressionAttributeNames={"#v": "value"},
            ExpressionAttributeValues={
                ":pk": {"S": LedgerRow.partition(account)},
                ":first": {"S": f"{season}#"},
                ":last": {"S": f"{season}#{stamp(as_of)}#~"},
            },
            ConsistentRead=True,
        )
    )
    return sum(int(row["value"]["N"]) for page in pages for row in page["Items"])


def _publish(season: str, due: Check, total: int, wrong: int) -> None:
    """A metric that an alarm watches, and the county's sum unless a later one stands."""
    with single_metric(name="PointsDifference", unit=MetricUnit.Count, value=wrong, namespace="EBranch"):
        pass
    row = CountySum(Scoreboard.partition(season, due.county_id), as_of=stamp(due.as_of), total=total, version=1)
    later = "attribute_not_exists(pk) OR as_of < :as_of"
    transact([put(row, later, {":as_of": {"S": stamp(due.as_of)}})])
