"""Run the main job on the local cloud.

scripts/run [--branches N | --full] [--small] [--fresh | --keep] [--stop]
"""

import argparse
import sys
from pathlib import Path

from scripts.local import emulator, front, selftest
from scripts.local.emulator import DEFAULT_STATE
from scripts.local.process import ROOT, ProcessFailed
from scripts.story.play import Scale, play
from scripts.story.stage import up

LOCAL = ROOT / ".local"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/run", description="The main job on a local cloud")
    parser.add_argument("--stop", action="store_true", help="stop the local cloud; everything is kept")
    parser.add_argument("--fresh", action="store_true", help="forget what was kept and begin anew")
    parser.add_argument("--keep", action="store_true", help="start what was kept and play nothing")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--branches", type=int, default=120, metavar="N", help="so many branches live the month (120)")
    size.add_argument("--full", action="store_true", help="all branches live the month")
    size.add_argument("--small", action="store_true", help="a county of twelve organisations")
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=emulator.DEFAULT_PORT, help="the emulator's port")
    parser.add_argument("--front-port", type=int, default=front.DEFAULT_PORT, help="the port of page and API")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    try:
        return run(chosen)
    except selftest.Untrusted as error:
        print(f"\nThe local cloud does not behave as the product needs: {error}.", file=sys.stderr)
        print("Which version is locked, and why: docs/local-cloud.md", file=sys.stderr)
        return 1
    except (ProcessFailed, TimeoutError, RuntimeError, AssertionError) as error:
        print(f"\nThe run was broken off: {type(error).__name__}: {error}", file=sys.stderr)
        print(f"What the functions said: {emulator.background(chosen.state).log}", file=sys.stderr)
        print("Begin anew: scripts/run --fresh", file=sys.stderr)
        return 1


def run(chosen: argparse.Namespace) -> int:
    if chosen.stop:
        front.stop(chosen.state)
        print("stopped" if emulator.stop(chosen.state) else "was not running")
        return 0
    selftest.trust(LOCAL)
    cloud = up(chosen.state, chosen.port, chosen.front_port, fresh=chosen.fresh)
    if not chosen.keep and cloud.broken_off():
        print("The last run was broken off before its end. Begin anew: scripts/run --fresh", file=sys.stderr)
        return 1
    if not chosen.keep and not cloud.lived():
        play(cloud, Scale.of(small=chosen.small, full=chosen.full, branches=chosen.branches))
    cloud.introduce()
    return 0


if __name__ == "__main__":
    sys.exit(main())
