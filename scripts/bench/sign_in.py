#!/usr/bin/env -S bash scripts/python
"""Fifty members of one branch, and five hundred of one county event, sign in at once on the local cloud.

    scripts/bench/sign_in.py [--county N] [--in-flight N]

Everybody presses in the same moment; each fifth presses twice at once, as an impatient finger does; the first five
have one phone between them, which their rows must say and which refuses nobody. So many requests
are on their way at a time as `--in-flight` says (16: each is a worker process of its own on the emulator, and two cores
carry no more), the others stand in line: a member's milliseconds count from the pressing, the line included. The
workers run before that, as somebody has looked at the activity with each. Who is
told to come again (503, 409, or 422 for a code that went out meanwhile) does, with the code that is on the screen then.

Afterwards the rows of attendance and the entries of the record are counted, against what members were told: `lost` is
who was told to be signed in and is not, or never was; `doubled` is every row or entry above one for each member.
`conflicts` counts how often somebody was told to come again. `units` is what the transaction of one sign-in writes, by
the sizes of its items. The record of the branch and of the county is read by the API as a person would, and checked by
`scripts/verify`. The floor, in the same run: the same items, put by one client in transactions one after another on
the same emulator, with nothing read, checked or chained.

Fails if anybody is lost or doubled, a shared phone is not said of all who used it, or a chain is not whole.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import urllib3

from scripts.bench import sign_in_floor, sign_in_places
from scripts.bench.roster_floor import physical
from scripts.bench.sign_in_floor import Kept
from scripts.bench.sign_in_places import HOST, OF_BRANCH, Event
from scripts.local import deploy, emulator
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.local.process import ROOT, free_port
from scripts.story.api import Api

COUNTY, IN_FLIGHT, TWICE, SHARE = 500, 16, 5, 5
AGAIN = (409, 422, 502, 503, 504)
TRIES = 40
CODE_SECONDS = 5.0


@dataclass
class Screen:
    """The code on the host's screen, looked at anew every few seconds."""

    api: Api
    activity_id: str
    code: str = ""
    seen: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> str:
        with self.lock:
            if time.monotonic() - self.seen > CODE_SECONDS:
                self.code = self.api.get(HOST, f"/v1/activities/{self.activity_id}/code")["code"]
                self.seen = time.monotonic()
            return self.code


@dataclass
class Told:
    """What one pressing was answered in the end, after how many milliseconds, and what it was told before that."""

    person: str
    status: int
    milliseconds: float
    again: list[int]


class Crowd:
    """Everybody who signs in to one event."""

    def __init__(self, url: str, people: People, event: Event, in_flight: int) -> None:
        self._base, self._url = url, f"{url}/v1/activities/{event.activity_id}/sign-ins"
        self._people, self._event, self._in_flight = people, event, in_flight
        self._screen = Screen(Api(url, people), event.activity_id)
        self._http = urllib3.PoolManager(maxsize=in_flight, block=True, timeout=urllib3.Timeout(600), retries=False)

    def look(self) -> None:
        """Everybody who can be served at once looks at the activity: from here on the workers of the emulator run."""
        api, path = Api(self._base, self._people), f"/v1/activities/{self._event.activity_id}/sign-ins/own"
        with ThreadPoolExecutor(self._in_flight) as pool:
            list(pool.map(lambda person: api.get(person, path), self._event.people[: self._in_flight]))

    def press(self) -> list[Told]:
        """All at once; each fifth twice."""
        people = [p for n, p in enumerate(self._event.people) for _ in range(1 + (n % TWICE == 0))]
        began = time.monotonic()
        with ThreadPoolExecutor(self._in_flight) as pool:
            return list(pool.map(lambda person: self._signed_in(person, began), people))

    def _signed_in(self, person: str, began: float) -> Told:
        answers = [self._send(person)]
        while answers[-1] in AGAIN and len(answers) < TRIES:
            answers.append(self._send(person))
        return Told(person, answers[-1], (time.monotonic() - began) * 1000, answers[:-1])

    def _send(self, person: str) -> int:
        headers = {
            "content-type": "application/json",
            "authorization": f"Bearer {self._people.sign_in(person).access}",
        }
        phone = "the-phone-of-several" if person in self._event.people[:SHARE] else f"the-phone-of-{person}"
        body = json.dumps({"code": self._screen.now(), "device": phone})
        return int(self._http.request("POST", self._url, body=body.encode(), headers=headers).status)


