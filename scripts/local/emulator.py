"""One emulator process for one state directory: start it, stop it, ask how it is.

    python -m scripts.local.emulator start|stop|status [--state DIR] [--port N]

The state directory holds everything: `services/` and `journal/` (what is kept), `s3/` (object bodies),
`tmp/` (unpacked functions), `emulator.json` (`{"pid", "port"}`) and `emulator.log`.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_STATE = ROOT / ".local" / "state"
DEFAULT_PORT = 4566
REGION = "ap-southeast-1"
HOST = "127.0.0.1"
START_SECONDS = 30.0
STOP_SECONDS = 60.0
# A page of 60 parallel requests would otherwise start 60 interpreters on a small machine.
IDLE_WORKER_SECONDS = "60"
# Only fixed, public values: the emulator takes the access key `test` as the account's root.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


class EmulatorFailed(Exception):
    """The emulator did not start or did not stop; the message ends with its last log lines."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator."""

    state: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        return self.state / "emulator.log"

    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to use this emulator as if it were AWS."""
        return CREDENTIALS | {"AWS_ENDPOINT_URL": self.url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}

    def client(self, service: str) -> Any:
        """A boto3 client of `service`, with the rights of the account's root."""
        return client(service, self.url)

    def api(self, api_id: str) -> str:
        """The base URL of an HTTP API's default stage."""
        return f"{self.url}/_aws/execute-api/{api_id}/$default"

    def checkpoint(self) -> None:
        """Write everything that is not a table's item to disk now (`durable.py`)."""
        request = urllib.request.Request(f"{self.url}/_local/checkpoint", method="POST")  # noqa: S310 - fixed scheme
        with urllib.request.urlopen(request, timeout=STOP_SECONDS) as answer:  # noqa: S310 - fixed scheme
            answer.read()


def client(service: str, url: str, key: str = "test", secret: str = "test") -> Any:  # noqa: S107 - the emulator's root
    """A boto3 client for the emulator at `url`; a connection pool wide enough for the bench."""
    config = Config(retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=50)
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=config,
    )


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def environment(state: Path, port: int) -> dict[str, str]:
    """The emulator's own environment.

    Functions inherit it, so nothing of the caller's AWS settings and no PYTHONPATH may pass: the deployed
    code must come from its package, never from this checkout.
    """
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON", "_X_AMZN"))
    }
    return inherited | CREDENTIALS | {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "services"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LAMBDA_WARM_TTL_SECONDS": IDLE_WORKER_SECONDS,
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
        "PYTHONUNBUFFERED": "1",
    }


def status(state: Path = DEFAULT_STATE) -> Emulator | None:
    """The emulator that runs on `state`, or None."""
    try:
        noted = json.loads((state / "emulator.json").read_text())
    except FileNotFoundError:
        return None
    running = Emulator(state, noted["port"], noted["pid"])
    return running if _is_ours(running.pid) else None


def start(state: Path = DEFAULT_STATE, port: int = DEFAULT_PORT) -> Emulator:
    """Start the emulator on `state`, or return the one that already runs there; waits until it answers."""
    state = state.resolve()
    running = status(state)
    if running:
        return running
    _require_free(port)
    shutil.rmtree(state / "tmp", ignore_errors=True)
    (state / "tmp").mkdir(parents=True)
    with (state / "emulator.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.local.durable"],
            cwd=ROOT,
            env=environment(state, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    emulator = Emulator(state, port, process.pid)
    (state / "emulator.json").write_text(json.dumps({"pid": process.pid, "port": port}))
    _await_health(emulator, process)
    return emulator


def stop(state: Path = DEFAULT_STATE) -> bool:
    """Stop the emulator on `state` and wait while it saves; False if none ran."""
    running = status(state)
    if running is None:
        return False
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_ours(running.pid):
        if time.monotonic() > deadline:
            raise EmulatorFailed(f"still saving after {STOP_SECONDS:.0f} s: {_tail(running)}")
        time.sleep(0.05)
    (state / "emulator.json").unlink(missing_ok=True)
    return True


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise EmulatorFailed(f"port {port} is taken by another program; choose one with --port")


def _await_health(emulator: Emulator, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EmulatorFailed(f"exited with {process.returncode}: {_tail(emulator)}")
        try:
            urllib.request.urlopen(f"{emulator.url}/_ministack/health", timeout=5).close()  # noqa: S310 - fixed scheme
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    raise EmulatorFailed(f"no answer after {START_SECONDS:.0f} s: {_tail(emulator)}")


def _is_ours(pid: int) -> bool:
    """Whether `pid` is a live emulator: a pid file outlives its process, and the number may be another's."""
    _reap(pid)
    listed = subprocess.run(["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "scripts.local.durable" in listed.stdout and not listed.stdout.startswith("Z")


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def _tail(emulator: Emulator, lines: int = 15) -> str:
    return "\n".join(emulator.log.read_text(errors="replace").splitlines()[-lines:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["start", "stop", "status"])
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    chosen = parser.parse_args()
    if chosen.act == "start":
        print(_said(start(chosen.state, chosen.port)))
    elif chosen.act == "stop":
        print("stopped" if stop(chosen.state) else "was not running")
    else:
        print(_said(status(chosen.state)))


def _said(emulator: Emulator | None) -> str:
    return json.dumps(asdict(emulator) | {"url": emulator.url}, default=str) if emulator else "not running"


if __name__ == "__main__":
    main()
