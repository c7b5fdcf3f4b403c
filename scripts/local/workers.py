"""Workers of functions: their code unpacked once, less urgent than the emulator, and done when they say so.

Each worker unpacked its function's code anew, and Python compiled it anew. Functions took the processor from the
emulator for which they then waited. After each call the emulator looked a thousand times a second whether the log had
more, until it was quiet for five milliseconds, and for fifty where nothing was told; what came later stood in the log
of the next call.
"""

import hashlib
import logging
import queue
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ministack.core import lambda_runtime

logger = logging.getLogger("workers")
LESS_URGENT = 2
UNPACKED = "unpacked"
LONGEST_LOG, LOOK = 5.0, 0.05  # seconds
END = "\x04 the log of this call ends"
CALL = "result = handler_fn(event, context)"
PRIVATE = {
    lambda_runtime: ("zipfile", "_PYTHON_WORKER_SCRIPT"),
    lambda_runtime.Worker: ("_drain_stderr_bounded", "_read_stderr"),
}
LESS_URGENTLY = f"import os\nos.nice({LESS_URGENT})\n"
WITH_END = f"""import sys
def _with_end(handler, event, context):
    try:
        return handler(event, context)
    finally:
        print({END!r}, file=sys.stderr, flush=True)
"""


def apply() -> None:
    """Make these changes in this process."""
    lambda_runtime.zipfile = SimpleNamespace(**vars(zipfile) | {"ZipFile": UnpackedOnce})
    serve_first()
    tell_the_end()


def serve_first() -> None:
    """Let functions yield to the emulator: all of them wait for its one thread."""
    lambda_runtime._PYTHON_WORKER_SCRIPT = LESS_URGENTLY + lambda_runtime._PYTHON_WORKER_SCRIPT


def tell_the_end() -> None:
    """Have functions in Python tell where the log of a call ends; no other functions are run here."""
    script = lambda_runtime._PYTHON_WORKER_SCRIPT
    if CALL not in script:
        logger.error("the worker of ministack calls its function in another way: each log is waited for")
        return
    called = script.replace(CALL, "result = _with_end(handler_fn, event, context)")
    lambda_runtime._PYTHON_WORKER_SCRIPT = WITH_END + called
    lambda_runtime.Worker._drain_stderr_bounded = log_of_the_call


def log_of_the_call(worker: Any, **_: Any) -> str:
    """What a worker told since the last call, up to the end of this one, or of itself."""
    lines: list[str] = []
    until = time.monotonic() + LONGEST_LOG
    while time.monotonic() < until:
        try:
            line = worker._stderr_queue.get(timeout=LOOK)
        except queue.Empty:
            if worker._stderr_thread.is_alive():
                continue
            break
        if line.endswith(END):
            lines += filter(None, [line.removesuffix(END)])
            break
        lines.append(line)
    return "\n".join(lines)


class UnpackedOnce(zipfile.ZipFile):
    """An archive that leaves a link where it is unpacked: equal archives share one folder, and what Python compiles."""

    def extractall(self, path: Any = None, *_: Any) -> None:
        place, archive = Path(path), Path(str(self.filename))
        kept = archive.parent.parent / UNPACKED / hashlib.sha256(archive.read_bytes()).hexdigest()
        if not kept.exists():
            draft = place.with_suffix(".draft")
            super().extractall(draft)
            kept.parent.mkdir(exist_ok=True)
            try:
                draft.rename(kept)
            except OSError:  # another worker was quicker
                if not kept.exists():
                    raise
        place.rmdir()
        place.symlink_to(kept)
