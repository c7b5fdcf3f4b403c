#!/usr/bin/env -S bash scripts/python
"""The fold of a ranking run on made-up counties: equal to an oracle, its CPU beside its peers', memory and units.

    scripts/bench/ranking.py [--members 20138 | --members 1720000]

A run goes county by county, so this does: pages as DynamoDB answers them are decoded, taken back to the run's instant,
folded (histograms, the best, the boards of the organisations below) and encoded as the requests that keep them; then
every member gets a rank at each level (branch, committee, county). Cities and the province are added up from what the
counties published, as a night does, and every member gets a rank there, too, from the histograms. The peers (a sort for
each organisation in Python, Polars, DuckDB, and Redis where `redis-server` is on the machine) get decoded numbers and
are timed without their loading, on one thread; ours start from packed boards. What anybody says is made into lists
after the clock has stopped. Interleaved, county by county; one county alone is gone over seven times, with its city and
its province, and the least counts. Everything is compared with an oracle, value by value.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from botocore.serialize import create_serializer
from botocore.session import Session

from functions.ranking import packing, scores, wire
from functions.ranking.fold import County as Folded
from functions.ranking.packing import About, Stamp
from functions.ranking.ranked import Branch, Ranked
from functions.ranking.rising import rise
from functions.ranking.running import BATCH
from kernel.clock import stamp
from scripts.bench import ranking_above, ranking_engines, ranking_peers, ranking_redis
from scripts.bench.ranking_above import ABOVE, Above
from scripts.bench.ranking_counties import AS_OF, COUNTY_MEMBERS, County, counties
from scripts.bench.ranking_engines import Columns, DuckDB, Polars, outcome
from scripts.bench.ranking_redis import Redis
from scripts.bench.units import read, weight, write

SEASON, LAPS = "2026", 7
PUBLISH_WRITES = 12  # pointer, run, event, entry and head in a transaction, and the head's index (docs/requests.md)
PUBLISH_READS = 4
# US dollars: per million write and read units, per GB-second (arm64), per million state transitions.
WRITE_PRICE, READ_PRICE, SECOND_PRICE, TRANSITION_PRICE = 0.625, 0.125, 0.0000133334, 25
MEMORY_GB, TRANSITIONS, CHANGED_BRANCHES = 1.769, 10, 100
type Engine = Polars | DuckDB | Redis
MODEL = Session().get_service_model("dynamodb")
SERIALIZER = create_serializer("json", include_validation=False)


@dataclass
class Totals:
    """Seconds of CPU by what was done, units, and whether all was equal."""

    seconds: dict[str, float] = field(default_factory=dict)
    writes: int = 0
    reads: float = 0
    members: int = 0
    counties: int = 0
    equal: bool = True

    def add(self, laps: Sequence["Totals"]) -> None:
        """One county, measured once or several times: the least that each part took."""
        for name in laps[0].seconds:
            self.seconds[name] = self.seconds.get(name, 0) + min(lap.seconds[name] for lap in laps)
        self.writes += laps[0].writes
        self.reads += laps[0].reads
        self.members += laps[0].members
        self.counties += laps[0].counties
        self.equal &= all(lap.equal for lap in laps)

    def timed[T](self, name: str, act: Callable[[], T], clock: Callable[[], float] = time.process_time) -> T:
        began = clock()
        told = act()
        self.seconds[name] = self.seconds.get(name, 0) + clock() - began
        return told


def decoded(pages: Sequence[bytes]) -> list[Branch]:
    stored = [scores.stored(item) for page in pages for item in wire.page(page).items]
    return list(scores.as_of(stored, AS_OF))


def encoded(county: County, ranked: Sequence[Ranked]) -> list[dict[str, Any]]:
    """The items that a run keeps, and the requests that they are sent in."""
    levels = {organisation: node.level for organisation, node in county.tree.items()}
    of_run = Stamp(SEASON, stamp(AS_OF), None)
    rows = [
        row.serialize() for one in ranked for row in packing.rows(one, of_run, About(levels.get(one.organisation_id)))
    ]
    operation = MODEL.operation_model("BatchWriteItem")
    for batch in batched(rows, BATCH, strict=False):
        puts = {"RankingTable": [{"PutRequest": {"Item": row}} for row in batch]}
        SERIALIZER.serialize_to_request({"RequestItems": puts}, operation)
    return rows


def rank(county: County, totals: Totals) -> tuple[list[Branch], Folded, list[Ranked]]:
    """The run of one county."""
    branches = totals.timed("decode", lambda: decoded(county.pages))
    folded = totals.timed("fold", lambda: Folded.of(county.id, county.tree, branches))
    ranked = totals.timed("fold", folded.ranked)
    rows = totals.timed("encode", lambda: encoded(county, ranked))
    totals.writes += sum(write(None, row) for row in rows) + PUBLISH_WRITES
    totals.reads += sum(map(page_units, county.pages)) + tree_units(county) + PUBLISH_READS
    totals.members += sum(len(branch.points) // 4 - 1 for branch in branches)
    totals.counties += 1
    return branches, folded, ranked


def page_units(page: bytes) -> float:
    return read(sum(map(weight, json.loads(page)["Items"])), consistent=True)


def tree_units(county: County) -> float:
    """`ranking`'s copy of the tree: one item per organisation that has others below it."""
    size = sum(len(json.dumps([own, node.level, node.kind])) for own, node in county.tree.items())
    return read(size, consistent=True)


