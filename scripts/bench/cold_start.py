#!/usr/bin/env -S bash scripts/python
"""What the start and the first call of each function cost, in instructions, as a multiple of a botocore client.

    scripts/bench/cold_start.py [function …]

Counts user-space instructions with valgrind on the built artifact, with only the artifact and its layers on the path
(layers built for this machine from the same locks). Instructions repeat to 0.01 %; seconds would not.
The peer is a botocore DynamoDB client of the same locks, as they install (`performance.md` 1: F); the layer prunes it.
Fails above a budget: that of `design.md` 7 for consumers, a tighter one than its 1.8 for API functions
(docs/decisions/2026-11-21-cold-start-budgets.md).
"""

import json
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scripts.artifact_check import KERNEL, built_template, host_layer, layer_names, of_type
from scripts.bench.events import environment, sample

BUILD = Path(".aws-sam/build")
STUB = Path(__file__).with_name("stub.py")
BUDGET = {"api": 1.7, "event": 1.4}
OF_ITS_OWN = {"ActivitiesOnBundleAsked": 2.6, "RankingOnNightlyPart": 1.65}
"""The one sets pages in type, the other ranks counties at night: for nobody who waits."""


def instructions(handler: str, event: Path, path: list[Path], variables: dict[str, str]) -> int:
    """Instructions of one process from start to end."""
    counted = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
        sys.executable,
        "-I",
        "-S",
        str(STUB),
        handler,
        str(event),
        *map(str, path),
    ]
    base = {"AWS_DEFAULT_REGION": "cn-north-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    fixed = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(counted, capture_output=True, text=True, env=base | fixed | variables, check=True, cwd="/")
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if not found:
        raise RuntimeError(done.stderr[-500:])
    return int(found.group(1).replace(",", ""))


def kind(function: dict[str, Any]) -> str:
    return "api" if ".app" in function["Handler"] else "event"


def main(wanted: list[str]) -> int:
    template = built_template(BUILD)
    layers = of_type(template, "AWS::Serverless::LayerVersion")
    functions = of_type(template, "AWS::Serverless::Function")
    functions = {name: functions[name] for name in wanted or functions}
    with tempfile.TemporaryDirectory() as scratch:
        stand_in = {n: host_layer(n.removesuffix("Layer").lower(), Path(scratch)) for n in layers if n != KERNEL}
        stand_in[KERNEL] = (BUILD / layers[KERNEL]["ContentUri"] / "python").resolve()
        event = Path(scratch) / "event.json"
        event.write_text("{}")
        floor = instructions("floor", event, [host_layer("deps", Path(scratch), whole=True)], {})
        pruned = instructions("floor", event, [stand_in["DepsLayer"]], {})
        print(
            f"{'botocore client':28} {floor / 1e6:9.1f} M   1.00  (as locked; in the pruned layer {pruned / 1e6:.1f} M)"
        )

        def measure(name: str) -> float:
            function = functions[name]
            path = [(BUILD / function["CodeUri"]).resolve(), *(stand_in[n] for n in layer_names(template, function))]
            file = Path(scratch) / f"{name}.json"
            file.write_text(json.dumps(sample(function)))
            return instructions(function["Handler"], file, path, environment(template, function)) / floor

        with ThreadPoolExecutor(2) as pool:
            ratios = dict(zip(functions, pool.map(measure, functions), strict=True))
    return report(ratios, functions, floor)


def report(ratios: dict[str, float], functions: dict[str, dict[str, Any]], floor: int) -> int:
    kinds = {name: kind(function) for name, function in functions.items()}
    over = []
    for name, ratio in sorted(ratios.items(), key=lambda pair: -pair[1]):
        budget = OF_ITS_OWN.get(name, BUDGET[kinds[name]])
        over += [name] if ratio > budget else []
        print(f"{name:28} {ratio * floor / 1e6:9.1f} M  {ratio:5.2f}  (budget {budget})")
    figures = {
        "floor_instructions": floor,
        "worst": {k: round(max(ratios[n] for n in ratios if kinds[n] == k), 3) for k in sorted(set(kinds.values()))},
        "over_budget": over,
    }
    print("RESULT " + json.dumps(figures))
    return bool(over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
