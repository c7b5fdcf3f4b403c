"""Proves that this emulator behaves as the product needs: one named probe per behaviour.

    python -m scripts.local.selftest

It starts an emulator of its own on a free port and an empty directory, deploys `probe/`, and asks. Run it before
trusting another version of ministack; what it does not ask is in no use here or is known to be wrong locally.
A probe that fails beside the others is asked once more by itself: a busy machine is no finding.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from scripts.local import deploy, emulator, probes
from scripts.local.cloud import Cloud
from scripts.local.process import free_port

TEMPLATE = Path(__file__).parent / "probe" / "template.yaml"
# The probes mostly wait; the functions they start share two cores.
THREADS = 6
Probe = Callable[[Cloud], None]


class Untrusted(Exception):
    """The installed emulator does not behave as the product needs."""


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
        return broken(cloud, probes.TOGETHER, probes.ALONE)
    finally:
        emulator.stop(state)


def broken(cloud: Cloud, together: Iterable[Probe], alone: Iterable[Probe]) -> list[str]:
    """The names of the probes that fail by themselves."""
    with ThreadPoolExecutor(THREADS) as pool:
        failed = [probe for probe, name in pool.map(lambda probe: (probe, verdict(probe, cloud)), together) if name]
    return [name for probe in (*failed, *alone) if (name := verdict(probe, cloud))]


def trust(folder: Path) -> None:
    """Ask an emulator of this version once whether it behaves as the product needs. Raises `Untrusted` if not."""
    installed = version("ministack")
    stamp = folder / f"selftest-{installed}"
    if stamp.exists():
        return
    with tempfile.TemporaryDirectory(prefix="e-branch-selftest-") as scratch:
        failed = run(Path(scratch))
    if failed:
        raise Untrusted(f"ministack {installed} breaks {', '.join(failed)}")
    folder.mkdir(parents=True, exist_ok=True)
    stamp.touch()


def main() -> None:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="e-branch-selftest-") as folder:
        failed = run(Path(folder))
    print(f"{len(failed)} broken, {time.monotonic() - began:.0f} s")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
