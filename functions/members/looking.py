"""What is on record about chunks of a roster: of all in a batch together, a hundred keys at a time, twice more for the
numbers that are known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.members import dossiers
from functions.members.tables import ChunkAnswered, IdNumberTaken, Member
from kernel import directory
from kernel.directory import Organisation, Seen
from kernel.ids import organisation_id
from kernel.record import Head
from kernel.rows import MemberRow, RowsMessage
from kernel.spelling import normal
from kernel.together import read_all
from kernel.vault import MemberKeys

Raw = dict[str, Any]
type Chunk = tuple[RowsMessage, Sequence[MemberRow]]
TABLE, KEYS, HEADS = (model.Meta.table_name for model in (Member, MemberKeys, Head))


@dataclass(frozen=True)
class Known:
    """What is on record about the numbers of a chunk: the index of a number → its member and keys.

    `gone` are indexes that lead to nobody any more: what they led to was erased.
    """

    members: dict[str, Member] = field(default_factory=dict)
    keys: dict[str, MemberKeys] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OnRecord:
    """The organisations that a chunk names, by code; the index of each row's number, by row; who has them already; the
    head of its branch's chain, and to apply how the chunk was answered before, if it was.
    """

    places: dict[str, Organisation | None]
    indexes: dict[int, str]
    known: Known
    answered: ChunkAnswered | None
    head: Head


def look(message: RowsMessage, rows: Sequence[MemberRow]) -> OnRecord:
    """What is on record about one chunk; its rows name one branch."""
    (found,) = look_all([(message, rows)])
    return found


def look_all(chunks: Sequence[Chunk]) -> list[OnRecord]:
    """What is on record about each chunk, in their order; no two share anything that a chunk changes."""
    if not chunks:
        return []
    asked = [_Asked.of(*chunk) for chunk in chunks]
    beside = {
        TABLE: [key for one in asked for key in one.rows()],
        HEADS: [Head(one.branch_id).key() for one in asked],
    }
    seen = directory.look([place for one in asked for place in one.places.values()], beside=beside)
    rows = {(raw["pk"]["S"], raw["sk"]["S"]): raw for raw in seen.of(TABLE)}
    people = _People.of(raw["member_id"]["S"] for raw in rows.values() if raw["sk"]["S"] == "MEMBER")
    return [one.answered(seen, rows, people) for one in asked]


@dataclass(frozen=True)
class _People:
    """Dossiers and keys as they are stored, by member."""

    members: Mapping[str, Raw]
    keys: Mapping[str, Raw]

    @classmethod
    def of(cls, ids: Iterable[str]) -> "_People":
        wanted = dict.fromkeys(ids)  # two numbers may lead to one, after a merger
        asked = [(TABLE, Member(Member.partition(i)).key()) for i in wanted]
        asked += [(KEYS, MemberKeys(MemberKeys.partition(i)).key()) for i in wanted]
        found = read_all(asked)
        return cls(
            {raw["pk"]["S"]: raw for raw in found.get(TABLE, [])}, {raw["pk"]["S"]: raw for raw in found.get(KEYS, [])}
        )

    def known(self, taken: Mapping[str, str]) -> Known:
        """`taken`: the index of a number → the member that has it. Each has its own reading of who has it."""
        holders = {i: self.members[pk] for i, m in taken.items() if (pk := Member.partition(m)) in self.members}
        keys = {m: self.keys[pk] for m in taken.values() if (pk := MemberKeys.partition(m)) in self.keys}
        return Known(
            {index: Member.from_raw_data(raw) for index, raw in holders.items()},
            {member: MemberKeys.from_raw_data(raw) for member, raw in keys.items()},
            frozenset(taken.keys() - holders.keys()),
        )


@dataclass(frozen=True)
class _Asked:
    """What a chunk has to know: places by code, indexes by row, and to apply the row that answers it."""

    branch_id: str
    places: dict[str, str]
    indexes: dict[int, str]
    answer: ChunkAnswered | None

    @classmethod
    def of(cls, message: RowsMessage, rows: Sequence[MemberRow]) -> "_Asked":
        codes = dict.fromkeys(code for row in rows for code in (row.branch_code, row.floating_branch_code) if code)
        places = {code: organisation_id(message.county_id, code) for code in codes}
        key = ChunkAnswered.partition(message.roster_id, message.chunk), ChunkAnswered.place(message.generation)
        return cls(
            branch_id=places[rows[0].branch_code],
            places=places,
            indexes={row.row: dossiers.index_of(normal(row.id_number)) for row in rows},
            answer=ChunkAnswered(*key) if message.phase == "apply" else None,
        )

    def rows(self) -> list[Raw]:
        """Keys in the members' table."""
        numbers = [IdNumberTaken(IdNumberTaken.partition(index)).key() for index in self.indexes.values()]
        return [*numbers, *([self.answer.key()] if self.answer else [])]

    def answered(self, seen: Seen, rows: Mapping[tuple[str, str], Raw], people: _People) -> OnRecord:
        places = {index: (IdNumberTaken.partition(index), "MEMBER") for index in self.indexes.values()}
        taken = {index: rows[place]["member_id"]["S"] for index, place in places.items() if place in rows}
        before = rows.get((self.answer.pk, self.answer.sk)) if self.answer else None
        heads = (raw for raw in seen.of(HEADS) if raw["chain"]["S"] == self.branch_id)
        return OnRecord(
            places={code: seen.organisations.get(place) for code, place in self.places.items()},
            indexes=self.indexes,
            known=people.known(taken),
            answered=ChunkAnswered.from_raw_data(before) if before else None,
            head=next((Head.from_raw_data(raw) for raw in heads), Head(self.branch_id)),
        )
