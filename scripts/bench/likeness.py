#!/usr/bin/env -S bash scripts/python -m scripts.in_account
"""How well a photo that was shown before is known again, whatever was done to it; and what that costs.

    scripts/bench/likeness.py [--photos N] [--copies N] [--metered N]

N photos (160) are shown. Of some (40) copies are made in each way, at random strengths; as many photos that nobody
showed, and photos of the same rooms with other people, must not be found. All are painted by
`scripts/bench/likeness_scenes.py`: SYNTHETIC, no real photo is among them. Each file goes through the product's
`imaging.copies`, its index and its vote (`likeness_rules`); the index stands in memory here.
Recall: copies whose original is found. Precision: of all that was found for these copies, how much is their original.

Peers of the same run, which compare with every photo: the SHA-256 of the file, and a plain dHash of 64 bits, ten of
which may differ. Then the worker itself takes a few photos of the set, the engine being moto in this process: calls and
units by `scripts/bench/units.py`. Fails below the floors stated here.
"""

import argparse
import hashlib
import json
import logging
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from random import Random
from statistics import mean
from typing import Any

from PIL import Image

from functions.activities.photos import imaging
from functions.activities.photos import likeness_rules as index
from functions.activities.photos import rules as photo_rules
from functions.activities.photos.likeness_rules import Sketch
from functions.activities.photos.rules import Traces
from kernel.ids import derived_id
from scripts.bench import likeness_scenes as scenes
from scripts.bench.likeness_peers import METHODS, Score, dhash, near
from scripts.bench.likeness_scenes import CHANGES
from scripts.bench.measuring import account
from scripts.bench.metering import Spent, metered

FIRST = 10_000  # seed of the first photo: the settings were tuned on others
ROOMS = 8
FLOORS = {"same picture": 0.75, "cropped": 0.6, "precision": 0.85}
WITHOUT_CROP = [name for name in CHANGES if not name.startswith(("cropped", "shown"))]


@dataclass(frozen=True)
class Seen:
    """What each method knows of a file: its marks, its dHash, its SHA-256; and how it was made."""

    sketch: Sketch
    dhash: int
    sha256: str
    size: tuple[int, int]
    traces: Traces


def seen(body: bytes) -> Seen:
    made = imaging.copies(body, "image/jpeg")
    with Image.open(BytesIO(made.small)) as small:
        return Seen(made.sketch, dhash(small), hashlib.sha256(body).hexdigest(), (made.width, made.height), made.traces)


def shown(number: int) -> Seen:
    return seen(scenes.file_of(scenes.photo(FIRST + number)))


def room(number: int) -> Seen:
    return seen(scenes.file_of(scenes.in_room(FIRST + number % ROOMS, number)))


def changed(work: tuple[str, int]) -> Seen:
    name, number = work
    rng = Random(f"{name}-{number}")  # noqa: S311 - repeatable
    return seen(CHANGES[name](rng, scenes.photo(FIRST + number)))


def screenshot(number: int) -> Seen:
    return seen(scenes.file_of(scenes.screenshot(number), 92))


class Shown:
    """Photos that were shown, by name, as each method remembers them."""

    def __init__(self, photos: Mapping[str, Seen]) -> None:
        self.photos = photos
        self.rows: dict[int, bytes] = defaultdict(bytes)
        for name, photo in photos.items():
            for mark in photo.sketch.own:
                self.rows[mark.value] = index.joined(self.rows[mark.value], name, [mark])

    def found(self, photo: Seen) -> dict[str, set[str]]:
        """By each method."""
        kept = {mark.value: index.unpack(self.rows.get(mark.value, b"")) for mark in photo.sketch.asked}
        close = {name for name, other in self.photos.items() if near(other.dhash, photo.dhash)}
        same = {name for name, other in self.photos.items() if other.sha256 == photo.sha256}
        return {"marks": set(index.alike(photo.sketch.asked, kept)), "dhash": close, "sha256": same}


def name_of(number: int) -> str:
    return derived_id("photo", number)


def scored(memory: Shown, queries: Sequence[Seen], originals: Sequence[str | None]) -> dict[str, Score]:
    scores = {method: Score() for method in METHODS}
    for photo, original in zip(queries, originals, strict=True):
        for method, found in memory.found(photo).items():
            scores[method].add(found, original)
    return scores


def measured(pool: ProcessPoolExecutor, photos: int, copies: int) -> Iterator[tuple[str, dict[str, Score], list[Seen]]]:
    """Each way of changing a photo; then photos and rooms of which none was shown, or other people were."""
    kept = {name_of(n): photo for n, photo in enumerate(pool.map(shown, range(photos)))}
    kept |= {name_of(-1 - n): photo for n, photo in enumerate(pool.map(room, range(ROOMS)))}
    memory, originals = Shown(kept), [name_of(number) for number in range(copies)]
    for name in CHANGES:
        queries = list(pool.map(changed, [(name, number) for number in range(copies)]))
        yield name, scored(memory, queries, originals), queries
    others = list(pool.map(shown, range(photos, photos + copies)))
    yield "never shown", scored(memory, others, [None] * copies), others
    rooms = list(pool.map(room, range(ROOMS, ROOMS + copies)))
    yield "the same room, other people", scored(memory, rooms, [None] * copies), rooms


