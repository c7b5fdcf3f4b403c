"""Fuzz the API with schemathesis, as two people who must not see each other's objects.

    make fuzz                                        the API in one process: two minutes, the same every time
    scripts/python -m scripts.proofs.fuzz_api --seconds 3600 --seed 7
    scripts/python -m scripts.proofs.fuzz_api --cloud          the local cloud that `scripts/run` left running

Every check but those in LEFT_OUT, each with its reason. Exit status 1 for any failure that is not in the baseline
(`scripts/proofs/fuzz_baseline.json`, where each entry was looked at).
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.apart import ROOT, site

SEED, SECONDS = 20261122, 120
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
CASES = re.compile(r"(\d+) (?:test cases? )?generated")
BASELINE = Path(__file__).with_name("fuzz_baseline.json")


Place = tuple[str, list[str], dict[str, str]]
"""A URL, two tokens, and the ids of objects by the names of parameters."""


@contextmanager
def in_process() -> Iterator[Place]:
    """Two secretaries of branches in two counties."""
    from tests import cloud

    cloud.set_environment()  # tables learn their names when they are imported
    from scripts.proofs.in_process import served

    people = ["secretary@OWN@BRANCH", "secretary@OTHER_COUNTY@BRANCH"]
    with served(*people) as (url, names):
        yield url, people, {parameter: names[known] for parameter, known in IDS.items()}


@contextmanager
def on_the_cloud() -> Iterator[Place]:
    """Two secretaries of the story, with tokens that are good for a quarter of an hour."""
    from scripts.local import deploy, emulator, front
    from scripts.local.people import People

    running, desk = emulator.status(emulator.DEFAULT_STATE), front.background(emulator.DEFAULT_STATE).running()
    stack = running and deploy.described(running.client("cloudformation"), deploy.STACK)
    if running is None or desk is None or not stack:
        sys.exit("no local cloud runs: scripts/run")
    people = People(running, deploy.outputs(stack))
    listed = json.loads((emulator.DEFAULT_STATE / "people.json").read_text())
    names = [one["user"] for one in listed if one["user"].startswith("secretary-")]
    yield f"http://127.0.0.1:{desk.port}", [people.sign_in(names[at]).access for at in (0, -1)], {}


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
    url, tokens, ids = place
    with TemporaryDirectory() as directory:
        document = Path(directory) / "openapi.json"
        document.write_text(json.dumps(with_examples(json.loads((ROOT / "openapi.json").read_text()), ids)))
        tool = [sys.executable, "-P", "-m", "schemathesis.cli", "--config-file", str(settings(Path(directory), tokens))]
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
        *("--phases", "examples,coverage,fuzzing,stateful", "--continue-on-failure", "--no-shrink"),
        *("--generation-database", "none", "--max-redirects", "0"),
        *(("--baseline", str(BASELINE)) if BASELINE.exists() else ()),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cloud", action="store_true", help="ask the local cloud that is running")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    with on_the_cloud() if asked.cloud else in_process() as place:
        told = fuzzed(place, asked.seconds, asked.seed)
    cases = [int(number.replace(",", "")) for number in CASES.findall(told.stdout)]
    print("RESULT " + json.dumps({"fuzz_cases": max(cases, default=0), "fuzz_failures": int(told.returncode != 0)}))
    sys.exit(told.returncode)


if __name__ == "__main__":
    main()
