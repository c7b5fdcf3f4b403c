"""Everything that is kept about one member, read as it lies, opened, and told as plain JSON values.

Nothing is chosen: what a later version of the product keeps under the member, or points to from there, is in it too.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from functions.members.concerning_tables import Concerns
from functions.members.erasure_tables import Absorbed
from functions.members.tables import NOUN, Member, subject_partition
from kernel import aws
from kernel.errors import NotFound
from kernel.record import Head
from kernel.together import read_tables
from kernel.vault import COUNTY_KEYS, CountyKey, DataClass, MemberKeys, Sealer, open_keys

Raw = dict[str, Any]
TABLE = Member.Meta.table_name
CONCERNS = Concerns.PREFIX
OF_TWO = "DUPLICATE#"  # a case names another person
BLOBS = tuple(data_class.value for data_class in DataClass)
MOST_KEYS = 96  # of a BatchGet's hundred: the member's keys, the county's two, and the head of the chain
KEYS, HEADS = MemberKeys.Meta.table_name, Head.Meta.table_name
Home = tuple[str, str]  # the branch, and its county


@dataclass(frozen=True)
class Copy:
    """Every item about a member, plain; the home branch, and the head of its chain, read on the way."""

    records: list[Raw]
    branch_id: str
    head: Head | None


def copied(member_id: str, subject: str) -> Copy:
    """Raises `NotFound` when the dossier or its keys are gone: then there is nothing to tell."""
    own = _partition(Member.partition(member_id))
    dossier = next((item for item in own if item["sk"]["S"] == "NOW"), None)
    if dossier is None:
        raise NotFound
    home = dossier["branch_id"]["S"], dossier["county_id"]["S"]
    account = _partition(subject_partition(subject))
    records, head = _gathered(member_id, own, account, home)
    return Copy(records, home[0], head)


def _gathered(member_id: str, own: Sequence[Raw], account: Sequence[Raw], home: Home) -> tuple[list[Raw], Head | None]:
    keys, head, beside = _beside(member_id, own, home)
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


def _beside(member_id: str, own: Sequence[Raw], home: Home) -> tuple[MemberKeys, Head | None, list[Raw]]:
    """The member's keys, the head of the home's chain, and the items elsewhere that are about the member.

    The county's keys are read with them: where the member came from another county they are asked for once more.
    """
    branch_id, county_id = home
    places = list(dict.fromkeys((*_pointed_at(own), *_attached(member_id, own))))
    sealed_by = [MemberKeys.partition(member_id), *COUNTY_KEYS.missing(county_id, *DataClass)]
    wanted = {KEYS: _asked({"pk": {"S": pk}} for pk in sealed_by), HEADS: _asked([Head(branch_id).key()])}
    found: list[Raw] = []
    answer: dict[str, list[Raw]] = {}
    for at in range(0, max(len(places), 1), MOST_KEYS):
        chosen = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in places[at : at + MOST_KEYS]]
        answer = read_tables(wanted | ({TABLE: _asked(chosen)} if chosen else {}))
        found += answer.get(TABLE, [])
    head = next((Head.from_raw_data(item) for item in answer[HEADS]), None)
    return _opened_by(answer[KEYS], member_id), head, found


def _asked(keys: Iterable[Raw]) -> Raw:
    return {"Keys": list(keys), "ConsistentRead": True}


def _opened_by(stored: Sequence[Raw], member_id: str) -> MemberKeys:
    """The member's keys, once the county's that open them are held. Raises `NotFound` when they are gone."""
    own = next((item for item in stored if item["pk"]["S"] == MemberKeys.partition(member_id)), None)
    if own is None:
        raise NotFound
    keys = MemberKeys.from_raw_data(own)
    COUNTY_KEYS.gather(keys, *DataClass, stored=[CountyKey.from_raw_data(item) for item in stored if item is not own])
    return keys


def _pointed_at(own: Sequence[Raw]) -> Iterator[tuple[str, str]]:
    for item in own:
        partition = item["sk"]["S"].removeprefix(CONCERNS)
        if item["sk"]["S"].startswith(CONCERNS) and not partition.startswith(OF_TWO):
            yield partition, item["place"]["S"]


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
