"""The local cloud with the product deployed, on which the story is played."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from scripts.local import deploy, emulator, front
from scripts.local.emulator import Emulator
from scripts.local.people import DEMO_PASSWORD, People
from scripts.story.api import Api
from scripts.story.cast import ADMIN, OFFICES

console = Console()
PEOPLE, BEGUN = "people.json", "begun"


@dataclass
class Cloud:
    """The local cloud with the product deployed."""

    emulator: Emulator
    outputs: dict[str, str]
    url: str
    people: People
    api: Api
    state: Path

    def lived(self) -> bool:
        """Whether the whole story has been played."""
        return (self.state / PEOPLE).exists()

    def broken_off(self) -> bool:
        """Whether a story began that did not come to its end: it cannot be played over what it left."""
        return (self.state / BEGUN).exists() and not self.lived()

    def introduce(self) -> None:
        """Where to look, and as whom."""
        lines = (
            f"\nAPI      {self.url}/v1/…",
            f"Pages    {self.url}/docs (OpenAPI), {self.url}/ (everybody who can sign in)",
            f"Sign-in  password {DEMO_PASSWORD}",
            f"         {', '.join(OFFICES)},",
            f"         reviewer-<committee>, secretary-<branch>, member-<branch>-<n>{self._example()}",
            f'Token    curl {self.url}/token -d \'{{"user": "{ADMIN}", "password": "{DEMO_PASSWORD}"}}\'',
            "Stop     scripts/run --stop (everything is kept)",
        )
        for line in lines:
            console.print(line, soft_wrap=True, highlight=False)

    def _example(self) -> str:
        """The name of one secretary, if the month was lived."""
        kept = self.state / PEOPLE
        people = json.loads(kept.read_text()) if kept.exists() else []
        return next((f", such as {p['user']}" for p in people if p["user"].startswith("secretary-")), "")


def up(state: Path, port: int, front_port: int, *, fresh: bool, parameters: Mapping[str, str] | None = None) -> Cloud:
    """Start the cloud and deploy the template."""
    if fresh:
        front.stop(state)
        emulator.stop(state)
        shutil.rmtree(state, ignore_errors=True)
    running = emulator.start(state, port)
    outputs = deploy.deploy(running, parameters=parameters)
    people = People(running, outputs)
    desk = front.start(state, front_port)
    return Cloud(
        running, outputs, f"http://127.0.0.1:{desk.port}", people, Api(running.api(outputs["ApiId"]), people), state
    )
