#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""One county at seven times its peak beside quiet ones, on the local cloud (loopback only).

    make overload
    scripts/proofs/overload.py [--seconds N] [--times N] [--quiet N]

What the peak is: `scripts/proofs/overload_counties.py`. The quiet counties ask at half of theirs. They are measured
alone and beside the loud one by turns, in the same run: the loud one asks for a minute in all. Requests leave when
they are due, whether the one before was answered or not, and a member's milliseconds count from then. Before that the
workers are started by as much load as is to come.

Afterwards every acknowledged sign-in and plan is looked for, as a row and as an entry of the record (`lost`,
`doubled`), and for each plan the entry of the consumer that invites the branch: how long the fact was on its way.

Fails on an answer of 500 or more, anything lost or doubled, a plan that reached its consumer later than ten seconds
(of more than one in a hundred), or a 95th percentile of the quiet ones that more than doubles.

`loud_a_second` is what the loud county got through: on a machine that others keep busy it is less than was asked, and
the figures say more of the machine than of the product. What this cannot show at all: gateway, tables, queues and
functions share this machine's cores and one process here, so what is felt beside the loud county is the machine's own
queue, which AWS has not; nothing here refuses or throttles anybody. The throttles, reservations and quotas are held by
`tests/template/limits.py`, and what is answered to whoever is refused by `tests/unit/kernel/test_pace.py`.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.bench.roster_floor import physical
from scripts.local import deploy, emulator
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.local.process import free_port
from scripts.proofs import overload_counties
from scripts.proofs.overload_counties import PEAK, County
from scripts.proofs.overload_kept import Kept, kept, written
from scripts.proofs.overload_load import UNANSWERED, Answered, Load
from scripts.story.api import Api, wait_until

SEED, LOUD = 20261122, 0
SECONDS, TIMES, QUIET, TURNS, WARM = 60.0, 7.0, 4, 2, 15.0
OF_PEAK = 0.5
IN_TIME, SHARE, AT_MOST_TIMES, REACHED = 10.0, 0.99, 2.0, 0.8
SETTLING = 5.0
PATIENCE = 60.0


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@dataclass
class Seen:
    """What was answered while the quiet ones were alone, and while all asked, and how many seconds that took."""

    alone: list[Answered] = field(default_factory=list)
    beside: list[Answered] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def answers(self) -> list[Answered]:
        return [*self.alone, *self.beside]

    @property
    def loud(self) -> list[Answered]:
        return [answer for answer in self.beside if answer.county == LOUD]


def by_turns(load: Load, counties: Sequence[County], seconds: float) -> Seen:
    seen = Seen()
    for _ in range(TURNS):
        seen.alone += load.sent(counties[1:], seconds / TURNS)
        began = time.monotonic()
        seen.beside += load.sent(counties, seconds / TURNS)
        seen.seconds += time.monotonic() - began
        time.sleep(SETTLING)
    return seen


def arrived(running: Emulator, names: dict[str, str], activities: set[str]) -> Kept:
    """What stands once every plan has reached its consumer, or a minute is over."""

    def look() -> Kept | None:
        found = kept(running, names)
        return found if None not in found.seconds(activities) else None

    try:
        return wait_until(look, "the events", patience=PATIENCE, pause=2.0)
    except TimeoutError:
        return kept(running, names)


def quiet_p95(answers: Sequence[Answered]) -> float:
    return percentile([answer.milliseconds for answer in answers if answer.county != LOUD], 0.95)


def figures(seen: Seen, stands: Kept) -> dict[str, Any]:
    acknowledged = list(written(seen.answers))
    events = stands.seconds({about for about in acknowledged if " " not in about})
    alone, beside = quiet_p95(seen.alone), quiet_p95(seen.beside)
    return {
        "requests": len(seen.answers),
        "loud_a_second": round(len(seen.loud) / seen.seconds, 1),
        "server_errors": sum(a.status >= 500 or a.status == UNANSWERED for a in seen.answers),
        "refused": sum(400 <= a.status < 500 for a in seen.answers),
        "written": len(acknowledged),
        "lost": stands.lost(acknowledged),
        "doubled": stands.doubled(acknowledged),
        "quiet_p95_alone_ms": round(alone),
        "quiet_p95_beside_ms": round(beside),
        "times": round(beside / alone, 2),
        "loud_p95_ms": round(percentile([answer.milliseconds for answer in seen.loud], 0.95)),
        "events": len(events),
        "in_time": round(sum(s is not None and s <= IN_TIME for s in events) / len(events), 4),
        "slowest_event_s": max((s for s in events if s is not None), default=None),
    }


def sound(found: dict[str, Any], asked: float) -> bool:
    if found["loud_a_second"] < asked * REACHED:
        print(
            f"only {found['loud_a_second']} of {asked:.1f} requests a second got through: a quieter machine is needed"
        )
        return False
    broken = ("server_errors", "refused", "lost", "doubled")
    return not any(found[name] for name in broken) and found["times"] <= AT_MOST_TIMES and found["in_time"] >= SHARE


def on_the_cloud(running: Emulator, chosen: argparse.Namespace) -> dict[str, Any]:
    outputs = deploy.deploy(running)
    people, names = People(running, outputs), physical(running, deploy.STACK)
    api = Api(running.api(outputs["ApiId"]), people)
    asked = [(LOUD, chosen.times), *((number, OF_PEAK) for number in range(1, chosen.quiet + 1))]
    seconds = 2 * chosen.seconds + WARM
    counties = [overload_counties.founded(running, names, people, api, n, times, seconds) for n, times in asked]
    load = Load(running.api(outputs["ApiId"]), SEED)
    load.sent(counties, WARM)
    seen = by_turns(load, counties, chosen.seconds)
    activities = {about for about in written(seen.answers) if " " not in about}
    print(f"answers {dict(Counter(answer.status for answer in seen.answers))}")
    return figures(seen, arrived(running, names, activities))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="so long the loud county asks")
    parser.add_argument("--times", type=float, default=TIMES, help="so many times its peak")
    parser.add_argument("--quiet", type=int, default=QUIET, help="so many counties beside it")
    chosen = parser.parse_args()
    rates = ", ".join(f"{rate * chosen.times:.2f} {kind}" for kind, rate in PEAK.items())
    print(f"the loud county: {rates} a second; {chosen.quiet} quiet ones at half of their peak")
    print(f"{os.cpu_count()} cores, load before it {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        running = emulator.start(Path(name) / "state", free_port())
        try:
            found = on_the_cloud(running, chosen)
        finally:
            emulator.stop(running.state)
    print("RESULT " + json.dumps(found))
    return not sound(found, sum(PEAK.values()) * chosen.times)


if __name__ == "__main__":
    sys.exit(main())
