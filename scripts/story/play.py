"""The acts in their order, with a progress bar and a closing table."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kernel.calendar import end_of_month
from kernel.clock import business_day
from scripts.demo.county import county
from scripts.local.people import DEMO_PASSWORD
from scripts.story import closing, founding, month
from scripts.story.cast import AUDITOR, Branch, Cast, cast
from scripts.story.crowd import all_at_once
from scripts.story.stage import BEGUN, PEOPLE, Cloud, console

SETTLING = 21.0


@dataclass(frozen=True)
class Scale:
    """How much of the county lives the month."""

    branches: int
    by_code: int
    small: bool = False

    @classmethod
    def of(cls, *, small: bool, full: bool, branches: int) -> "Scale":
        if small:
            return cls(5, 2, small=True)
        return cls(10_000 if full else branches, min(30, branches))


@dataclass
class Play:
    """One run of the story: what happened, how much of it, and how long it took."""

    cloud: Cloud
    cast: Cast
    rows: list[tuple[str, str, float]] = field(default_factory=list)
    activities: dict[str, str] = field(default_factory=dict)

    def act(self, name: str, do: Callable[[], Any]) -> Any:
        """Do it and note how much and how long."""
        with console.status(name):
            return self._noted(name, do)

    def watch(self, name: str, do: Callable[[founding.Watch], dict[str, Any]]) -> str:
        """Do it with a roster, and show how far it is."""
        with console.status(name) as shown:
            return str(self._noted(name, lambda: counted(do(lambda now: shown.update(f"{name}: {counted(now)}")))))

    def _noted(self, name: str, do: Callable[[], Any]) -> Any:
        began = time.monotonic()
        told = do()
        self.rows.append((name, str(told), time.monotonic() - began))
        console.print(f"  {name}: {told} ({time.monotonic() - began:.1f} s)")
        return told

    def each(self, name: str, branches: Iterable[Branch], do: Callable[[Branch], Any]) -> list[Any]:
        """Do it for every branch, with a bar."""
        chosen, began = list(branches), time.monotonic()
        columns = (TextColumn(f"  {name}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(name, total=len(chosen))

            def one(branch: Branch) -> Any:
                told = do(branch)
                bar.advance(task)
                return told

            told = all_at_once(one, chosen)
        self.rows.append((name, f"{len(chosen)} branches", time.monotonic() - began))
        return told


def play(cloud: Cloud, scale: Scale) -> Play:
    """The whole story. Raises when anything is not as it should be."""
    began = time.monotonic()
    (cloud.state / BEGUN).touch()
    story = Play(cloud, cast(county(small=scale.small), scale.branches, scale.by_code))
    found_the_county(story)
    live_the_month(story)
    points_and_ranks(story)
    reminders(story)
    the_record(story)
    (cloud.state / PEOPLE).write_text(listed(story.cast))
    cloud.emulator.checkpoint()
    _close(story, time.monotonic() - began)
    return story


def listed(cast: Cast) -> str:
    """Everybody who can sign in, as the first page shows them."""
    people = [{"user": user, "password": DEMO_PASSWORD, "who": who} for user, who in cast.sign_ins().items()]
    return json.dumps(people, ensure_ascii=False)


def found_the_county(story: Play) -> None:
    console.rule("The county is founded")
    cloud, cast, api = story.cloud, story.cast, story.cloud.api
    subjects = cloud.people.make_all(list(cast.sign_ins()))
    story.act("county and first grants", lambda: founding.found(cloud.emulator, cloud.outputs, api, cast, subjects))
    take_roster(story, "organisations", founding.organisation_file(cast), founding.XLSX)
    take_roster(story, "members", founding.member_file(cast), founding.CSV)
    founding.give_roles(api, cast, subjects)
    story.act("members bind their sign-in", lambda: founding.bind(api, cast.branches))


def take_roster(story: Play, kind: str, content: bytes, content_type: str) -> None:
    """Upload, preview, apply, and fetch the file of bad rows."""
    api = story.cloud.api
    roster = founding.upload(api, story.cast, kind, content, content_type)
    story.watch(f"{kind}: preview", lambda watch: founding.preview(api, roster, watch))
    story.watch(f"{kind}: apply", lambda watch: founding.apply(api, roster, watch))
    story.act(f"{kind}: rows in the error file", lambda: founding.errors(api, roster).count(b"\n") - 1)


def counted(roster: dict[str, Any]) -> str:
    return ", ".join(f"{k} {v}" for k, v in roster["counters"].items() if v)


def live_the_month(story: Play) -> None:
    console.rule("A month of life")
    api, cast = story.cloud.api, story.cast
    by_code = [b for b in cast.branches if b.by_code]

    def plan(branch: Branch) -> None:
        story.activities[branch.organisation.code] = month.plan(api, cast, branch)

    def of(branch: Branch) -> str:
        return story.activities[branch.organisation.code]

    story.each("plan", cast.branches, plan)
    story.each("sign in by code", by_code, lambda b: month.sign_in(api, b, of(b)))
    story.each("photos", by_code, lambda b: month.take_photos(api, b, of(b), cast.branches.index(b)))
    story.each("roll call", cast.branches, lambda b: month.call_roll(api, cast, b, of(b)))
    story.each("minutes", cast.branches, lambda b: month.write_minutes(api, cast, b, of(b)))
    story.each("thumbnails", by_code, lambda b: month.photos_ready(api, b, of(b)))
    story.each("hand in", cast.branches, lambda b: month.submit(api, b, of(b)))
    returned = cast.branches[0]
    story.each("reviews", cast.branches, lambda b: month.review_through(api, cast, b, of(b), returned=b is returned))


def points_and_ranks(story: Play) -> None:
    console.rule("Points and ranks")
    api, cast, cloud = story.cloud.api, story.cast, story.cloud
    totals = story.each("points arrive", cast.branches, lambda b: closing.points_arrived(api, cast, b))
    story.act("points of members", lambda: sum(totals))
    posted = datetime.now(UTC).replace(microsecond=0)
    time.sleep(SETTLING)  # a run never holds for an instant that a posting may still reach
    closing.schedule_once(cloud.emulator, "RankingOnSchedule", {"asOf": posted.isoformat()})
    story.act("boards by schedule", lambda: len(closing.ranking_published(api, cast, posted)["items"]))
    story.act("a run by hand", lambda: closing.run_by_hand(api, cast)["state"])
    story.act("a member's standing", lambda: levels(closing.standing(api, next(b for b in cast.branches if b.by_code))))


def levels(standing: dict[str, Any]) -> str:
    return ", ".join(f"{level['level']} {level['rank']} ({level['band']})" for level in standing["levels"])


def reminders(story: Play) -> None:
    console.rule("Reminders")
    api, cast, cloud = story.cloud.api, story.cast, story.cloud
    after = end_of_month(business_day(datetime.now(UTC))) + timedelta(days=1)
    closing.remind(cloud.emulator, after)
    story.act("idle branches found at the month's end", lambda: closing.all_idle_noticed(api, cast))
    closing.remind(cloud.emulator, after + closing.A_QUARTER)
    story.act("long absent members found", lambda: closing.all_absent_noticed(api, cast))
    story.act("a run by hand", lambda: closing.remind_by_hand(api, cast))


def the_record(story: Play) -> None:
    console.rule("The record")
    api, cast, cloud = story.cloud.api, story.cast, story.cloud
    branch = next(b for b in cast.branches if b.by_code)
    chain = cast.id_of(branch.organisation.code)
    entries = closing.entries(api, chain)
    story.act("entries of one branch", lambda: len(entries))
    closing.schedule_once(cloud.emulator, "JournalOnSeal", {})
    found = closing.receipt(api, branch.member(1), entries[-1]["record"]["id"])
    key = api.get(AUDITOR, "/v1/journal/seals/key")["pem"]
    story.act(
        "a receipt verified offline", lambda: closing.verify("receipt", found, cloud.state / "receipts", key).strip()
    )


def _close(story: Play, seconds: float) -> None:
    table = Table(title="The month in figures")
    for column in ("what", "how much", "seconds"):
        table.add_column(column)
    for name, told, took in story.rows:
        table.add_row(name, told, f"{took:.1f}")
    table.add_row("all", f"{story.cloud.api.calls} calls", f"{seconds:.0f}")
    console.print(table)
