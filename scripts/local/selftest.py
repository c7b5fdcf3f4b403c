"""Proves that this emulator behaves as the product needs: one named probe per behaviour.

    python -m scripts.local.selftest

It starts an emulator of its own on a free port and an empty directory, deploys `probe/`, and asks. Run it before
trusting another version of ministack; what it does not ask is in no use here or is known to be wrong locally.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.local import deploy, emulator, probes
from scripts.local.cloud import Cloud
from scripts.local.process import free_port

TEMPLATE = Path(__file__).parent / "probe" / "template.yaml"
# The probes mostly wait; the functions they start share two cores.
THREADS = 6
Probe = Callable[[Cloud], None]


def verdict(probe: Probe, cloud: Cloud) -> str | None:
    """None for a probe that holds, else what broke."""
    began = time.monotonic()
    try:
        probe(cloud)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a probe is its finding
        print(f"BROKEN  {probe.__name__}: {type(error).__name__}: {error}")
        return probe.__name__
    print(f"ok      {probe.__name__}  {time.monotonic() - began:.1f} s")
    return None


def run(state: Path) -> list[str]:
    """The names of the probes that failed on a fresh emulator in `state`."""
    running = emulator.start(state, free_port())
    try:
        cloud = Cloud(running, deploy.deploy(running, TEMPLATE, stack="probe"))
        with ThreadPoolExecutor(THREADS) as pool:
            failed = [name for name in pool.map(lambda probe: verdict(probe, cloud), probes.TOGETHER) if name]
        return failed + [name for probe in probes.ALONE if (name := verdict(probe, cloud))]
    finally:
        emulator.stop(state)


def main() -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="e-branch-selftest-") as folder:
        failed = run(Path(folder))
    print(f"{len(failed)} broken, {time.monotonic() - began:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
