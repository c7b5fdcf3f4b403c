"""What sign-ins left behind on the local cloud, and those same items put by a bare loop."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scripts.bench.roster_floor import items
from scripts.bench.sign_in_places import Event
from scripts.bench.units import Item, write
from scripts.local.emulator import Emulator

TABLE = "floor-sign-in"
Puts = Sequence[Item]


@dataclass(frozen=True)
class Kept:
    """Rows of attendance and entries `SignedIn` by member, and the items of each transaction; how many rows say that
    their phone was shared."""

    rows: Counter[str]
    entries: Counter[str]
    written: Sequence[Puts]
    shared: int

    @property
    def units(self) -> int:
        """Write units of the dearest sign-in."""
        return max(sum(write(None, item, transaction=True) for item in puts) for puts in self.written)


def kept(running: Emulator, names: dict[str, str], event: Event) -> Kept:
    """What is stored of this event, as it stands."""
    partition = f"ACTIVITY#{event.activity_id}"
    here = [item for item in items(running, names["ActivitiesTable"]) if item["pk"]["S"] == partition]
    rows = {_member(item): item for item in here if item["sk"]["S"].startswith("ATTENDANCE#")}
    phones = {item["member_id"]["S"]: item for item in here if item["sk"]["S"].startswith("DEVICE#")}
    journal = list(items(running, names["JournalTable"]))
    events = {item["pk"]["S"].removeprefix("EVT#"): item for item in journal if item["sk"]["S"] == "EVT"}
    (head,) = [item for item in items(running, names["HeadsTable"]) if item["chain"]["S"] == event.holder]
    entries = [(item, json.loads(item["record"]["S"])) for item in journal if "record" in item]
    mine = [(item, r) for item, r in entries if r["event"] == "SignedIn" and r["subject"] == event.activity_id]
    written = [
        [rows[who], *([phones[who]] if who in phones else []), events[item["event_id"]["S"]], item, head]
        for item, record in mine
        if (who := record["data"]["memberId"]) in rows
    ]
    shared = sum(item.get("device_shared", {}).get("BOOL", False) for item in rows.values())
    return Kept(Counter(rows.keys()), Counter(record["data"]["memberId"] for _, record in mine), written, shared)


def _member(item: dict[str, Any]) -> str:
    return str(item["sk"]["S"].removeprefix("ATTENDANCE#"))


def bare(running: Emulator, kept: Kept) -> float:
    """Seconds for the same transactions, one after another, into a table of their own."""
    client = running.client("dynamodb")
    _make(client)
    transactions = [[_under(item, number) for number, item in enumerate(puts)] for puts in kept.written]
    began = time.monotonic()
    for puts in transactions:
        client.transact_write_items(TransactItems=[{"Put": {"TableName": TABLE, "Item": item}} for item in puts])
    took = time.monotonic() - began
    client.delete_table(TableName=TABLE)
    return took


def _make(client: Any) -> None:
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("floor", "part")],
        KeySchema=[{"AttributeName": "floor", "KeyType": "HASH"}, {"AttributeName": "part", "KeyType": "RANGE"}],
    )


def _under(item: Item, number: int) -> dict[str, Any]:
    """The item under a key of its own: what it weighs is what it is about."""
    place = item.get("pk") or item["chain"]
    return {**item, "floor": place, "part": {"S": f"{number}#{item.get('sk', {'S': ''})['S']}"}}
