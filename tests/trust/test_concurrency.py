"""Eight threads at once on the local cloud's engine: every acknowledged append stands once, in an unbroken chain."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from kernel import aws, transaction
from scripts.local import emulator
from tests import cloud
from tests.template_reader import ROOT
from tests.trust import appends
from tests.trust.history import faults

pytestmark = pytest.mark.e2e
THREADS = 8
EACH = 300 if os.environ.get("TRUST_LONG") == "1" else 40
CHAINS = appends.chains(50 if os.environ.get("TRUST_LONG") == "1" else 10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[emulator.Emulator]:
    state: Path = tmp_path_factory.mktemp("state")
    command = [sys.executable, "-m", "scripts.local.emulator", "start", "--state", str(state)]
    subprocess.run([*command, "--port", str(free_port())], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - this very interpreter
    running = emulator.status(state)
    assert running is not None
    cloud._tables(running.client("dynamodb"))
    yield running
    emulator.stop(state)


@pytest.fixture
def reached(engine: emulator.Emulator) -> Iterator[None]:
    """The product's clients reach the emulator, each thread one connection of its own."""
    with mock.patch.dict(os.environ, engine.environment()):
        os.environ.pop("AWS_SESSION_TOKEN", None)
        aws.forget()
        aws.client("dynamodb")
        yield
    aws.forget()


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
