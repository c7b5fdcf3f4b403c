"""What stands afterwards of what was acknowledged: rows, entries of the record, and what consumers made of them.

A consumer's entry names its cause, and says when the consumer began on it: how long a fact was on its way is the time
between two entries of the record.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scripts.bench.roster_floor import items
from scripts.local.emulator import Emulator
from scripts.proofs.overload_load import Answered

Record = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """Entries and rows of attendance and plans by what they are about; by the id of each plan's entry, when it was
    planned and when the consumer that invites had it (None: not yet)."""

    entries: Counter[str]
    rows: Counter[str]
    reached: dict[str, tuple[datetime, datetime | None]]

    def lost(self, written: Sequence[str]) -> int:
        return sum(not self.entries[about] or not self.rows[about] for about in written)

    def doubled(self, written: Sequence[str]) -> int:
        return sum(max(self.entries[about], self.rows[about]) > 1 for about in written)

    def seconds(self, activities: set[str]) -> list[float | None]:
        """How long each of these plans took to its consumer, the quickest first; None at the end for those that did
        not come."""
        came = [(at, then) for activity, (at, then) in self.reached.items() if activity in activities]
        known = sorted((then - at).total_seconds() for at, then in came if then)
        return [*known, *[None] * (len(activities) - len(known))]


def written(answers: Sequence[Answered]) -> Iterator[str]:
    """What was acknowledged, as `Kept` names it: an activity, or an activity and a member."""
    for answer in answers:
        if answer.status == 201:
            yield answer.request.about or answer.body["id"]


def kept(running: Emulator, names: dict[str, str]) -> Kept:
    records = [json.loads(item["record"]["S"]) for item in items(running, names["JournalTable"]) if "record" in item]
    rows = Counter(filter(None, map(_about, items(running, names["ActivitiesTable"]))))
    entries = Counter(filter(None, map(_told, records)))
    causes = {record["id"]: record for record in records if record["event"] == "ActivityPlanned"}
    came: dict[str, datetime] = {}
    for record in records:
        if record["event"] == "NoticeSent" and record["cause"] in causes:
            at = datetime.fromisoformat(record["at"])
            came[record["cause"]] = min(at, came.get(record["cause"], at))
    reached = {r["subject"]: (datetime.fromisoformat(r["at"]), came.get(entry)) for entry, r in causes.items()}
    return Kept(entries, rows, reached)


def _told(record: Record) -> str | None:
    if record["event"] == "SignedIn":
        return f"{record['subject']} {record['data']['memberId']}"
    return str(record["subject"]) if record["event"] == "ActivityPlanned" else None


def _about(item: dict[str, Any]) -> str | None:
    """`ACTIVITY#<id>` / `ATTENDANCE#<member>`, or the activity itself."""
    activity = item["pk"]["S"].removeprefix("ACTIVITY#")
    if activity == item["pk"]["S"]:
        return None
    kind, _, member = item["sk"]["S"].partition("#")
    if kind == "ATTENDANCE" and member:
        return f"{activity} {member}"
    return activity if "secret" in item else None
