"""Reads the scoreboard: raw pages and packed bytes, since one object per attribute would cost more than the ranking."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from functions.ranking.fold import Branch
from kernel import aws, scoreboard
from kernel.clock import instant
from kernel.log import log
from kernel.scoreboard import Board, CountySum, Scoreboard, TooOld

_ATTRIBUTES = {"#b": "sk", "#l": "path", "#m": "members", "#p": "points", "#d": "deltas", "#s": "since", "#t": "steps"}

Stored = tuple[str, str, Board]


def boards(season: str, county_id: str) -> list[Stored]:
    """Branch, path and board of every branch of a county that has one, by branch; at most 1 MB a call."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=Scoreboard.Meta.table_name,
            KeyConditionExpression="pk = :pk AND begins_with(#b, :branches)",
            ProjectionExpression=", ".join(_ATTRIBUTES),
            ExpressionAttributeNames=_ATTRIBUTES,
            ExpressionAttributeValues={
                ":pk": {"S": Scoreboard.partition(season, county_id)},
                ":branches": {"S": Scoreboard.PREFIX},
            },
            ConsistentRead=True,
        )
    )
    return [_stored(item) for page in pages for item in page["Items"]]


def _stored(item: Mapping[str, Any]) -> Stored:
    nothing = {"B": b""}
    members, deltas, steps = (item.get(name, nothing)["B"] for name in ("members", "deltas", "steps"))
    board = Board(members, item["points"]["B"], deltas, int(item["since"]["N"]), steps=steps)
    return item["sk"]["S"].removeprefix(Scoreboard.PREFIX), item["path"]["S"], board


def as_of(stored: Iterable[Stored], at: datetime) -> Iterator[Branch]:
    """Every board as it was at an instant, with those who were on it then. Raises `TooOld`."""
    for branch_id, path, board in stored:
        yield Branch(branch_id, path, *scoreboard.present(board, at))


def difference(season: str, county_id: str, stored: Iterable[Stored]) -> int | None:
    """How far the boards are from what `points` last found in its ledger; None if it has not looked for a day."""
    row = CountySum.find(Scoreboard.partition(season, county_id), "SUM")
    if row is None:
        return None
    at = instant(row.as_of)
    try:
        total = sum(sum(scoreboard.numbers(scoreboard.as_of(board, at))) for _, _, board in stored)
    except TooOld:
        log("county not compared", job="ranking nightly", as_of=row.as_of)
        return None
    return abs(int(row.total) - total)
