"""Reads the scoreboard: raw pages and packed bytes, since one object per attribute would cost more than the ranking."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from functions.ranking import wire
from functions.ranking.ranked import Branch
from kernel import scoreboard
from kernel.clock import instant
from kernel.log import log
from kernel.scoreboard import Board, CountySum, Scoreboard, TooOld

_ATTRIBUTES = {"#b": "sk", "#l": "path", "#s": "since", "#v": "moved"} | {
    "#m": "members",
    "#p": "points",
    "#d": "deltas",
    "#t": "steps",
}
NOTHING: Mapping[str, Any] = {"B": b""}

Stored = tuple[str, str, Board]


def boards(season: str, county_id: str) -> list[Stored]:
    """Branch, path and board of every branch of a county that has one, by branch; at most 1 MB a call."""
    pages = wire.pages(
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
    return [stored(item) for page in pages for item in page["Items"]]


def stored(item: Mapping[str, Any]) -> Stored:
    get = item.get
    board = Board(
        get("members", NOTHING)["B"],
        item["points"]["B"],
        get("deltas", NOTHING)["B"],
        int(item["since"]["N"]),
        int(item["moved"]["N"]),
        get("steps", NOTHING)["B"],
    )
    return item["sk"]["S"][len(Scoreboard.PREFIX) :], item["path"]["S"], board


def as_of(stored: Iterable[Stored], at: datetime) -> Iterator[Branch]:
    """Every board as it was at an instant, with those who were on it then. Raises `TooOld`."""
    millisecond = math.floor(at.timestamp()) * 1000
    for branch_id, path, board in stored:
        if not board.steps and 0 < board.moved <= millisecond:  # nothing moved since
            yield Branch(branch_id, path, board.members, board.points)
        else:
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
