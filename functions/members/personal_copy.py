"""Everything that is kept about one member, read as it lies, opened, and told as plain JSON values.

Nothing is chosen: what a later version of the product keeps under the member, or points to from there, is in it too.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from functions.members.concerning_tables import Concerns
from functions.members.erasure_tables import Absorbed
from functions.members.tables import NOUN, Member, subject_partition
from kernel import aws
from kernel.errors import NotFound
from kernel.record import Head
from kernel.together import read_tables
from kernel.vault import COUNTY_KEYS, DataClass, MemberKeys, Sealer, open_keys

Raw = dict[str, Any]
TABLE = Member.Meta.table_name
CONCERNS = Concerns.PREFIX
BLOBS = tuple(data_class.value for data_class in DataClass)
MOST_KEYS = 98


@dataclass(frozen=True)
class Copy:
    """Every item about a member, plain; the home branch, and the head of its chain, read on the way."""

    records: list[Raw]
    branch_id: str
    head: Head | None


def copied(member_id: str, subject: str) -> Copy:
    """Raises `NotFound` when the dossier or its keys are gone: then there is nothing to tell."""
    own = _partition(Member.partition(member_id))
    home = next((item["branch_id"]["S"] for item in own if item["sk"]["S"] == "NOW"), None)
    if home is None:
        raise NotFound
    account = _partition(subject_partition(subject))
    records, head = _gathered(member_id, own, account, home)
    return Copy(records, home, head)


def _gathered(member_id: str, own: Sequence[Raw], account: Sequence[Raw], home: str) -> tuple[list[Raw], Head | None]:
    keys, head, beside = _beside(member_id, own, home)
    COUNTY_KEYS.gather(keys, *DataClass)
    opener = open_keys(NOUN, keys)
    items = [*(item for item in own if not item["sk"]["S"].startswith(CONCERNS)), *beside, *account]
    told = [_told(item, opener) for item in items]
    for other in _absorbed(own):
        told += _gathered(other, _partition(Member.partition(other)), (), home)[0]
    return told, head


def _absorbed(own: Sequence[Raw]) -> list[str]:
    """Dossiers that were merged into this one: the same person's, under keys of their own."""
    places = [item["sk"]["S"] for item in own]
    return [place.removeprefix(Absorbed.PREFIX) for place in places if place.startswith(Absorbed.PREFIX)]


def _partition(pk: str) -> list[Raw]:
    asked: Raw = {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
        "ConsistentRead": True,
    }
    found: list[Raw] = []
    while True:
        answer: Raw = aws.client("dynamodb").query(**asked)  # type: ignore[assignment]  # plain dicts on the wire
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return found
        asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _beside(member_id: str, own: Sequence[Raw], home: str) -> tuple[MemberKeys, Head | None, list[Raw]]:
    """The member's keys, the head of the home's chain, and the items elsewhere that are about the member."""
    places = list(dict.fromkeys((*_pointed_at(own), *_attached(member_id, own))))
    keys: MemberKeys | None = None
    head: Head | None = None
    found: list[Raw] = []
    for at in range(0, max(len(places), 1), MOST_KEYS):
        key = MemberKeys(MemberKeys.partition(member_id)).key()
        wanted: Raw = {MemberKeys.Meta.table_name: {"Keys": [key], "ConsistentRead": True}}
        wanted[Head.Meta.table_name] = {"Keys": [Head(home).key()], "ConsistentRead": True}
        chosen = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in places[at : at + MOST_KEYS]]
        answer = read_tables(wanted | ({TABLE: {"Keys": chosen, "ConsistentRead": True}} if chosen else {}))
        found += answer.get(TABLE, [])
        for item in answer.get(Head.Meta.table_name, []):
            head = Head.from_raw_data(item)
        for item in answer.get(MemberKeys.Meta.table_name, []):
            keys = MemberKeys.from_raw_data(item)
    if keys is None:
        raise NotFound
    return keys, head, found


def _pointed_at(own: Sequence[Raw]) -> Iterator[tuple[str, str]]:
    for item in own:
        if item["sk"]["S"].startswith(CONCERNS):
            yield item["sk"]["S"].removeprefix(CONCERNS), item["place"]["S"]


def _attached(member_id: str, own: Sequence[Raw]) -> Iterator[tuple[str, str]]:
    for item in own:
        for organisation in item.get("attached_to", {}).get("L", []):
            yield f"ATTACHED#{organisation['S']}", Member.partition(member_id)


def _told(item: Raw, opener: Sealer) -> Raw:
    """One item with its sealed classes opened; `pk` and `sk` say what it is."""
    told = {name: _plain(value) for name, value in item.items() if name not in BLOBS}
    for name in BLOBS:
        if "B" in item.get(name, {}):
            told[name] = opener.open(DataClass(name), item[name]["B"])
    return told


def _plain(value: Raw) -> Any:
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return int(content) if content.lstrip("-").isdigit() else float(content)
        case "NULL":
            return None
        case "L":
            return [_plain(inner) for inner in content]
        case "M":
            return {name: _plain(inner) for name, inner in content.items()}
        case "S":
            return _text(content)
    return content


def _text(text: str) -> Any:
    """Texts that are JSON of a known make are told as what they say."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
