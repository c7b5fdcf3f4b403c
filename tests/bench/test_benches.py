"""What the benches keep and compare."""

import subprocess

from scripts.bench.ranking import compare
from scripts.bench.ranking_counties import county
from tests.template_reader import ROOT


def test_calls_and_units_are_what_docs_requests_says() -> None:
    done = subprocess.run(
        ["scripts/bench/requests.py", "--check"],  # noqa: S607 - from the root of the checkout
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_small_county_is_ranked_as_the_oracle_ranks_it() -> None:
    totals = compare(county(0, 300), engines={})

    assert (totals.equal, totals.members, totals.counties) == (True, 300, 1)
