"""The nightly proof: every balance is the sum of its ledger rows, county by county, a large county in parts.

A part is a range of branch ids, which are spread evenly: the same number of parts is the same ranges at every delivery.
"""

import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from copy import replace
from datetime import datetime
from functools import partial

import msgspec
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from functions.points import enrolling, opening
from functions.points.simulation_messages import Order
from functions.points.tables import CountyRow, LedgerRow, PartSum
from kernel import aws, comings, scoreboard, seasons
from kernel.clock import business_day, stamp
from kernel.errors import Changed
from kernel.ids import Id, from_bytes
from kernel.log import log
from kernel.message import Message
from kernel.projection import retrying
from kernel.scoreboard import ID_SIZE, CountySum, Scoreboard
from kernel.settings import Settings
from kernel.transaction import Operation, put, transact

ACCOUNTS_A_CHECK = 25_000
"""One query each, some 5 to 10 ms: four minutes of the fifteen that a function has."""
EVERY_ID = 1 << 8 * ID_SIZE


class Check(Message, rename=None):
    """One county is due; with a season, a part of its branches, from 0, of so many. Or rules are to be tried there."""

    county_id: Id
    as_of: datetime
    season: str | None = None
    part: int = 0
    parts: int = 1
    simulation: Order | None = None


class Queues(Settings):
    points_checks_queue: str


def start(as_of: datetime) -> int:
    """Put every county on the queue. Returns how many there are."""
    counties = [row.sk for row in CountyRow.query(CountyRow.ALL)]
    for county_id in counties:
        send(Check(county_id=county_id, as_of=as_of))
    return len(counties)


def send(due: Check) -> None:
    body = msgspec.json.encode(due).decode()
    aws.client("sqs").send_message(QueueUrl=Queues.load().points_checks_queue, MessageBody=body)


def check(due: Check) -> int:
    """Open the season where it has begun, give what it begins with, then compare and publish.

    Returns the number of balances that differ.
    """
    if due.season is not None:
        return _prove(due, list(boards(due.season, due.county_id, due.part, due.parts)))
    day = business_day(due.as_of)
    if seasons.season_opens(day):
        enrolling.open_season(due.county_id, day)
    opening.open_accounts(list(boards(seasons.season_of(day), due.county_id)), due.as_of)
    return sum(_prove_or_share_out(due, season) for season in seasons.open_seasons(day))


def _prove_or_share_out(due: Check, season: str) -> int:
    branches = list(boards(season, due.county_id))
    parts = math.ceil(sum(1 + len(b.members or b"") // ID_SIZE for b in branches) / ACCOUNTS_A_CHECK)
    if parts <= 1:
        return _prove(replace(due, season=season), branches)
    for part in range(parts):
        send(replace(due, season=season, part=part, parts=parts))
    return 0


def _prove(due: Check, branches: Iterable[Scoreboard]) -> int:
    season, total, accounts, wrong = str(due.season), 0, 0, 0
    for branch in branches:
        for account, balance in balances(branch, due.as_of):
            rows = ledger_sum(account, season, due.as_of)
            total, accounts, wrong = total + rows, accounts + 1, wrong + (rows != balance)
    level = logging.ERROR if wrong else logging.INFO
    log("points checked", level=level, job="points check", as_of=stamp(due.as_of), read=accounts, failed=wrong)
    with single_metric(name="PointsDifference", unit=MetricUnit.Count, value=wrong, namespace="EBranch"):
        pass
    _publish(due, total)
    return wrong


def boards(season: str, county_id: str, part: int = 0, parts: int = 1) -> Iterator[Scoreboard]:
    """The boards of a county's branches, or of one part of them."""
    first, last = (
        Scoreboard.place(from_bytes(bound.to_bytes(ID_SIZE)))
        for bound in (EVERY_ID * part // parts, EVERY_ID * (part + 1) // parts - 1)
    )
    key = Scoreboard.partition(season, county_id)
    yield from Scoreboard.query(key, Scoreboard.sk.between(first, last), consistent_read=True)


def balances(branch: Scoreboard, as_of: datetime) -> Iterator[tuple[str, int]]:
    """Every account of a board with its balance at that instant: the branch first, then its members.

    Of those who are on it no more, only who left a balance: that of the others stands on another board.
    """
    board = branch.board
    gone = comings.gone(board.steps, math.floor(as_of.timestamp()))
    accounts = [branch.branch_id, *scoreboard.member_ids(board)]
    held = scoreboard.numbers(scoreboard.as_of(board, as_of))
    for slot, (account, balance) in enumerate(zip(accounts, held, strict=True)):
        if balance or slot not in gone:
            yield account, balance


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


def _publish(due: Check, total: int) -> None:
    """The county's sum; of a county in parts, once the last of them is there."""
    partition = Scoreboard.partition(str(due.season), due.county_id)
    if due.parts > 1:
        _keep(PartSum(partition, PartSum.place(due.parts, due.part), as_of=stamp(due.as_of), total=total), due)
        sums = _sums(partition, due)
        if len(sums) < due.parts:
            return
        total = sum(sums)
    _keep(CountySum(partition, as_of=stamp(due.as_of), total=total, version=1), due)


def _sums(partition: str, due: Check) -> Sequence[int]:
    rows = PartSum.query(partition, PartSum.sk.startswith(PartSum.place(due.parts)), consistent_read=True)
    return [int(row.total) for row in rows if row.as_of == stamp(due.as_of)]


def _keep(row: CountySum | PartSum, due: Check) -> None:
    """Unless a later one stands. Raises `Busy` where others stay in the way."""
    later = "attribute_not_exists(pk) OR as_of < :as_of"
    retrying(partial(_put, put(row, later, {":as_of": {"S": stamp(due.as_of)}})))


def _put(operation: Operation) -> None:
    if any(not reason.condition_failed for reason in transact([operation])):
        raise Changed
