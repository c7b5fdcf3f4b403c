"""A Python module that runs in the background and answers on a port, with a note of its number beside its data."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 30.0
# The emulator writes its state when it is stopped: six seconds for 100,000 items on a quiet machine.
STOP_SECONDS = 60.0
LEAVE_SECONDS = 2.0
POLL_SECONDS = 0.03


class ProcessFailed(Exception):
    """It did not start or did not stop; the message ends with its last log lines."""


@dataclass(frozen=True, slots=True)
class Running:
    """A live process: its number and its port."""

    pid: int
    port: int


# They outlive this process on purpose; an object that is dropped would be reported as forgotten.
_LEFT_RUNNING: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Background:
    """`python -m module arguments`, noted in `folder/<name>.json`, its output in `folder/<name>.log`."""

    folder: Path
    name: str
    module: str
    health: str

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def _note(self) -> Path:
        return self.folder / f"{self.name}.json"

    def running(self) -> Running | None:
        """The process, or None: a note outlives its process, and its number may by now be another's."""
        try:
            noted = Running(**json.loads(self._note.read_text()))
        except FileNotFoundError:
            return None
        return noted if self._is_alive(noted.pid) else None

    def start(self, port: int, environment: dict[str, str], *arguments: str) -> Running:
        """Start it and wait until it answers 200 at `health`."""
        require_free(port)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _LEFT_RUNNING.append(process)
        self._note.write_text(json.dumps({"pid": process.pid, "port": port}))
        deadline = time.monotonic() + START_SECONDS
        while not answers(port, self.health):
            if process.poll() is not None or time.monotonic() > deadline:
                raise ProcessFailed(f"{self.name} did not start (exit {process.poll()}): {self._last_words()}")
            time.sleep(POLL_SECONDS)
        return Running(process.pid, port)

    def stop(self) -> bool:
        """Ask it to end and wait while it saves; False if it did not run."""
        process = self.running()
        if process is None:
            return False
        os.kill(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._is_alive(process.pid):
            if time.monotonic() > deadline:
                raise ProcessFailed(f"{self.name} still runs after {STOP_SECONDS:.0f} s: {self._last_words()}")
            time.sleep(POLL_SECONDS)
        self._note.unlink(missing_ok=True)
        return True

    def _is_alive(self, pid: int) -> bool:
        reap(pid)
        listed = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return self.module in listed.stdout

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def reap(pid: int) -> None:
    """Let go of a child that has ended; nothing for a process that is not ours."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def require_free(port: int) -> None:
    """Fail where another program listens on `port`; one that is just ending gets a moment."""
    deadline = time.monotonic() + LEAVE_SECONDS
    while is_taken(port):
        if time.monotonic() > deadline:
            raise ProcessFailed(f"port {port} is taken by another program; choose one with --port")
        time.sleep(POLL_SECONDS)


def is_taken(port: int) -> bool:
    """Whether somebody listens on `port`."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def answers(port: int, path: str) -> bool:
    """Whether a server on `port` says 200 at `path`."""
    return request(port, "GET", path) == 200


def request(port: int, method: str, path: str) -> int | None:
    """The status of one request without a body, or None where nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=STOP_SECONDS)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
