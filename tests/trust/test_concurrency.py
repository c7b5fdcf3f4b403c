"""Many threads at once on the local cloud's engine: every acknowledged append stands once, in an unbroken chain; who
signs in has one row."""

import json
import os
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from kernel import transaction
from scripts.local import emulator
from tests.trust import appends, local_engine
from tests.trust.crowds import Crowd
from tests.trust.history import faults, of_links

pytestmark = pytest.mark.e2e
THREADS = 8
EACH = 1_250 if os.environ.get("TRUST_LONG") == "1" else 40
CHAINS = appends.chains(50 if os.environ.get("TRUST_LONG") == "1" else 10)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[emulator.Emulator]:
    with local_engine.started(tmp_path_factory.mktemp("state")) as running:
        yield running


@pytest.fixture
def reached(engine: emulator.Emulator) -> Iterator[None]:
    with local_engine.reaching(engine):
        yield


@pytest.mark.usefixtures("reached")
def test_every_acknowledged_append_stands_once() -> None:
    calls = appends.run(THREADS, EACH, CHAINS)

    assert faults(calls, appends.stored(CHAINS)) == []
    assert sum(call.acknowledged for call in calls) >= 0.95 * THREADS * EACH


@pytest.mark.usefixtures("reached")
def test_an_engine_that_drops_one_write_in_a_hundred_is_caught() -> None:
    real, told = transaction.transact, iter(range(1_000_000))

    def dropping(operations: Any) -> Any:
        return [] if next(told) % 100 == 99 else real(operations)

    others = [f"{chain[:-1]}Z" for chain in CHAINS]
    with mock.patch("kernel.journal.transact", dropping):
        calls = appends.run(THREADS, EACH, others)

    assert any(line.endswith("was acknowledged and lost") for line in faults(calls, appends.stored(others)))


@pytest.mark.usefixtures("reached")
def test_fifty_who_sign_in_at_once_have_one_row_each_and_nobody_is_lost() -> None:
    crowd = Crowd.of(50)

    told = crowd.sign_in_all(shared_phones=10, times=2)

    assert told["PRESENT"] == 100, told
    rows = {row.member_id: row for row in crowd.rows()}
    assert sorted(rows) == sorted(crowd.members)
    chain = crowd.chain()
    assert list(of_links(chain)) == []
    entries = [json.loads(record) for record, _ in chain]
    assert sorted(entry["data"]["memberId"] for entry in entries) == sorted(crowd.members)
    assert {entry["event"] for entry in entries} == {"SignedIn"}
    shared = ["DEVICE_SHARED" in rows[member].assessed.reasons for member in crowd.members]
    assert shared == [True] * 10 + [False] * 40