def counted(event: Event, told: Sequence[Told], kept: Kept, members: dict[str, str]) -> dict[str, Any]:
    """Who was lost or doubled, and how long it took."""
    acknowledged = {members[one.person] for one in told if one.status == 201}
    expected = {members[person] for person in event.people}
    there = set(kept.rows) & set(kept.entries)
    surplus = sum(times - 1 for times in (*kept.rows.values(), *kept.entries.values()))
    strangers = len((set(kept.rows) | set(kept.entries)) - expected)
    times = sorted(one.milliseconds for one in told)
    return {
        "lost": len(expected - acknowledged) + len(acknowledged - there),
        "doubled": surplus + strangers,
        "p50_ms": round(statistics.median(times)),
        "p99_ms": round(times[min(len(times) - 1, int(len(times) * 0.99))]),
        "conflicts": sum(len(one.again) for one in told),
    }


def is_whole(api: Api, holder: str, folder: Path) -> bool:
    """Whether `scripts/verify` finds the record whole, as the API gives it."""
    pages, cursor = [], ""
    while cursor is not None:
        page = api.get(HOST, f"/v1/journal/{holder}?order=oldest&limit=100" + (f"&cursor={cursor}" if cursor else ""))
        pages.append(json.dumps(page, ensure_ascii=False))
        cursor = page.get("next")
    file = folder / f"{holder}.jsonl"
    file.write_text("\n".join(pages) + "\n")
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "verify"), "chain", str(file)],
        check=False,
        capture_output=True,
        text=True,
    )
    print(f"verify: {(checked.stdout or checked.stderr).strip()}")
    return checked.returncode == 0


def on_the_cloud(running: Emulator, folder: Path, chosen: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    outputs = deploy.deploy(running)
    people, names = People(running, outputs), physical(running, deploy.STACK)
    url = running.api(outputs["ApiId"])
    api = Api(url, people)
    places = sign_in_places.founded(running, names, people, max(OF_BRANCH, chosen.county))
    figures, sound = {}, True
    for event in (sign_in_places.branch_meeting(api, places), sign_in_places.county_event(api, places)):
        crowd = Crowd(url, people, event, chosen.in_flight)
        crowd.look()
        began = time.monotonic()
        told = crowd.press()
        seconds = time.monotonic() - began
        kept = sign_in_floor.kept(running, names, event)
        found = counted(event, told, kept, places.members)
        floor = sign_in_floor.bare(running, kept) / len(kept.written) * 1000
        whole = is_whole(api, event.holder, folder)
        sound = sound and whole and not found["lost"] and not found["doubled"] and kept.shared == SHARE
        print(f"{event.name}: {len(event.people)} members, {len(told)} pressings in {seconds:.1f} s: {found}")
        print(f"{kept.shared} rows say that their phone was shared, of {SHARE}")
        answers, again = Counter(one.status for one in told), Counter(status for one in told for status in one.again)
        print(f"answers {dict(answers)}, told to come again with {dict(again)}")
        print(f"{seconds / len(event.people) * 1000:.0f} ms a member; floor {floor:.1f} ms, the bare transaction")
        figures[event.name] = found | {"units": kept.units, "floor_ms": round(floor, 1)}
    return figures, sound


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", type=int, default=COUNTY, help="members of the county event")
    parser.add_argument("--in-flight", type=int, default=IN_FLIGHT)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        running = emulator.start(Path(name) / "state", free_port())
        try:
            figures, sound = on_the_cloud(running, Path(name), chosen)
        finally:
            emulator.stop(running.state)
    whole = {key: sum(of[key] for of in figures.values()) for key in ("lost", "doubled", "conflicts")}
    slower = {key: max(of[key] for of in figures.values()) for key in ("p50_ms", "p99_ms", "units")}
    print("RESULT " + json.dumps(whole | slower | figures))
    return not sound


if __name__ == "__main__":
    sys.exit(main())
