"""What rows of different tables must say alike; a restore may bring back part of a transaction, and then they do not.

Each check reads whole tables, and names every place where it does not hold.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from functions.points.checking import balances
from functions.points.tables import LedgerRow
from kernel.chain import GENESIS, entry_hash
from kernel.scoreboard import Scoreboard

Raw = dict[str, Any]
Read = Callable[[str], Iterable[Raw]]
"""A table's logical name → its rows in DynamoDB JSON."""
PLACES: dict[str, tuple[str, str, str]] = {
    "ActivityPlanned": ("ActivitiesTable", "ACTIVITY#{activityId}", "NOW"),
    "OrganisationsFounded": ("OrganisationsTable", "ORG#{organisationId}", "NOW"),
    "RoleGranted": ("IdentityTable", "SUBJECT#{subject}", "ACCOUNT"),
}
"""Of an event that says that something was made: the table and the key where that must stand."""
LINE = re.compile(r"(\d{4})#")


def of(row: Raw, name: str) -> str:
    return str(next(iter(row[name].values()))) if name in row else ""


def torn(read: Read, as_of: datetime) -> list[str]:
    """Everything that does not stand together, in words."""
    journal = list(read("JournalTable"))
    entries = sorted(
        (json.loads(of(row, "record")) | {"digest": of(row, "digest")} for row in journal if "record" in row),
        key=_place,
    )
    found = [*_record(journal, entries, list(read("HeadsTable"))), *_made(read, entries)]
    return [*found, *_members(read), *_points(read, as_of)]


def _place(entry: dict[str, Any]) -> tuple[str, int]:
    return str(entry["chain"]), int(entry["seq"])


def _record(journal: list[Raw], entries: list[dict[str, Any]], heads: list[Raw]) -> Iterator[str]:
    """Entries, event rows, heads and the list of chains know each other."""
    events = {of(row, "pk").removeprefix("EVT#"): row for row in journal if of(row, "pk").startswith("EVT#")}
    begun = {of(row, "sk") for row in journal if of(row, "pk").startswith("CHAINS#")}
    told = {entry["id"] for entry in entries}
    chains: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        chains[entry["chain"]].append(entry)
        if entry["id"] not in events:
            yield f"entry {entry['seq']} of chain {entry['chain']} has no event row"
    for event_id, row in events.items():
        if event_id not in told:
            yield f"event {event_id} has no entry: {of(row, 'seq')} of chain {of(row, 'chain')} is missing"
    ends = {of(row, "chain"): (int(of(row, "n") or 0), of(row, "digest")) for row in heads}
    for chain in sorted(chains.keys() | {chain for chain, (n, _) in ends.items() if n}):
        yield from _chain(chain, chains[chain], *ends.get(chain, (0, "")))
    yield from (f"chain {chain} is not in the list of chains" for chain in sorted(chains.keys() - begun))


def _chain(chain: str, entries: list[dict[str, Any]], n: int, digest: str) -> Iterator[str]:
    last, seen = GENESIS, 0
    for entry in entries:
        if entry["seq"] != seen + 1:
            yield f"chain {chain} lacks entries {seen + 1} to {entry['seq'] - 1}"
        seen, bare = int(entry["seq"]), {name: value for name, value in entry.items() if name != "digest"}
        text = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        if (last and entry["prev"] != last) or entry_hash(text) != entry["digest"]:
            yield f"entry {seen} of chain {chain} does not follow the one before it"
        last = entry["digest"]
    if seen != n or (seen and last != digest):
        yield f"the head of chain {chain} says {n}, its last entry is {seen}"


def _made(read: Read, entries: list[dict[str, Any]]) -> Iterator[str]:
    """What the record says was made stands in its table."""
    there = {(table, of(row, "pk"), of(row, "sk")) for table, _, _ in set(PLACES.values()) for row in read(table)}
    for entry in entries:
        if entry["event"] in PLACES:
            table, pk, sk = PLACES[entry["event"]]
            for told in entry["data"].get("organisations", [entry["data"]]):
                if (table, pk.format(**told), sk) not in there:
                    yield f"entry {entry['seq']} of chain {entry['chain']}: {entry['event']}, and nothing stands there"


def _members(read: Read) -> Iterator[str]:
    """A dossier has its keys, and its ID number leads to it."""
    rows = list(read("MembersTable"))
    dossiers = {of(row, "pk").removeprefix("MEMBER#"): row for row in rows if "id_number_index" in row}
    numbers = {of(row, "pk").removeprefix("BI#id#"): row for row in rows if of(row, "pk").startswith("BI#id#")}
    keys = {of(row, "pk").removeprefix("M#") for row in read("KeysTable") if of(row, "pk").startswith("M#")}
    for member, dossier in dossiers.items():
        if member not in keys:
            yield f"member {member} has no keys: what is sealed of them stays shut"
        if of(dossier, "id_number_index") not in numbers:
            yield f"the ID number of member {member} is free to be taken again"
    for row in numbers.values():
        if of(row, "member_id") not in dossiers:
            yield f"an ID number leads to member {of(row, 'member_id')}, who has no dossier"
    yield from (f"there are keys of member {member}, who has no dossier" for member in sorted(keys - dossiers.keys()))


def _points(read: Read, as_of: datetime) -> Iterator[str]:
    """Every balance is the sum of its lines, and every line is of an account on some board."""
    lines: Counter[tuple[str, str]] = Counter()
    for row in read("PointsTable"):
        if of(row, "pk").startswith(LedgerRow.partition("")) and (line := LINE.match(of(row, "sk"))):
            lines[line[1], of(row, "pk").removeprefix(LedgerRow.partition(""))] += int(of(row, "value"))
    held: Counter[tuple[str, str]] = Counter()
    for row in read("ScoreboardTable"):
        if of(row, "sk").startswith(Scoreboard.PREFIX):
            board = Scoreboard.from_raw_data(row)
            for account, balance in balances(board, as_of):
                held[board.pk.split("#")[1], account] += balance
    for season, account in sorted(lines.keys() | held.keys()):
        stated, summed = held[season, account], lines[season, account]
        if stated != summed:
            yield f"account {account} has {stated} points in {season}, its lines add up to {summed}"
