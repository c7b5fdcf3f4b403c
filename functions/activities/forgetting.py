"""What members wrote is blanked when they are erased."""

from functools import partial

from functions.activities.reply_tables import Reply, Worded
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.transaction import Writes, transact


def reasons_of(member_id: str) -> None:
    """The reasons that a member gave for not coming. Done twice it does nothing."""
    for worded in list(Worded.of(member_id)):
        retrying(partial(_blank, worded.activity_id, member_id))


def _blank(activity_id: str, member_id: str) -> None:
    row = Reply.find(*Reply.key_of(activity_id, member_id))
    if row is None or row.reason is None:
        return
    row.reason = None
    writes = Writes()
    writes.put(row, Changed())
    if transact(writes.rows):
        raise Changed
