"""Points and ranks over time, of an organisation or of the caller: from closed seasons, the latest first."""

from collections.abc import Sequence

from functions.ranking.chronicle import of_member
from functions.ranking.history_models import (
    LevelRank,
    MemberHistory,
    MemberPoint,
    OrganisationHistory,
    OrganisationPoint,
)
from functions.ranking.history_tables import HistoryRow
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.ids import to_bytes

SHOWN = 51  # three years of months, quarters and years


def of_organisation(caller: Asking, organisation_id: str) -> OrganisationHistory:
    where = directory.organisation(organisation_id)
    caller.may("ranking.history", Target(path=where.path))
    items = [_point(row) for row in _latest(organisation_id)]
    return OrganisationHistory(organisation_id=organisation_id, items=items, as_of=now())


def own(caller: Asking, branch_id: str | None) -> MemberHistory:
    """In the caller's branch, or in one where the caller was before."""
    who = caller.principal
    caller.may("ranking.standing", Target(member_id=who.member_id))
    branch, packed = branch_id or str(who.branch_id), to_bytes(str(who.member_id))
    told = [(row, numbers) for row in _latest(branch) if (numbers := of_member(row, packed))]
    items = [_member_point(row, numbers) for row, numbers in told]
    return MemberHistory(member_id=str(who.member_id), branch_id=branch, items=items, as_of=now())


def _latest(organisation_id: str) -> Sequence[HistoryRow]:
    partition, _ = HistoryRow.key_of(organisation_id)
    return list(HistoryRow.query(partition, scan_index_forward=False, limit=SHOWN))


def _point(row: HistoryRow) -> OrganisationPoint:
    members, total = int(row.members), int(row.total)
    return OrganisationPoint(
        season=row.sk,
        as_of=instant(row.as_of),
        members=members,
        total=total,
        average=round(total / members, 2) if members else None,
        rank=None if row.rank is None else int(row.rank),
        siblings=int(row.siblings),
    )


def _member_point(row: HistoryRow, numbers: Sequence[int]) -> MemberPoint:
    points, *ranks = numbers
    levels = [
        LevelRank(organisation_id=own, level=level, rank=rank, members=members)
        for (own, level, members), rank in zip(row.levels, ranks, strict=True)
    ]
    return MemberPoint(season=row.sk, as_of=instant(row.as_of), points=points, levels=levels)
