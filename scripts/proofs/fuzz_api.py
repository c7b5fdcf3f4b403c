"""Fuzz the API with schemathesis, as two people who must not see each other's objects.

    make fuzz              two minutes on a local cloud of its own, with roles, gateway, queues; one seed for all runs
    make fuzz LONG=1       an hour of it
    scripts/python -m scripts.proofs.fuzz_api --cloud --state .local/state     the cloud that `scripts/run` left running
    scripts/python -m scripts.proofs.fuzz_api                           in one process, where every object is arranged

Every check but those in LEFT_OUT, each with its reason. Exit status 1 for any failure that is not in the baseline
(`scripts/proofs/fuzz_baseline.json`, where each entry was looked at).
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.apart import ROOT, site

SEED, SECONDS, AT_A_TIME = 20261122, 120, 780
"""So many seconds a pair of tokens is used: they are good for a quarter of an hour."""
PHASES = "examples", "coverage", "fuzzing"
"""Of the tool. Its `stateful` one follows links from what a call made to the next: of 12,220 it infers it has followed
none, since hardly any made-up body founds anything. What goes on over several calls is for `tests/trust/test_canaries`.
"""
PATIENCE = 60  # seconds for an answer: twice what the gateway has
PEERS = ("one", "other")
LEFT_OUT = {
    "unsupported_method": "the gateway knows `ANY` below a noun; a method without a route is a missing object (404)",
    "allow_header_conformance": "follows from the one above",
    "positive_data_acceptance": "what fits the document may still name an object that is missing or in another state",
}
IDS = {
    "activityId": "planned",
    "branchId": "branch",
    "caseId": "case",
    "dispatchId": "dispatch",
    "eventId": "event_id",
    "groupId": "group",
    "memberId": "member_id",
    "noticeId": "own_notice",
    "organisationId": "branch",
    "proposalId": "proposal",
    "requestId": "request_id",
    "rosterId": "roster_id",
    "runId": "run_id",
    "segmentId": "segment",
}
"""Parameters, and what the arrangement calls the object that is offered as an example of each."""
CASES = re.compile(r"([\d,]+) (?:test cases? )?generated")
BASELINE = Path(__file__).with_name("fuzz_baseline.json")


Place = tuple[str, Callable[[], list[str]], dict[str, str]]
"""A URL, what gives two fresh tokens, and the ids of objects by the names of parameters."""


@contextmanager
def in_process() -> Iterator[Place]:
    """Two secretaries of branches in two counties."""
    from tests import cloud

    cloud.set_environment()  # tables learn their names when they are imported
    from scripts.proofs.in_process import served

    people = ["secretary@OWN@BRANCH", "secretary@OTHER_COUNTY@BRANCH"]
    with served(*people) as (url, names):
        yield url, lambda: people, {parameter: names[known] for parameter, known in IDS.items()}


@contextmanager
def on_the_cloud(state: Path | None) -> Iterator[Place]:
    """Two secretaries of branches of one county, at the gateway of the cloud that runs there, or of a new one."""
    from scripts.local import deploy, emulator
    from scripts.local.people import People
    from scripts.local.process import free_port
    from scripts.proofs import fuzz_county
    from scripts.story.api import Api

    with TemporaryDirectory() as own:
        running = emulator.status(state) if state else emulator.start(Path(own) / "state", free_port())
        if running is None:
            sys.exit(f"no local cloud runs on {state}: scripts/run")
        try:
            outputs = deploy.deploy(running) if state is None else deploy.deployed(running)
            url, people = running.api(outputs["ApiId"]), People(running, outputs)
            ids = fuzz_county.founded(running, outputs, people, Api(url, people))
            yield url, lambda: fuzz_county.tokens(People(running, outputs)), ids
        finally:
            if state is None:
                emulator.stop(running.state)


def settings(directory: Path, tokens: list[str]) -> Path:
    """The configuration, with both people as peers of each other."""
    people = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in zip(PEERS, tokens, strict=True)
    ]
    (directory / "people.json").write_text(json.dumps({"auth": people}))
    file = directory / "schemathesis.toml"
    file.write_text(f'[auth.wfc]\npath = "{directory / "people.json"}"\npeers = {json.dumps(list(PEERS))}\n')
    return file


def with_examples(document: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """The document with an id that exists beside every parameter that asks for one."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] in ids:
                    parameter["example"] = ids[parameter["name"]]
    return document


def fuzzed(place: Place, seconds: int, seed: int) -> subprocess.CompletedProcess[str]:
    """One run of the tool, its report printed."""
    url, sign_in, ids = place
    with TemporaryDirectory() as directory:
        document = Path(directory) / "openapi.json"
        document.write_text(json.dumps(with_examples(json.loads((ROOT / "openapi.json").read_text()), ids)))
        file = settings(Path(directory), sign_in())
        tool = [sys.executable, "-P", "-m", "schemathesis.cli", "--config-file", str(file)]
        told = subprocess.run(
            [*tool, "run", str(document), "--url", url, *asked_of_it(seconds, seed)],
            cwd=directory,
            env=os.environ | {"PYTHONPATH": str(site("api"))},
            capture_output=True,
            text=True,
            check=False,
        )
    print(told.stdout)
    print(told.stderr, file=sys.stderr)
    return told


def asked_of_it(seconds: int, seed: int) -> list[str]:
    """Its options; nothing is kept from one run to the next."""
    return [
        *("--max-time", str(seconds), "--seed", str(seed), "--exclude-checks", ",".join(LEFT_OUT)),
        *("--phases", ",".join(PHASES), "--continue-on-failure", "--no-shrink"),
        *("--generation-database", "none", "--max-redirects", "0", "--request-timeout", str(PATIENCE)),
        *(("--baseline", str(BASELINE)) if BASELINE.exists() else ()),
    ]


def all_of(place: Place, seconds: int, seed: int) -> Iterator[subprocess.CompletedProcess[str]]:
    """One run after the other, each with fresh tokens and a seed of its own, for so many seconds together."""
    for at in range(0, seconds, AT_A_TIME):
        yield fuzzed(place, min(AT_A_TIME, seconds - at), seed + at)


def cases(told: str) -> int:
    """How many the tool says that it tried."""
    return max((int(number.replace(",", "")) for number in CASES.findall(told)), default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cloud", action="store_true", help="ask a local cloud")
    parser.add_argument("--state", type=Path, help="the directory of the one that is running; else one is started")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    with on_the_cloud(asked.state) if asked.cloud else in_process() as place:
        told = list(all_of(place, asked.seconds, asked.seed))
    failed = sum(bool(one.returncode) for one in told)
    print("RESULT " + json.dumps({"fuzz_cases": sum(cases(one.stdout) for one in told), "fuzz_failures": failed}))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
