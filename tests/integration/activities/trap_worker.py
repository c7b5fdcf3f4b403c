"""The photo worker's look at a file, in a process of its own that may not take more than its function may.

    python -m tests.integration.activities.trap_worker

Reads lines of a content type and a path; answers each with a line of JSON: the outcome, and the most memory that the
process took for it (MB, resident: its code, the SDK and Pillow included).
"""

import json
import resource
import sys
from pathlib import Path

from functions.activities import on_photo_uploaded  # noqa: F401 - what a worker has loaded counts
from functions.activities.photos.imaging import Refused, copies

MEMORY = 1024 << 20  # of the function, `template.yaml`


def outcome(content_type: str, path: str) -> str:
    try:
        copies(Path(path).read_bytes(), content_type)
    except Refused as refused:
        return refused.reason
    return "ACCEPTED"


def peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for line in sys.stdin:
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        content_type, path = line.split()
        found = outcome(content_type, path)
        sys.stdout.write(json.dumps({"outcome": found, "mb": peak()}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
