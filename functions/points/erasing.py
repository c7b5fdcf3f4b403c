"""A member was erased: what people wrote about them, and what they wrote, is blank."""

from collections.abc import Sequence
from functools import partial

from functions.points.award_tables import AwardItem
from functions.points.dispute_tables import AboutRow, DisputeItem
from functions.points.tables import EnrolledMark
from kernel.events import MemberErased
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes

AT_ONCE = 90


def blank(act: Act, event: MemberErased) -> None:
    rows = list(AboutRow.query(AboutRow.partition(event.member_id), consistent_read=True))
    for at in range(0, len(rows), AT_ONCE):
        mark = EnrolledMark(EnrolledMark.partition(f"{act.cause}#words{at}"))
        once(mark, partial(_blank, rows[at : at + AT_ONCE]))


def _blank(rows: Sequence[AboutRow], writes: Writes) -> None:
    for kind, prefix in ((DisputeItem, AboutRow.DISPUTE), (AwardItem, AboutRow.AWARD)):
        kind.blank_all((row.there for row in rows if row.sk.startswith(prefix)), writes)
