"""A member was erased: what people wrote about them, and what they wrote, is blank."""

from collections.abc import Iterable, Sequence
from functools import partial

from functions.points.award_tables import AwardItem
from functions.points.dispute_tables import AboutRow, DisputeItem
from functions.points.exemption_tables import ExemptedItem, ExemptionItem
from functions.points.tables import EnrolledMark
from kernel.errors import Changed
from kernel.events import MemberErased
from kernel.journal import Act
from kernel.projection import once
from kernel.submissions import Submission
from kernel.transaction import Writes

AT_ONCE = 90
KINDS: tuple[tuple[type[Submission], str], ...] = (
    (DisputeItem, AboutRow.DISPUTE),
    (AwardItem, AboutRow.AWARD),
    (ExemptionItem, AboutRow.EXEMPTION),
)


def blank(act: Act, event: MemberErased) -> None:
    rows = list(AboutRow.query(AboutRow.partition(event.member_id), consistent_read=True))
    for at in range(0, len(rows), AT_ONCE):
        mark = EnrolledMark(EnrolledMark.partition(f"{act.cause}#words{at}"))
        once(mark, partial(_blank, rows[at : at + AT_ONCE]))
    branches = {
        row.there_pk.removeprefix(ExemptionItem.PREFIX) for row in rows if row.sk.startswith(AboutRow.EXEMPTION)
    }
    if branches:
        mark = EnrolledMark(EnrolledMark.partition(f"{act.cause}#exempt"))
        once(mark, partial(_forget_exempt, event.member_id, branches))


def _blank(rows: Sequence[AboutRow], writes: Writes) -> None:
    for kind, prefix in KINDS:
        kind.blank_all((row.there for row in rows if row.sk.startswith(prefix)), writes)


def _forget_exempt(member_id: str, branches: Iterable[str], writes: Writes) -> None:
    """What counting asks for names the ground: it goes, too."""
    for item in ExemptedItem.find_all([ExemptedItem.key_of(branch) for branch in sorted(branches)], consistent=True):
        item.forget(member_id)
        writes.put(item, Changed())
