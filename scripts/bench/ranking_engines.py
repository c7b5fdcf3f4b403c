"""The peers of the fold that are no part of the locked environment: Polars and DuckDB, each on one thread.

They are installed, as locked, into `.local/peers` when first asked for. They get a county as columns of whole numbers,
and are not timed while these are loaded nor while what they say is made into lists.
"""

import importlib
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.ranking.rules import TOP_KEPT
from kernel.ids import from_bytes
from scripts.bench.ranking_peers import Facts, Outcome, boards, kept

ROOT = Path(__file__).parents[2]
HOME, LOCKED = ROOT / ".local" / "peers", ROOT / "requirements" / "peers.txt"


@dataclass(frozen=True)
class Columns:
    """Of each member the number of its organisation at each level, and the organisations that the numbers mean."""

    points: list[int]
    levels: Mapping[str, list[int]]
    names: Mapping[str, list[str]]

    @classmethod
    def of(cls, facts: Facts, levels: Mapping[str, Sequence[str]]) -> "Columns":
        names = {level: list(dict.fromkeys(column)) for level, column in levels.items()}
        numbers = {level: {own: number for number, own in enumerate(found)} for level, found in names.items()}
        coded = {level: [numbers[level][own] for own in column] for level, column in levels.items()}
        return cls(facts.points, coded, names)


@dataclass
class Answer:
    """What an engine says: ranks by level, the best places by level, members and points by level."""

    ranks: dict[str, list[int]]
    best: dict[str, list[tuple[int, int]]]
    sums: dict[str, list[tuple[int, int, int]]]


def installed() -> None:
    """Let the peers be imported; the first time they are fetched."""
    if not (HOME / "polars").exists():
        uv = subprocess.run([ROOT / "scripts" / "uv"], check=True, capture_output=True, text=True).stdout.strip()
        install = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable]
        subprocess.run([*install, "--target", HOME, "-r", LOCKED], check=True)
    if str(HOME) not in sys.path:
        sys.path.append(str(HOME))
    os.environ["POLARS_MAX_THREADS"] = "1"


class InProcess:
    """A peer that needs no server."""

    clock = staticmethod(time.process_time)

    def stop(self) -> None:
        """There is nothing to stop."""


class Polars(InProcess):
    """Ranks and sums over each level; of those `above` branches the best, and the counts of each number of points."""

    def __init__(self) -> None:
        self.library: Any = importlib.import_module("polars")

    def load(self, columns: Columns) -> Any:
        frame = {"points": columns.points} | dict(columns.levels)
        return self.library.DataFrame(frame).with_row_index("place")

    def run(self, frame: Any, levels: Sequence[str], above: Sequence[str]) -> tuple[Any, ...]:
        col = self.library.col
        rank = col("points").rank("min", descending=True)
        ordered = frame.sort("points", descending=True, maintain_order=True)
        return (
            frame.select(*[rank.over(level).alias(level) for level in levels]),
            [ordered.group_by(level, maintain_order=True).head(TOP_KEPT).select(level, "place") for level in above],
            [frame.group_by(level).agg(self.library.len(), col("points").sum()) for level in levels],
            [frame.group_by(level, "points").len() for level in above],
        )

    def told(self, raw: tuple[Any, ...], levels: Sequence[str], above: Sequence[str]) -> Answer:
        ranks, best, sums, _ = raw
        return Answer(
            {level: ranks[level].to_list() for level in levels},
            {level: frame.rows() for level, frame in zip(above, best, strict=True)},
            {level: frame.rows() for level, frame in zip(levels, sums, strict=True)},
        )


class DuckDB(InProcess):
    """The same, by window functions and groups."""

    def __init__(self) -> None:
        self.library: Any = importlib.import_module("duckdb")

    def load(self, columns: Columns) -> Any:
        base = self.library.connect(config={"threads": 1})
        names = ["place", "points", *columns.levels]
        values = [list(range(len(columns.points))), columns.points, *columns.levels.values()]
        base.execute(f"create table members ({', '.join(f'{name} integer' for name in names)})")
        base.execute(f"insert into members select {', '.join('unnest(?)' for _ in names)}", values)
        return base

    def run(self, base: Any, levels: Sequence[str], above: Sequence[str]) -> tuple[Any, ...]:
        members = base.table("members")
        ranks = (f"rank() over (partition by {level} order by points desc) as {level}" for level in levels)
        order = "row_number() over (partition by {} order by points desc, place) as number"
        best = [members.project(f"{level}, place, {order.format(level)}") for level in above]
        return (
            members.project(f"place, {', '.join(ranks)}").materialize(),
            [found.filter(f"number <= {TOP_KEPT}").materialize() for found in best],
            [members.aggregate(f"{level}, count(*), sum(points)", level).materialize() for level in levels],
            [members.aggregate(f"{level}, points, count(*)", f"{level}, points").materialize() for level in above],
        )

    def told(self, raw: tuple[Any, ...], levels: Sequence[str], above: Sequence[str]) -> Answer:
        ranks, best, sums, _ = raw
        _, *columns = zip(*sorted(ranks.fetchall()), strict=True)
        leaders = [sorted(found.fetchall(), key=lambda line: (line[0], line[2])) for found in best]
        return Answer(
            dict(zip(levels, map(list, columns), strict=True)),
            {level: [line[:2] for line in lines] for level, lines in zip(above, leaders, strict=True)},
            {level: found.fetchall() for level, found in zip(levels, sums, strict=True)},
        )


def outcome(
    answer: Answer, facts: Facts, columns: Columns, known: Mapping[str, tuple[int, int]] | None = None
) -> Outcome:
    """What an engine says, as the oracle says it; `known`: members and points that it was not asked for."""
    out = Outcome(defaultdict(list), defaultdict(list), {})
    sums = dict(known or {}) | {
        columns.names[level][number]: (members, total)
        for level, lines in answer.sums.items()
        for number, members, total in lines
    }
    for level, names in columns.names.items():
        for number, rank in zip(columns.levels[level], answer.ranks[level], strict=True):
            out.ranks[names[number]].append(rank)
        for number, place in answer.best.get(level, []):
            own = names[number]
            if facts.points[place] > 0 and len(out.best[own]) < kept(facts.parents, own, sums[own][0]):
                out.best[own].append((facts.points[place], from_bytes(facts.members[place])))
    boards(facts.parents, sums, out)
    return out
