"""After an erasure: whatever else is kept under the member goes too, and the dossiers that were merged into theirs.

Likewise of somebody whom a roster put on record and its undoing took off: what waits for a decision about them ends.

It runs until nothing is left but the mark that there was a member, so that it may be told as often as the queue likes.
"""

from collections.abc import Iterator
from typing import Any

from functions.members import erasure_writing
from functions.members.concerning_tables import Concerns
from functions.members.erasure_tables import Absorbed, Erased
from functions.members.tables import Member
from kernel import aws, directory
from kernel.events import MemberErased, MembersLeft
from kernel.journal import Act, UnitOfWork
from kernel.membership import ROSTER_UNDONE
from kernel.projection import retrying
from kernel.transaction import TRIES, pause

MARK = "ERASED"
AT_ONCE = 25  # items that BatchWriteItem takes
ROUNDS = 100
KEPT_ELSEWHERE = ("CERTIFICATE#",)  # the county's register: a number and two days, no person's facts
TABLE = Member.Meta.table_name
Raw = dict[str, Any]


def sweep(act: Act, event: MemberErased) -> None:
    """Raises `RuntimeError` if somebody kept writing under a member whose dossier is gone."""
    pk = Member.partition(event.member_id)
    mark = Erased.find(pk, MARK)
    if mark is None:
        return
    for left in _rounds(pk):
        for item in left:
            if item["sk"]["S"].startswith(Absorbed.PREFIX):
                _erase_merged(act, item["sk"]["S"].removeprefix(Absorbed.PREFIX), event.member_id, mark)
        _delete([*_beside(left), *left])


def sweep_undone(event: MembersLeft) -> None:
    """The same of members whose dossiers are gone with the roster that brought them. Raises `RuntimeError` too."""
    for member in event.members:
        pk = Member.partition(member.member_id)
        if member.reason == ROSTER_UNDONE and Member.find(pk, "NOW") is None:
            for left in _rounds(pk):
                _delete([*_beside(left), *left])


def _rounds(pk: str) -> Iterator[list[Raw]]:
    """What is still there, until nothing is."""
    for _ in range(ROUNDS):
        left = [item for item in _under(pk) if item["sk"]["S"] != MARK]
        if not left:
            return
        yield left
    raise RuntimeError("not swept")


def _under(pk: str) -> list[Raw]:
    asked: Raw = {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": pk}},
        "ProjectionExpression": "pk, sk, place",
        "ConsistentRead": True,
    }
    answer: Raw = aws.client("dynamodb").query(**asked)  # type: ignore[assignment]  # plain dicts on the wire
    found: list[Raw] = answer["Items"]
    return found


def _beside(left: list[Raw]) -> list[Raw]:
    """What is about the member alone, under keys of its own."""
    found = []
    for item in left:
        partition = item["sk"]["S"].removeprefix(Concerns.PREFIX)
        if item["sk"]["S"].startswith(Concerns.PREFIX) and not partition.startswith(KEPT_ELSEWHERE):
            found.append({"pk": {"S": partition}, "sk": item["place"]})
    return found


def _delete(items: list[Raw]) -> None:
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
    for at in range(0, len(keys), AT_ONCE):
        wanted: Raw = {TABLE: [{"DeleteRequest": {"Key": key}} for key in keys[at : at + AT_ONCE]]}
        for attempt in range(TRIES):
            wanted = aws.client("dynamodb").batch_write_item(RequestItems=wanted)["UnprocessedItems"]
            if not wanted:
                break
            pause(attempt)


def _erase_merged(act: Act, member_id: str, kept_id: str, mark: Erased) -> None:
    """A dossier that was merged into the erased one is the same person's."""

    def attempt() -> None:
        member = Member.find(Member.partition(member_id), "NOW")
        if member is None:
            return
        branch = directory.organisation(member.branch_id)
        work = UnitOfWork(act, chain=branch.id, action=erasure_writing.CONFIRM, subject=member_id, effect=member_id)
        facts = {name: getattr(mark, name) for name in Erased.get_attributes() if name not in ("pk", "sk")}
        left = Erased(member.pk, **(facts | {"branch_id": branch.id, "county_id": branch.county_id}))
        erasure_writing.erase(work, member, branch, left, kept_id)
        work.commit()

    retrying(attempt)
