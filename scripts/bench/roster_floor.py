"""What the rows of a roster became, as the transactions that wrote them, and those same items written by a bare loop.

The floor: one client, one thread, one transaction after another into tables of their own with the same keys and
indexes on the same emulator; nothing is read, checked, opened or sealed.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from scripts.bench.metering import table
from scripts.bench.units import Item, index_writes, write
from scripts.local.emulator import CREDENTIALS, REGION, Emulator
from tests.template_reader import resources

TABLES = ("MembersTable", "KeysTable", "JournalTable", "HeadsTable")


@dataclass(frozen=True)
class Written:
    """One transaction of an applied chunk: its items by table, and how many members it brought."""

    items: Sequence[tuple[str, Item]]
    members: int

    @property
    def units(self) -> int:
        return sum(write(None, item, transaction=True) for _, item in self.items)

    @property
    def index_units(self) -> int:
        return sum(index_writes(table(name).indexes.values(), None, item) for name, item in self.items)


def physical(emulator: Emulator, stack: str) -> dict[str, str]:
    """Logical id → the deployed name."""
    pages = emulator.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    return {r["LogicalResourceId"]: r["PhysicalResourceId"] for page in pages for r in page["StackResourceSummaries"]}


def items(emulator: Emulator, name: str) -> Iterator[dict[str, Any]]:
    """Every item of a table: the bench's eye, never the product's."""
    for page in emulator.client("dynamodb").get_paginator("scan").paginate(TableName=name):
        yield from page["Items"]


@dataclass(frozen=True)
class Stored:
    """The tables that an applied chunk writes to, as they stand, each item by what leads to it."""

    members: dict[str, Item]
    taken: dict[str, Item]
    answered: list[Item]
    keys: dict[str, Item]
    journal: list[Item]
    events: dict[str, Item]
    heads: dict[str, Item]

    @classmethod
    def of(cls, emulator: Emulator, names: dict[str, str]) -> "Stored":
        members = list(items(emulator, names["MembersTable"]))
        journal = list(items(emulator, names["JournalTable"]))
        return cls(
            members={i["pk"]["S"].removeprefix("MEMBER#"): i for i in members if i["sk"]["S"] == "NOW"},
            taken={i["member_id"]["S"]: i for i in members if i["sk"]["S"] == "MEMBER"},
            answered=[i for i in members if i["sk"]["S"] == "OUTCOMES"],
            keys={i["pk"]["S"].removeprefix("M#"): i for i in items(emulator, names["KeysTable"])},
            journal=[i for i in journal if "record" in i],
            events={i["pk"]["S"].removeprefix("EVT#"): i for i in journal if i["sk"]["S"] == "EVT"},
            heads={i["chain"]["S"]: i for i in items(emulator, names["HeadsTable"])},
        )

    def transaction(self, entry: Item, record: dict[str, Any], answered: Item) -> Written:
        """Members, what keeps their numbers unique, their keys, the answer, the event, its entry and the head."""
        ids = [member["memberId"] for member in record["data"]["members"]]
        chunk = [("MembersTable", kept[i]) for i in ids for kept in (self.members, self.taken)]
        chunk += [("KeysTable", self.keys[i]) for i in ids]
        chunk += [("MembersTable", answered), ("JournalTable", self.events[entry["event_id"]["S"]])]
        chunk += [("JournalTable", entry), ("HeadsTable", self.heads[record["chain"]])]
        return Written(chunk, len(ids))


def enrolments(emulator: Emulator, names: dict[str, str]) -> list[Written]:
    """One for each entry `MembersEnrolled` of the record."""
    stored = Stored.of(emulator, names)
    records = [(entry, json.loads(entry["record"]["S"])) for entry in stored.journal]
    enrolled = [(entry, record) for entry, record in records if record["event"] == "MembersEnrolled"]
    return [stored.transaction(e, r, a) for (e, r), a in zip(enrolled, stored.answered, strict=False)]


def bare(emulator: Emulator, chunks: Sequence[Written]) -> float:
    """Seconds for the same transactions in a bare loop."""
    for name in TABLES:
        _make(emulator, name)
    connect: Any = boto3.client  # the keys come by their names
    client = connect(
        "dynamodb",
        endpoint_url=emulator.url,
        region_name=REGION,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
        **{name.lower(): value for name, value in CREDENTIALS.items()},
    )
    began = time.monotonic()
    for chunk in chunks:
        puts = [{"Put": {"TableName": f"floor-{name}", "Item": item}} for name, item in chunk.items]
        client.transact_write_items(TransactItems=puts)
    return time.monotonic() - began


def _make(emulator: Emulator, name: str) -> None:
    stated = resources("AWS::DynamoDB::Table")[name]
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    emulator.client("dynamodb").create_table(
        TableName=f"floor-{name}",
        BillingMode="PAY_PER_REQUEST",
        **{part: stated[part] for part in wanted if part in stated},
    )
