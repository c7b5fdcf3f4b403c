"""Two people who must not see each other's objects, and a generator that asks for them, beside the other tests."""

import json
import subprocess
from typing import Any, ClassVar

from scripts.local.process import ROOT
from scripts.story.stage import Cloud

PATIENCE = 900.0
BEHIND_THE_OTHERS = ("nice", "-n", "10")
"""It takes what of the processor nobody else wants."""


class Fuzz:
    """Two minutes of it, with the seed of every run; `log` is what it said."""

    under_way: ClassVar[list["Fuzz"]] = []

    def __init__(self, cloud: Cloud) -> None:
        self.log = cloud.state / "fuzz.log"
        tool = [str(ROOT / "scripts/python"), "-m", "scripts.proofs.fuzz_api"]
        command = [*BEHIND_THE_OTHERS, *tool, "--cloud", "--state", str(cloud.state)]
        with self.log.open("w") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 - our own
        self.under_way.append(self)

    def result(self) -> dict[str, Any]:
        """What its last line says, once it is at its end."""
        self._process.wait(PATIENCE)
        (line,) = [line for line in self.log.read_text().splitlines() if line.startswith("RESULT ")]
        return dict(json.loads(line.removeprefix("RESULT ")))

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def wait_for_all() -> None:
    """Nobody asks any more."""
    for fuzz in Fuzz.under_way:
        fuzz.result()
