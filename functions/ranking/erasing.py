"""A member was erased: what they wrote against their lists, and what was ruled in words, is blank; nobody tells them
anything any more."""

from functions.ranking import following_weekly
from functions.ranking.appeal_tables import AboutRow, AppealItem
from functions.ranking.tables import Mark
from kernel.events import MemberErased
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def blank(act: Act, event: MemberErased) -> None:
    """An appeal a season and level: they are few."""

    def attempt(writes: Writes) -> None:
        rows = AboutRow.query(AboutRow.key_of(event.member_id)[0], consistent_read=True)
        AppealItem.blank_all((row.there for row in rows), writes)
        following_weekly.forget(event.member_id, writes)

    once(Mark(Mark.partition(str(act.cause))), attempt)
