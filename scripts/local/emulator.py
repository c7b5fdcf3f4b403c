"""One emulator for one state directory: start it, stop it, ask how it is.

    python -m scripts.local.emulator start|stop|status [--state DIR] [--port N]

The state directory holds everything: `services/` (what is kept, with the redo log), `s3/` (object bodies), `tmp/`
(unpacked functions), `emulator.json` (`{"pid", "port"}`) and `emulator.log`. What a crash loses: `durable.py`.
"""

import argparse
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from scripts.local.process import HOST, ROOT, Background, ProcessFailed, request

DEFAULT_STATE = ROOT / ".local" / "state"
DEFAULT_PORT = 4566
REGION = "ap-southeast-1"
# Only fixed, public values: the emulator takes the access key `test` as the account's root.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
# A function keeps one worker; those a burst added go after this long.
IDLE_WORKER_SECONDS = 60
CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator."""

    state: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to use this emulator as if it were AWS."""
        return CREDENTIALS | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }

    def client(self, service: str) -> Any:
        """A boto3 client of `service` with the rights of the account's root."""
        return boto3.client(
            service,  # type: ignore[call-overload] # any service; the stubs know only literal names
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            config=Config(
                max_pool_connections=CONNECTIONS,
                retries={"total_max_attempts": 2},
                # With an endpoint of its own botocore would sign upload forms the old way, which nobody checks here.
                signature_version="s3v4" if service == "s3" else None,
            ),
        )

    def api(self, api_id: str) -> str:
        """The base URL of an HTTP API's default stage."""
        return f"{self.url}{api_path(api_id)}"

    def checkpoint(self) -> None:
        """Write everything but the items (they are in the redo log) to disk now."""
        if request(self.port, "POST", "/_local/checkpoint") != 204:
            raise ProcessFailed(f"the emulator on {self.state} did not write its state")


def api_path(api_id: str) -> str:
    """Where the emulator serves an HTTP API's default stage."""
    return f"/_aws/execute-api/{api_id}/$default"


def status(state: Path = DEFAULT_STATE) -> Emulator | None:
    """The emulator that runs on `state`, or None."""
    running = background(state).running()
    return Emulator(state.resolve(), running.port, running.pid) if running else None


def start(state: Path = DEFAULT_STATE, port: int = DEFAULT_PORT) -> Emulator:
    """Start the emulator on `state` and wait until it answers, or return the one that already runs there."""
    state = state.resolve()
    found = status(state)
    if found:
        return found
    shutil.rmtree(state / "tmp", ignore_errors=True)
    (state / "tmp").mkdir(parents=True)
    running = background(state).start(port, environment(state, port))
    return Emulator(state, running.port, running.pid)


def stop(state: Path = DEFAULT_STATE) -> bool:
    """Stop the emulator on `state` and wait while it saves; False if none ran."""
    return background(state).stop()


def background(state: Path) -> Background:
    """The emulator as a background process."""
    return Background(state.resolve(), "emulator", "scripts.local.durable", "/_ministack/health")


def environment(state: Path, port: int) -> dict[str, str]:
    """The emulator's own environment.

    Functions inherit it, so nothing of the caller's AWS settings and no PYTHONPATH may pass: the deployed
    code must come from its package, never from this checkout.
    """
    passed = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
    return passed | CREDENTIALS | {
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
        "LAMBDA_WARM_TTL_SECONDS": str(IDLE_WORKER_SECONDS),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["start", "stop", "status"])
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    chosen = parser.parse_args()
    if chosen.act == "stop":
        print("stopped" if stop(chosen.state) else "was not running")
        return
    found = start(chosen.state, chosen.port) if chosen.act == "start" else status(chosen.state)
    print(f"{found.url} (process {found.pid}, state {found.state})" if found else "not running")


if __name__ == "__main__":
    main()
