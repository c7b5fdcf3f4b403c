"""The local cloud's engine, for what moto cannot show: several threads at once on transactions that are ones."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from kernel import aws
from scripts.local import emulator
from tests import cloud
from tests.template_reader import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(state: Path) -> Iterator[emulator.Emulator]:
    """One of its own, with the template's tables, that ends with the block."""
    command = [sys.executable, "-m", "scripts.local.emulator", "start", "--state", str(state)]
    subprocess.run([*command, "--port", str(free_port())], cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - this very interpreter
    try:
        running = emulator.status(state)
        assert running is not None
        cloud._tables(running.client("dynamodb"))
        yield running
    finally:
        emulator.stop(state)


@contextmanager
def reaching(engine: emulator.Emulator) -> Iterator[None]:
    """The product's clients reach it, each thread one connection of its own."""
    with mock.patch.dict(os.environ, engine.environment()):
        os.environ.pop("AWS_SESSION_TOKEN", None)
        aws.forget()
        aws.client("dynamodb")
        try:
            yield
        finally:
            aws.forget()
