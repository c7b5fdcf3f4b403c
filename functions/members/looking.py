"""What is on record about a chunk of a roster: read in one call, and in two more if any of its numbers is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from functions.members import dossiers
from functions.members.tables import ChunkAnswered, IdNumberTaken, Member
from kernel import directory
from kernel.directory import Organisation
from kernel.ids import organisation_id
from kernel.record import Head
from kernel.rows import MemberRow, RowsMessage
from kernel.spelling import normal
from kernel.vault import MemberKeys

Raw = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What is on record about the numbers of a chunk: the index of a number → its member and keys.

    `gone` are indexes that lead to nobody any more: what they led to was erased.
    """

    members: dict[str, Member]
    keys: dict[str, MemberKeys]
    gone: frozenset[str] = frozenset()

    @classmethod
    def of(cls, taken: Sequence[IdNumberTaken]) -> "Known":
        """If any number is taken: one batch read of the members, and one of their keys."""
        if not taken:
            return cls({}, {})
        ids = list(dict.fromkeys(row.member_id for row in taken))  # two numbers may lead to one, after a merger
        members = Member.find_all([(Member.partition(i), "NOW") for i in ids], consistent=True)
        keys = MemberKeys.find_all([MemberKeys.partition(i) for i in ids], consistent=True)
        holders = {m.id: m for m in members}
        by_index = {row.index: holders[row.member_id] for row in taken if row.member_id in holders}
        gone = frozenset(row.index for row in taken) - by_index.keys()
        return cls(by_index, {k.member_id: k for k in keys}, gone)


@dataclass(frozen=True)
class OnRecord:
    """The organisations that a chunk names, by code; the index of each row's number, by row; who has them already.

    To apply: how the chunk was answered before, if it was, and the head of its branch's chain.
    """

    places: dict[str, Organisation | None]
    indexes: dict[int, str]
    known: Known
    answered: ChunkAnswered | None
    head: Head


def look(message: RowsMessage, rows: Sequence[MemberRow]) -> OnRecord:
    """The rows name one branch."""
    codes = dict.fromkeys(code for row in rows for code in (row.branch_code, row.floating_branch_code) if code)
    ids = {code: organisation_id(message.county_id, code) for code in codes}
    branch_id = ids[rows[0].branch_code]
    indexes = {row.row: dossiers.index_of(normal(row.id_number)) for row in rows}
    numbers = [_key(IdNumberTaken.partition(index), "MEMBER") for index in dict.fromkeys(indexes.values())]
    beside = {Member.Meta.table_name: numbers}
    if message.phase == "apply":
        numbers.append(_key(*_answer_to(message)))
        beside[Head.Meta.table_name] = [{"chain": {"S": branch_id}}]
    seen = directory.look(ids.values(), beside=beside)
    found = seen.of(Member.Meta.table_name)
    taken = [IdNumberTaken.from_raw_data(raw) for raw in found if raw["sk"]["S"] == "MEMBER"]
    return OnRecord(
        places={code: seen.organisations.get(place) for code, place in ids.items()},
        indexes=indexes,
        known=Known.of(taken),
        answered=_answered(found),
        head=next((Head.from_raw_data(raw) for raw in seen.of(Head.Meta.table_name)), Head(branch_id)),
    )


def _answered(found: Iterable[Raw]) -> ChunkAnswered | None:
    answers = (raw for raw in found if raw["sk"]["S"].startswith("OUTCOMES"))
    return next((ChunkAnswered.from_raw_data(raw) for raw in answers), None)


def _answer_to(message: RowsMessage) -> tuple[str, str]:
    return ChunkAnswered.partition(message.roster_id, message.chunk), ChunkAnswered.place(message.generation)


def _key(partition: str, place: str) -> Raw:
    return {"pk": {"S": partition}, "sk": {"S": place}}