def compare(county: County, engines: Mapping[str, Engine], above: Above | None = None) -> Totals:
    """One lap of everybody over a county; `above` is given what it published."""
    totals = Totals()
    branches, folded, ranked = rank(county, totals)
    if above:
        above.add(county.id, branches, ranked)
    facts = ranking_peers.Facts.of(branches)
    ranks = totals.timed("ranks", folded.ranks)
    told = [ranking_peers.ours(ranking_peers.by_organisation(branches, ranks), ranked)]
    told.append(totals.timed("sort per scope", lambda: ranking_peers.by_sorting(facts)))
    columns = Columns.of(facts, levels_of(branches))
    levels = list(columns.levels)
    for name, engine in engines.items():
        loaded = engine.load(columns)
        raw = totals.timed(name, partial(engine.run, loaded, levels, levels[1:]), engine.clock)
        told.append(outcome(engine.told(raw, levels, levels[1:]), facts, columns))
    oracle = ranking_peers.oracle(facts)
    published = [one.organisation_id for one in ranked]
    totals.equal &= all(ranking_peers.equal(one, oracle, published) for one in told)
    return totals


def levels_of(branches: Sequence[Branch]) -> dict[str, list[str]]:
    """Branch, committee and county of each member."""
    columns: dict[str, list[str]] = {"branch": [], "committee": [], "county": []}
    for branch in branches:
        path, size = branch.path.strip("/").split("/"), len(branch.points) // 4 - 1
        for name, organisation in zip(columns, reversed(path), strict=True):
            columns[name] += [organisation] * size
    return columns


def alone(members: int) -> None:
    """The run and nothing else, for its memory."""
    totals, above = Totals(), Above()
    for county in counties(members):
        *_, ranked = rank(county, totals)
        above.publish(county.id, ranked)
    rise(above.paths(), above.published())
    status = Path("/proc/self/status").read_text()
    print(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def peak_mb(members: int) -> float:
    command = [sys.executable, "-P", "-m", "scripts.bench.ranking", "--alone", "--members", str(members)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]) / 1024


def dollars(writes: float, reads: float, seconds: float, transitions: int) -> float:
    units = (writes * WRITE_PRICE + reads * READ_PRICE + transitions * TRANSITION_PRICE) / 1e6
    return units + seconds * MEMORY_GB * SECOND_PRICE


def figures(totals: Totals, peak: float) -> dict[str, Any]:
    spent = totals.seconds
    run = spent["decode"] + spent["fold"] + spent["encode"]
    peers = {
        name.removesuffix(ABOVE): spent[name] + spent[name.removesuffix(ABOVE)]
        for name in spent
        if name.endswith(ABOVE)
    }
    best = min(peers, key=peers.__getitem__)
    one = 1 / totals.counties
    incremental = dollars(totals.writes * one + 2 * CHANGED_BRANCHES, totals.reads * one, run * one, 0)
    return {
        "members": totals.members,
        "counties": totals.counties,
        "equal": totals.equal,
        "cpu_s": round(sum(spent[name] for name in ("fold", "ranks", "rise", "ranks above")), 5),
        "best_peer": best,
        "best_peer_cpu_s": round(peers[best], 5),
        "peak_mb": round(peak, 1),
        "us_per_member": round(run / totals.members * 1e6, 3),
        "write_units_per_1000": round(totals.writes / totals.members * 1000, 2),
        "full_run_usd": round(dollars(totals.writes, totals.reads, run, TRANSITIONS), 6),
        "incremental_run_usd": round(incremental, 6),
    }


def peers() -> dict[str, Engine]:
    found: dict[str, Engine] = {"polars": Polars(), "duckdb": DuckDB()}
    if ranking_redis.installed():
        return found | {"redis": Redis()}
    print(f"{ranking_redis.SERVER}: not on this machine")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=20_138)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.alone:
        alone(chosen.members)
        return 0
    ranking_engines.installed()
    engines = peers()
    totals, above = Totals(), Above()
    laps = LAPS if chosen.members <= COUNTY_MEMBERS else 1
    for county in counties(chosen.members):
        totals.add([compare(county, engines, None if lap else above) for lap in range(laps)])
    totals.add([ranking_above.compare(above, engines, Totals()) for _ in range(laps)])
    for engine in engines.values():
        engine.stop()
    for name, seconds in totals.seconds.items():
        print(f"{name:16} {seconds:8.3f} s  {seconds / totals.members * 1e6:7.3f} µs a member")
    told = figures(totals, peak_mb(chosen.members))
    print(
        f"units of a full run: {totals.writes} written, {totals.reads:g} read; prices: {WRITE_PRICE} and {READ_PRICE}"
    )
    print(f"dollars a million, {SECOND_PRICE} a GB-second at {MEMORY_GB} GB, {TRANSITION_PRICE} a million transitions;")
    print(f"an incremental run: {CHANGED_BRANCHES} changed branches of one county, their marks put and deleted")
    print("RESULT " + json.dumps(told))
    return not told["equal"]


if __name__ == "__main__":
    sys.exit(main())
