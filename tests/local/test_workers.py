"""Workers of functions on the local cloud: code unpacked once, the log of each call whole and its own."""

import io
import os
import queue
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.core import lambda_runtime

from scripts.local import workers

HANDLER = """
import os
import sys

def handler(event, context):
    for line in range(event["lines"]):
        print("line", line)
    if event.get("open"):
        sys.stderr.write("no end")
    if event.get("fails"):
        raise ValueError("it fails")
    if event.get("dies"):
        os._exit(3)
"""


def archive(folder: Path) -> Path:
    """As a worker's folder looks before its code is unpacked."""
    (folder / "code").mkdir(parents=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        writing.writestr("package/module.py", "NAME = 1")
    (folder / "code.zip").write_bytes(packed.getvalue())
    return folder / "code.zip"


def unpack(folder: Path) -> Path:
    with workers.UnpackedOnce(archive(folder)) as opened:
        opened.extractall(folder / "code")
    return folder / "code"


def test_two_workers_share_what_is_unpacked(tmp_path: Path) -> None:
    first, second = unpack(tmp_path / "one"), unpack(tmp_path / "two")

    assert (second / "package" / "module.py").read_text() == "NAME = 1"
    assert first.resolve() == second.resolve()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """One that prints as many lines as it is told to."""
    monkeypatch.setattr(lambda_runtime, "_PYTHON_WORKER_SCRIPT", lambda_runtime._PYTHON_WORKER_SCRIPT)
    monkeypatch.setattr(lambda_runtime.Worker, "_drain_stderr_bounded", lambda_runtime.Worker._drain_stderr_bounded)
    workers.tell_the_end()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        writing.writestr("module.py", HANDLER)
    config = {
        "FunctionName": "speaks",
        "FunctionArn": "arn:aws:lambda:ap-southeast-1:000000000000:function:speaks",
        "Handler": "module.handler",
        "Runtime": "python3.13",
        "MemorySize": 128,
        "Role": "arn:aws:iam::000000000000:role/speaks",
    }
    one = lambda_runtime.Worker("speaks", config, packed.getvalue())
    yield one
    one.kill()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # ministack leaves a worker's pipes open
def test_the_log_of_a_call_is_whole_and_its_own(worker: Any) -> None:
    def log(**event: Any) -> str:
        return str(worker.invoke(event, "request")["log"])

    many = "\n".join(f"line {number}" for number in range(3_000))

    assert [log(lines=n) for n in (2, 0, 3_000, 1)] == ["line 0\nline 1", "", many, "line 0"]
    assert log(lines=1, open=True) == "line 0\nno end"
    assert log(lines=1, fails=True) == "line 0"
    assert log(lines=1) == "line 0"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # as above
def test_the_log_of_a_worker_that_dies_is_what_it_said(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LONGEST_LOG", 3_600.0)

    assert worker.invoke({"lines": 2, "dies": True}, "request")["log"] == "line 0\nline 1"
    assert worker.invoke({"lines": 1}, "request")["log"] == "line 0"


def test_a_log_without_an_end_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "LONGEST_LOG", 0.1)
    said: queue.Queue[str] = queue.Queue()
    said.put("a line")
    silent = SimpleNamespace(_stderr_queue=said, _stderr_thread=threading.current_thread())

    assert workers.log_of_the_call(silent) == "a line"


def test_all_of_it_is_done_to_the_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("zipfile", "_PYTHON_WORKER_SCRIPT"):
        monkeypatch.setattr(lambda_runtime, name, getattr(lambda_runtime, name))
    monkeypatch.setattr(lambda_runtime.Worker, "_drain_stderr_bounded", lambda_runtime.Worker._drain_stderr_bounded)

    workers.apply()

    assert f"os.nice({workers.LESS_URGENT})" in lambda_runtime._PYTHON_WORKER_SCRIPT
    assert repr(workers.END) in lambda_runtime._PYTHON_WORKER_SCRIPT
    assert lambda_runtime.zipfile.ZipFile is workers.UnpackedOnce
    assert lambda_runtime.Worker._drain_stderr_bounded is workers.log_of_the_call


def test_a_worker_that_calls_its_function_in_another_way_is_waited_for_as_before(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = lambda_runtime.Worker._drain_stderr_bounded
    monkeypatch.setattr(lambda_runtime, "_PYTHON_WORKER_SCRIPT", "other")

    workers.tell_the_end()

    assert (lambda_runtime._PYTHON_WORKER_SCRIPT, lambda_runtime.Worker._drain_stderr_bounded) == ("other", before)
    assert "in another way" in caplog.text


def test_a_function_yields_to_the_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lambda_runtime, "_PYTHON_WORKER_SCRIPT", "print(os.nice(0))")
    workers.serve_first()

    told = subprocess.run(  # noqa: S603 - this file's own line
        [sys.executable, "-c", lambda_runtime._PYTHON_WORKER_SCRIPT], capture_output=True, text=True, check=True
    )

    assert int(told.stdout) == min(os.nice(0) + workers.LESS_URGENT, 19)
