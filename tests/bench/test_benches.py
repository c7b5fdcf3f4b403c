"""What the benches keep and compare."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bench import ranking_above, ranking_redis
from scripts.bench.ranking import Totals, compare
from scripts.bench.ranking_above import Above
from scripts.bench.ranking_counties import county
from tests.bench import sorted_sets
from tests.template_reader import ROOT


def run(*command: str) -> str:
    """What a bench that succeeds prints."""
    done = subprocess.run(  # noqa: S603 - a script of ours
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_calls_and_units_are_what_docs_requests_says() -> None:
    run("scripts/bench/requests.py", "--check")


def test_a_reminder_run_reads_what_is_due_and_not_who_exists() -> None:
    printed = run("scripts/bench/reminders.py", "--organisations", "10", "--members", "40", "--due", "2")

    figures = json.loads(printed.rpartition("RESULT ")[2])
    assert figures["reads"] == figures["reads_10x"]
    assert figures["sent"] == 4  # two terms, each told to the secretary and above


def test_a_small_county_is_ranked_as_the_oracle_ranks_it() -> None:
    totals = compare(county(0, 300), engines={})

    assert (totals.equal, totals.members, totals.counties) == (True, 300, 1)


def test_redis_counts_ranks_as_the_oracle_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = tmp_path / ranking_redis.SERVER
    server.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(sorted_sets.__file__)} "$@"\n')
    server.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    redis = ranking_redis.Redis()

    totals = compare(county(40, 300), {"redis": redis})  # its first member is among the best, with as many as another
    redis.stop()

    assert (totals.equal, ranking_redis.installed()) == (True, True)


def test_counties_add_up_to_cities_and_a_province_as_the_oracle_ranks_them() -> None:
    totals, above = Totals(), Above()
    for number in range(ranking_above.COUNTIES_OF_CITY + 1):
        totals.add([compare(county(number, 600), {}, above)])

    ranking_above.compare(above, {}, totals)

    assert (totals.equal, len(above.paths())) == (True, 3)
