"""What a chunk of a roster would do: the same for the preview and for the apply. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from functions.members import dossiers, rules
from functions.members.facts import Facts, changes, merged
from functions.members.tables import IdNumberTaken, Member
from kernel import directory
from kernel.directory import Organisation, covers
from kernel.ids import derived_id, organisation_id
from kernel.rows import MemberRow, RowOutcome, RowsMessage
from kernel.spelling import normal
from kernel.vault import MemberKeys


@dataclass(frozen=True)
class Creation:
    member_id: str
    facts: Facts


@dataclass(frozen=True)
class Correction:
    member: Member
    keys: MemberKeys
    facts: Facts


@dataclass
class Plan:
    """Outcomes in the order of the rows, and what is to be written; `branch` is None when nothing is."""

    branch: Organisation | None = None
    outcomes: list[RowOutcome] = field(default_factory=list)
    creations: list[Creation] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        return bool(self.creations or self.corrections)


@dataclass(frozen=True)
class Known:
    """What is on record about the numbers of a chunk: the index of a number → its member and keys."""

    members: dict[str, Member]
    keys: dict[str, MemberKeys]

    @classmethod
    def of(cls, indexes: Sequence[str]) -> "Known":
        """One batch read of the indexes; if any is taken, one of their members and one of the keys."""
        places = [(IdNumberTaken.partition(index), "MEMBER") for index in dict.fromkeys(indexes)]
        taken = IdNumberTaken.find_all(places, consistent=True) if places else []
        if not taken:
            return cls({}, {})
        ids = [row.member_id for row in taken]
        members = Member.find_all([(Member.partition(i), "NOW") for i in ids], consistent=True)
        keys = MemberKeys.find_all([MemberKeys.partition(i) for i in ids], consistent=True)
        return cls({m.id_number_index: m for m in members}, {k.member_id: k for k in keys})


def plan(message: RowsMessage, rows: Sequence[MemberRow], today: date) -> Plan:
    """What each row would do. The rows name one branch; raises `ValueError` if they do not."""
    codes = {row.branch_code for row in rows}
    if len(codes) != 1:
        raise ValueError(f"{len(codes)} branches in one chunk")
    planner = _Planner(message, rows)
    made = Plan(planner.branch)
    for row in rows:
        made.outcomes.append(planner.decide(row, made, today))
    return made


class _Planner:
    """One chunk: what is on record is read once, then every row is decided by itself."""

    def __init__(self, message: RowsMessage, rows: Sequence[MemberRow]) -> None:
        self.message = message
        codes = [row.branch_code for row in rows] + [r.floating_branch_code for r in rows if r.floating_branch_code]
        found = directory.organisations([organisation_id(message.county_id, code) for code in codes])
        self.places = {code: found.get(organisation_id(message.county_id, code)) for code in codes}
        self.branch = self.places[rows[0].branch_code]
        self.flaw = self._flaw_of_branch()
        self.indexes = {row.row: dossiers.index_of(normal(row.id_number)) for row in rows}
        self.known = Known.of(list(self.indexes.values())) if self.flaw is None else Known({}, {})
        self.seen: set[str] = set()

    def _flaw_of_branch(self) -> rules.Flaw | None:
        if self.branch is None:
            return "branch_unknown", "branch_code"
        if not covers(self.message.organisation_id, self.branch.path):
            return "branch_outside", "branch_code"
        if not self.branch.holds_members:
            return "branch_holds_no_members", "branch_code"
        return None

    def decide(self, row: MemberRow, made: Plan, today: date) -> RowOutcome:
        flaw = rules.first_flaw(row, today) or self.flaw or self._flaw_of_floating(row) or self._flaw_of_repetition(row)
        if flaw:
            return RowOutcome(row=row.row, outcome="error", code=flaw[0], column=flaw[1])
        index = self.indexes[row.row]
        self.seen.add(index)
        stated = Facts.of_row(row, self._floating_branch_id(row))
        member = self.known.members.get(index)
        if member is None:
            made.creations.append(Creation(derived_id(self.message.roster_id, row.row), stated))
            return RowOutcome(row=row.row, outcome="create")
        return self._compare(row, member, stated, made)

    def _compare(self, row: MemberRow, member: Member, stated: Facts, made: Plan) -> RowOutcome:
        if self.branch is None or member.branch_id != self.branch.id:
            return RowOutcome(row=row.row, outcome="conflict", code="enrolled_elsewhere", column="branch_code")
        keys = self.known.keys.get(member.id)
        if keys is None:
            return RowOutcome(row=row.row, outcome="conflict", code="erased", column="id_number")
        known = dossiers.read(member, keys)
        after = merged(known, stated, row.absent)
        differing = changes(known, after)
        if not differing:
            return RowOutcome(row=row.row, outcome="same")
        made.corrections.append(Correction(member, keys, after))
        return RowOutcome(row=row.row, outcome="update", changes=differing)

    def _flaw_of_floating(self, row: MemberRow) -> rules.Flaw | None:
        """A floating branch is named by its code, stands in the same county, and is of that kind (`domain.md` 6)."""
        if row.floating_branch_code is None:
            return None
        place = self.places[row.floating_branch_code]
        if place is None:
            return "floating_branch_unknown", "floating_branch_code"
        if place.kind not in rules.HOMES_OF_FLOATING:
            return "not_a_floating_branch", "floating_branch_code"
        return None

    def _flaw_of_repetition(self, row: MemberRow) -> rules.Flaw | None:
        return ("duplicate_in_file", "id_number") if self.indexes[row.row] in self.seen else None

    def _floating_branch_id(self, row: MemberRow) -> str | None:
        place = self.places[row.floating_branch_code] if row.floating_branch_code else None
        return place.id if place else None
