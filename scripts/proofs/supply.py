"""What is known of the packages that functions run with, and what is not known here.

    make supply

Prints each package with its licence; then asks an advisory service about each pinned version and says how many it got
no answer about: where only a mirror of packages is reached, that is all of them, and nothing is proven. Exit status 1
for a known advisory, a licence that is not stated, or more chosen packages than the house allows.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.apart import ROOT, site
from scripts.proofs.packages import chosen, licence, shipped

MOST_CHOSEN = 12


def advisories(pins: dict[str, str]) -> tuple[dict[str, list[str]], list[str]]:
    """The advisories of each package that has any, and the packages that nothing was learnt about."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / "pins.txt"
        file.write_text("".join(f"{name}=={version}\n" for name, version in sorted(pins.items())))
        command = [sys.executable, "-P", "-m", "pip_audit", "-r", str(file), "--no-deps", "--disable-pip", "-f", "json"]
        environment = os.environ | {"PYTHONPATH": str(site("audit"))}
        told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    answers: list[dict[str, Any]] = json.loads(told.stdout)["dependencies"] if told.stdout.strip() else []
    known = {one["name"]: [flaw["id"] for flaw in one["vulns"]] for one in answers if one.get("vulns")}
    answered = {one["name"] for one in answers if "skip_reason" not in one}
    return known, sorted(pins.keys() - answered)


def main() -> None:
    pins, wanted = shipped(), chosen()
    for name in sorted(pins):
        print(f"{name:24} {pins[name]:16} {'chosen' if name in wanted else 'follows':8} {licence(name)}")
    known, unseen = advisories(pins)
    for name, flaws in known.items():
        print(f"{name}: {', '.join(flaws)}")
    if unseen:
        print(f"No advisory service answered about {len(unseen)} of {len(pins)} packages: for these nothing is proven.")
    silent = [name for name in pins if not licence(name)]
    told = {"chosen": len(wanted), "shipped": len(pins), "advisories": sum(map(len, known.values()))}
    print("RESULT " + json.dumps(told | {"not_audited": len(unseen), "without_licence": len(silent)}))
    sys.exit(1 if known or silent or len(wanted) > MOST_CHOSEN else 0)


if __name__ == "__main__":
    main()
