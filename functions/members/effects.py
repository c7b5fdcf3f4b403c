"""What a previewed chunk does to the number of members of its branch, by category."""

from collections import Counter
from collections.abc import Sequence

from functions.members.tables import Member
from kernel.ids import organisation_id
from kernel.rows import BranchEffect, MemberRow, RowOutcome, RowsMessage

OTHER = {"FULL": "PROBATIONARY", "PROBATIONARY": "FULL"}
type Before = dict[str, Counter[str]]
"""Members by category, of each branch that was counted for the chunks of a batch."""

GOOD = ("create", "update", "same")


def of(
    message: RowsMessage, rows: Sequence[MemberRow], outcomes: Sequence[RowOutcome], before: Before
) -> BranchEffect | None:
    """One read of the branch's roll, unless `before` has it; None where no row of the chunk can go there."""
    if not any(one.outcome in GOOD for one in outcomes):
        return None
    branch_id = organisation_id(message.county_id, rows[0].branch_code)
    if branch_id not in before:
        before[branch_id] = Counter(str(member.category) for member in Member.home.query(branch_id))
    return BranchEffect(
        branch_id=branch_id,
        branch_code=rows[0].branch_code,
        before=dict(before[branch_id]),
        more=dict(_more(rows, outcomes)),
    )


def _more(rows: Sequence[MemberRow], outcomes: Sequence[RowOutcome]) -> Counter[str]:
    """One more of a category for who is new in it, one less of the other for who was in that."""
    more, by_row = Counter[str](), {row.row: row for row in rows}
    for one in outcomes:
        category = by_row[one.row].category
        if one.outcome == "create" or "category" in one.changes:
            more[category] += 1
        if "category" in one.changes:
            more[OTHER[category]] -= 1
    return more
