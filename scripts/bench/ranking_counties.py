"""Made-up counties for the ranking bench: boards as pages of DynamoDB's answers, and the tree above them."""

import base64
import json
import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from functions.ranking.lineage import Node
from kernel import scoreboard
from kernel.ids import derived_id
from kernel.scoreboard import Board
from scripts.demo.county import branch_sizes

COUNTY_MEMBERS, COMMITTEES, BRANCHES = 20_138, 25, 826
MOST_POINTS, WITHOUT = 4_000, 0.12  # points of a season, and the share of members who have none
AS_OF = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MOVED_LAST = AS_OF - timedelta(hours=1)
MOVED_SINCE = 0.1  # the share of branches that moved after the run's instant
PAGE_BYTES = 1_000_000


@dataclass(frozen=True)
class County:
    """A county: its tree, and the pages in which its boards come."""

    id: str
    tree: dict[str, Node]
    pages: list[bytes]


def counties(members: int) -> Iterator[County]:
    """As many counties of the usual size as hold so many members, one at a time."""
    number = max(1, round(members / COUNTY_MEMBERS))
    for index in range(number):
        yield county(index, members // number + (index < members % number))


def county(index: int, members: int) -> County:
    chance = random.Random(index)  # noqa: S311 - the same county every time
    own = derived_id("county", index)
    committees = [derived_id("committee", index, n) for n in range(min(COMMITTEES, 1 + members // 100))]
    tree = {own: Node("", "COUNTY", "COMMITTEE")} | {c: Node(own, "TOWNSHIP", "COMMITTEE") for c in committees}
    items = []
    sizes = branch_sizes(max(1, BRANCHES * members // COUNTY_MEMBERS), members)
    for number, size in enumerate(sizes):
        branch, above = derived_id("branch", index, number), committees[number % len(committees)]
        tree[branch] = Node(above, "BRANCH", "BRANCH")
        items.append(_item(branch, f"/{own}/{above}/{branch}/", _board(chance, index, number, size)))
    return County(own, tree, list(_pages(sorted(items, key=lambda item: item["sk"]["S"]))))


def _board(chance: random.Random, index: int, number: int, size: int) -> Board:
    members = [derived_id("member", index, number, slot) for slot in range(size)]
    points = [0 if chance.random() < WITHOUT else int(chance.triangular(1, MOST_POINTS, 200)) for _ in range(size)]
    packed = array("i", [chance.randint(0, 900), *points]).tobytes()
    board = replace(scoreboard.enrol(Board(), members), points=packed, moved=int(MOVED_LAST.timestamp()) * 1000)
    if chance.random() < MOVED_SINCE:
        board = scoreboard.add(board, dict.fromkeys(range(1, 1 + size, 2), 5), AS_OF + timedelta(minutes=3))
    return board


type Wire = dict[str, dict[str, str]]


def _item(branch: str, path: str, board: Board) -> Wire:
    packed = {"members": board.members, "points": board.points, "deltas": board.deltas}
    blobs = {name: {"B": base64.b64encode(blob).decode()} for name, blob in packed.items() if blob}
    numbers = {"since": {"N": str(board.since)}, "moved": {"N": str(board.moved)}}
    return {"sk": {"S": f"B#{branch}"}, "path": {"S": path}} | numbers | blobs


def _pages(items: list[Wire]) -> Iterator[bytes]:
    """Bodies of about a megabyte of items each."""
    page, size = list[Wire](), 0
    for item in items:
        page.append(item)
        size += len(item["members"]["B"])
        if size > PAGE_BYTES:
            yield json.dumps({"Items": page}).encode()
            page, size = [], 0
    yield json.dumps({"Items": page}).encode()