def told(photos: Sequence[Seen], code: str) -> float:
    """The share of photos of which this check is stated."""
    codes = [{check.code for check in photo_rules.of_traces(photo.size, photo.traces)} for photo in photos]
    return sum(code in found for found in codes) / len(codes)


def taken_by_worker(number: int) -> list[Spent]:
    """So many photos of one branch, one after another."""
    from functions.activities import on_photo_uploaded
    from tests.builders import batch
    from tests.integration.activities import uploads
    from tests.integration.activities.story import CONTEXT, Story

    spent = []
    with account(), redirect_stdout(StringIO()):
        story = Story()
        for photo in range(number):
            body = scenes.file_of(scenes.photo(photo))
            status, form = uploads.announce(story, story.plan(), body)
            assert status == 201, form
            message = batch(uploads.upload(form, body))
            with metered() as one:
                assert on_photo_uploaded.lambda_handler(message, CONTEXT) == {"batchItemFailures": []}
            spent.append(one)
    return spent


def line(name: str, scores: Mapping[str, Score]) -> str:
    parts = (f"{scores[m].recall:6.2f} {scores[m].precision:6.2f}" for m in METHODS)
    return f"{name:32}" + "   ".join(parts)


def main(photos: int, copies: int, number: int) -> int:
    print(f"{photos} painted photos, {copies} copies of each kind; recall and precision\n")
    print(f"{'':32}{'marks':>13}   {'dHash':>13}   {'SHA-256':>13}")
    scores: dict[str, dict[str, Score]] = {}
    with ProcessPoolExecutor() as pool:
        for name, of_methods, queries in measured(pool, photos, copies):
            scores[name] = of_methods
            if name in CHANGES:
                print(line(name, of_methods))
            else:
                wrong = ", ".join(f"{method} {of_methods[method].wrong}" for method in METHODS)
                print(f"{name:32}{copies} photos, found by mistake: {wrong}")
            if name == "shown on a screen, photographed":
                screens = told(queries, "SCREEN_PHOTOGRAPHED")
            if name == "never shown":
                alarms = {code: told(queries, code) for code in ("SCREENSHOT", "SCREEN_PHOTOGRAPHED")}
        drawn = told(list(pool.map(screenshot, range(copies))), "SCREENSHOT")
    print(f"\nscreenshots told {drawn:.2f}, photographed screens {screens:.2f}; of ordinary photos {alarms}")
    spent = taken_by_worker(number)
    cost = {
        "calls": round(mean(len(one.calls) for one in spent), 1),
        "reads": round(mean(one.reads for one in spent), 1),
        "writes": round(mean(one.writes + one.index_writes for one in spent), 1),
    }
    print(f"the worker, a photo: {cost['calls']} calls, {cost['reads']} read units, {cost['writes']} write units")
    result = summary(scores) | {"screenshots": drawn, "screens": screens, "alarms": alarms, "units": cost}
    print("RESULT " + json.dumps(result | {"photos": photos, "copies": copies, "synthetic": True}))
    return failed(result)


def summary(scores: Mapping[str, Mapping[str, Score]]) -> dict[str, Any]:
    changed = {name: scores[name] for name in CHANGES}
    right, wrong = (
        sum(getattr(s[0], part) for s in [(one["marks"],) for one in scores.values()]) for part in ("right", "wrong")
    )
    return {
        "recall": {m: {name: round(of[m].recall, 3) for name, of in changed.items()} for m in METHODS},
        "precision": {m: {name: round(of[m].precision, 3) for name, of in changed.items()} for m in METHODS},
        "mistaken": {m: {n: scores[n][m].wrong for n in scores if n not in CHANGES} for m in METHODS},
        "precision_of_all": round(right / (right + wrong), 3),
    }


def failed(result: Mapping[str, Any]) -> int:
    recall, precision = result["recall"]["marks"], result["precision"]["marks"]
    same = min(recall[name] for name in WITHOUT_CROP)
    cropped = min(recall[name] for name in CHANGES if name.startswith("cropped to 85"))
    good = same >= FLOORS["same picture"] and cropped >= FLOORS["cropped"]
    return int(not good or min(precision.values()) < FLOORS["precision"])


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=160)
    parser.add_argument("--copies", type=int, default=40)
    parser.add_argument("--metered", type=int, default=6)
    asked = parser.parse_args()
    sys.exit(main(asked.photos, asked.copies, asked.metered))
