"""Reads one file as the parser does, in a process that may use 512 MB and two seconds of a core.

    python -m tests.unit.rosters.limited FILE CONTENT-TYPE

prints the problem, its status, and what it took; the process is killed if that is more.
"""

import json
import resource
import sys
from math import ceil
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from functions.rosters import advice
from functions.rosters.messages import Order, Parsed
from functions.rosters.parsing import parse
from kernel.parcel import Packer
from tests.unit.rosters.reading import KEY, ROSTER, order

MEMORY, SECONDS = 512 * 1024 * 1024, 2


def main(file: Path, content_type: str) -> None:
    AESGCM(KEY)  # loaded before the limits, as everything else
    ordered: Order = order(content_type=content_type)
    before = _spent()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(before) + SECONDS, ceil(before) + SECONDS))
    last = Parsed(roster_id=ROSTER)
    with file.open("rb") as opened:
        for message in parse(ordered, opened, Packer(ROSTER, KEY, "wrapped")):
            last = message
    problem = last.summary.problem if last.summary else None
    kilobytes = int(next(x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x).split()[1])
    status = advice.status_of(problem) if problem else 200
    told = {"problem": problem, "status": status, "kb": kilobytes, "seconds": _spent() - before}
    sys.stdout.write(json.dumps(told))


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
