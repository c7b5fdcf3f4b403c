"""schemathesis with two people on the running cloud: no error of ours, no leak, nothing that the document does not say.

It begins with the first test of the run (`conftest.py`). What is tried: `scripts/proofs/fuzz_api.py`.
"""

import pytest

from scripts.proofs.fuzz_county import NEXT, OWN, SECRETARIES
from scripts.story.stage import Cloud
from tests.e2e.fuzzing import Fuzz

pytestmark = pytest.mark.e2e
LEAST = 50
"""Fewer cases than these in two minutes say that it did not get through to the API."""


def test_nothing_was_found(fuzz: Fuzz) -> None:
    result = fuzz.result()

    assert result["fuzz_failures"] == 0, fuzz.log.read_text()
    assert result["fuzz_cases"] >= LEAST


def test_each_of_the_two_has_what_the_other_must_not_see(fuzz: Fuzz, cloud: Cloud) -> None:
    """Else that none saw the other's says nothing."""
    fuzz.result()

    statuses = [
        cloud.api.call(who, "GET", f"/v1/members?branchId={place}", expect=(200, 404)).status
        for who in SECRETARIES
        for place in (OWN, NEXT)
    ]

    assert statuses == [200, 404, 404, 200]
