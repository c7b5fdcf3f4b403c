#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""AWS calls, request units and CPU of every request and every consumed event; keeps the table in docs/requests.md.

    scripts/bench/requests.py [--repeat N] [--check] [--only TEXT]

`--check` measures no CPU and fails if calls or units are not what docs/requests.md says. Budgets of a request
(`design.md` 7): three reads warm, five cold, authority included (a BatchGet is one), and one transaction.
"""

import argparse
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.bench.acts import (
    Arrange,
    activities,
    identity,
    journal,
    members,
    notices,
    organisations,
    points,
    ranking,
    rosters,
)
from scripts.bench.measuring import Measured, account, bare_get_item, measure
from scripts.bench.metering import Spent

DOMAINS = (identity, organisations, members, rosters, activities, points, ranking, notices, journal)
KEPT = Path("docs/requests.md")
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
WARM_READS, COLD_READS, TRANSACTIONS = 3, 5, 1
HEADER = ("", "calls, warm", "cold", "read", "cold", "write", "index", "CPU µs", "× GetItem")
COUNTED = 7  # the columns that a check compares; the rest depends on the machine


def names(kind: str) -> dict[str, Arrange]:
    """`<domain>: <action>` → how to arrange it, of REQUESTS or EVENTS."""
    listed: list[tuple[str, Mapping[str, Arrange]]] = [
        (domain.__name__.rpartition(".")[2], getattr(domain, kind)) for domain in DOMAINS
    ]
    return {f"{domain}: {name}": arrange for domain, acts in listed for name, arrange in acts.items()}


def over_budget(measured: Measured) -> bool:
    cold, warm = measured.cold, measured.warm
    return (
        warm.read_calls > WARM_READS
        or cold.read_calls > COLD_READS
        or max(cold.transactions, warm.transactions) > TRANSACTIONS
    )


def calls(spent: Spent) -> str:
    return ", ".join(f"{n} {name}" if n > 1 else name for name, n in Counter(spent.calls).items()) or "–"


def further(measured: Measured) -> str:
    """What a cold function calls beyond a warm one."""
    more = Counter(measured.cold.calls) - Counter(measured.warm.calls)
    return "+ " + ", ".join(f"{n} {name}" if n > 1 else name for name, n in more.items()) if more else "–"


def row(measured: Measured, peer: float | None, *, marked: bool) -> list[str]:
    warm, cold = measured.warm, measured.cold
    name = f"**{measured.name}** (over)" if marked else measured.name
    units = [f"{warm.reads:g}", f"{cold.reads:g}", f"{warm.writes}", f"{warm.index_writes}"]
    cpu = ["", ""]
    if peer and measured.cpu_us is not None:
        cpu = [f"{measured.cpu_us:.0f}", f"{measured.cpu_us / peer:.1f}"]
    return [name, calls(warm), further(measured), *units, *cpu]


def table(rows: Sequence[Sequence[str]]) -> str:
    lines = [HEADER, ("---",) * len(HEADER), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def counted(text: str) -> dict[str, list[str]]:
    """Name → calls and units, of the rows between the markers."""
    inside = text.partition(BEGIN)[2].partition(END)[0]
    rows = [[cell.strip() for cell in line.strip("|\n ").split(" | ")] for line in inside.splitlines() if "|" in line]
    return {cells[0]: cells[:COUNTED] for cells in rows if ":" in cells[0]}


def write_down(text: str) -> None:
    kept = KEPT.read_text()
    KEPT.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{text}\n{END}", kept, flags=re.DOTALL))


def differences(text: str) -> list[str]:
    kept, now = counted(KEPT.read_text()), counted(f"{BEGIN}{text}{END}")
    return [
        f"{name}: kept {kept.get(name)}, measured {now.get(name)}"
        for name in sorted(kept.keys() | now.keys())
        if kept.get(name) != now.get(name)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=15, help="calls whose median CPU is taken")
    parser.add_argument("--check", action="store_true", help="compare with docs/requests.md, and write nothing")
    parser.add_argument("--only", default="", help="actions whose name holds this; writes nothing")
    chosen = parser.parse_args()
    logging.disable()
    repeats = 0 if chosen.check else chosen.repeat
    with account() as empty:
        found = {
            kind: [measure(n, a, empty, repeats) for n, a in names(kind).items() if chosen.only in n]
            for kind in ("REQUESTS", "EVENTS")
        }
        peer = bare_get_item(repeats) if repeats else None
    over = [m.name for m in found["REQUESTS"] if over_budget(m)]
    requests = table([row(m, peer, marked=m.name in over) for m in found["REQUESTS"]])
    text = f"{requests}\n\n{table([row(m, peer, marked=False) for m in found['EVENTS']])}"
    print(text)
    wrong = differences(text) if chosen.check else []
    if not (chosen.check or chosen.only):
        write_down(text)
    print("\n".join(wrong))
    print("RESULT " + json.dumps(figures(found, over, peer, len(wrong)), ensure_ascii=False))
    return bool(wrong)


def figures(found: Mapping[str, list[Measured]], over: list[str], peer: float | None, wrong: int) -> dict[str, object]:
    requests = found["REQUESTS"]
    return {
        "requests": len(requests),
        "events": len(found["EVENTS"]),
        "over_budget": over,
        "most_reads_warm": max((m.warm.read_calls for m in requests), default=0),
        "most_reads_cold": max((m.cold.read_calls for m in requests), default=0),
        "most_transactions": max((m.warm.transactions for m in requests), default=0),
        "get_item_us": peer and round(peer),
        "differences": wrong,
    }


if __name__ == "__main__":
    sys.exit(main())
