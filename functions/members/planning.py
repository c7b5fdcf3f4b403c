"""What a chunk of a roster would do: the same for the preview and for the apply. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from functions.members import differences, dossiers, rules
from functions.members.facts import Facts, changes, merged
from functions.members.looking import OnRecord
from functions.members.standing_rules import refusal_of_row
from functions.members.tables import Member
from kernel.directory import Organisation, covers
from kernel.ids import derived_id
from kernel.rows import MemberRow, RowOutcome, RowsMessage
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
    changed: tuple[str, ...]


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


def plan(message: RowsMessage, rows: Sequence[MemberRow], today: date, record: OnRecord) -> Plan:
    """What each row would do, by what is on record. The rows name one branch; raises `ValueError` if they do not."""
    codes = {row.branch_code for row in rows}
    if len(codes) != 1:
        raise ValueError(f"{len(codes)} branches in one chunk")
    planner = _Planner(message, rows, record)
    made = Plan(planner.branch)
    for row in rows:
        made.outcomes.append(planner.decide(row, made, today))
    return made


def _id_of(message: RowsMessage, row: MemberRow) -> str:
    """The id of a new member; another one when the roster is applied again after it was taken back."""
    again = [message.generation] if message.generation else []
    return derived_id(message.roster_id, row.row, *again)


class _Planner:
    """One chunk: every row is decided by itself."""

    def __init__(self, message: RowsMessage, rows: Sequence[MemberRow], record: OnRecord) -> None:
        self.message = message
        self.places, self.indexes, self.known = record.places, record.indexes, record.known
        self.branch = self.places[rows[0].branch_code]
        self.flaw = self._flaw_of_branch()
        self.seen: set[str] = set()

    def _flaw_of_branch(self) -> rules.Flaw | None:
        if self.branch is None:
            return "branch_unknown", "branch_code"
        if not covers(self.message.organisation_id, self.branch.path):
            return "branch_outside", "branch_code"
        if not self.branch.holds_members:
            return "branch_holds_no_members", "branch_code"
        if self.branch.closed:
            return "branch_closed", "branch_code"
        return None

    def decide(self, row: MemberRow, made: Plan, today: date) -> RowOutcome:
        flaw = rules.first_flaw(row, today) or self.flaw or self._flaw_of_floating(row) or self._flaw_of_repetition(row)
        if flaw:
            return RowOutcome(row=row.row, outcome="error", code=flaw[0], column=flaw[1])
        index = self.indexes[row.row]
        self.seen.add(index)
        stated = Facts.of_row(row, self._floating_branch_id(row))
        member = self.known.members.get(index)
        if index in self.known.gone:
            return RowOutcome(row=row.row, outcome="conflict", code="erased", column="id_number")
        if member is None:
            made.creations.append(Creation(_id_of(self.message, row), stated))
            return RowOutcome(row=row.row, outcome="create")
        if member.state == "LEFT":
            code = refusal_of_row(member.left_reason, date.fromisoformat(member.left_on), today)
            return RowOutcome(row=row.row, outcome="conflict", code=code, column="id_number")
        return self._compare(row, member, stated, made)

    def _compare(self, row: MemberRow, member: Member, stated: Facts, made: Plan) -> RowOutcome:
        if member.id_number_index != self.indexes[row.row]:
            return RowOutcome(row=row.row, outcome="conflict", code="merged_number", column="id_number")
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
        made.corrections.append(Correction(member, keys, after, differing))
        shown = differences.shown(known, after, differing)
        return RowOutcome(row=row.row, outcome="update", changes=differing, was=shown.was, becomes=shown.becomes)

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
