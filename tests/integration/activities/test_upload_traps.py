"""Whatever is uploaded: the right end, a worker that lives, less than 512 MB, and nothing in what is served."""

import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from functions.activities.photos.accepting import BucketSettings
from functions.activities.photos.photographing import COPIES
from kernel import aws
from tests.builders import recorded
from tests.integration.activities import pictures
from tests.integration.activities.story import Story
from tests.integration.activities.traps import HTML, TAKEN, TRAPS, Trap
from tests.integration.activities.uploads import announce, keys, photograph

MOST_MB = 512
SEGMENTS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA}  # picture, JFIF's head, tables, scan: no APP1 to 15, no comment


class Worker:
    """The worker in a process of its own, one for all traps."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-P", "-m", "tests.integration.activities.trap_worker"]
        path = {"PYTHONPATH": ".:layers/kernel/python"}
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=path
        )
        self.file = folder / "file"

    def look(self, body: bytes, content_type: str) -> tuple[str, float]:
        """The outcome, and the most memory in MB."""
        assert self.process.stdin
        assert self.process.stdout
        self.file.write_bytes(body)
        self.process.stdin.write(f"{content_type} {self.file}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the worker died: {self.process.wait()}"
        told = json.loads(answer)
        return told["outcome"], told["mb"]


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    started = Worker(tmp_path_factory.mktemp("traps"))
    yield started
    started.process.communicate("")
    assert started.process.returncode == 0


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_a_trap_ends_rightly_and_leaves_a_worker_alive_and_small(story: Story, worker: Worker, trap: Trap) -> None:
    body = trap.made()
    sent = trap.sent(body) if trap.sent else None

    photo = photograph(story, story.plan(), body, sent, contentType=trap.content_type)

    settled = (photo["state"], photo["reason"])
    assert settled == ((TAKEN, None) if trap.outcome == TAKEN else ("REFUSED", trap.outcome))
    if photo["state"] == TAKEN:
        assert_clean(photo["id"])
    else:
        assert recorded(story.branch.id)[-1]["data"]["reason"] == trap.outcome
        assert keys(BucketSettings.load().photo_bucket) == [f"incoming/{photo['id']}"]
    if not trap.sent:
        assert_alive(worker, trap, body)


def assert_clean(photo_id: str) -> None:
    """A served copy is a JPEG of a picture and nothing else, by its bytes."""
    for copy in COPIES:
        key = f"served/{photo_id}/{copy}.jpg"
        body = aws.client("s3").get_object(Bucket=BucketSettings.load().photo_bucket, Key=key)["Body"].read()
        assert {*markers(body)} <= SEGMENTS
        assert body.endswith(b"\xff\xd9")
        assert not any(word in body for word in (pictures.CANARY, HTML, b"script", b"Exif", b"PK\x03\x04"))
        assert Image.open(BytesIO(body), formats=["JPEG"]).info.keys() <= {"jfif", *JFIF}


JFIF = ("jfif_version", "jfif_unit", "jfif_density")


def markers(body: bytes) -> Iterator[int]:
    """The segments of a JPEG up to its scan."""
    at = 2
    while body[at + 1] != 0xDA:
        assert body[at] == 0xFF
        yield body[at + 1]
        at += 2 + int.from_bytes(body[at + 2 : at + 4])


def assert_alive(worker: Worker, trap: Trap, body: bytes) -> None:
    outcome, mb = worker.look(body, trap.content_type)
    assert outcome == trap.outcome
    assert mb < MOST_MB
    assert worker.look(pictures.scene(1), "image/jpeg")[0] == TAKEN


def test_there_are_traps_enough() -> None:
    assert len(TRAPS) >= 30
    assert len({trap.name for trap in TRAPS}) == len(TRAPS)


@pytest.mark.parametrize("declared", ["image/svg+xml", "image/heic", "image/gif", "image/tiff", "application/pdf", ""])
def test_what_says_it_is_no_photo_gets_no_form(story: Story, declared: str) -> None:
    status, problem = announce(story, story.plan(), pictures.SVG, contentType=declared)

    assert (status, problem["code"]) == (422, "invalid")
