"""What members wrote, and what was answered to it, is blanked when they are erased."""

from functools import partial

from functions.activities.appraisals.tables import Words
from functions.activities.disputes.tables import Dispute
from functions.activities.invitations.reply_tables import Reply, Worded
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.transaction import Writes, transact


def reasons_of(member_id: str) -> None:
    """The reasons that a member gave for not coming, and for disputing a line, and the words of appraisals. Done twice
    it does nothing."""
    for worded in list(Worded.of(member_id)):
        retrying(partial(_blank_reply, worded.place, member_id))
    for worded in list(Worded.of(member_id, Worded.DISPUTE)):
        retrying(partial(_blank_dispute, worded.place, member_id))
    for worded in list(Worded.of(member_id, Worded.APPRAISAL)):
        retrying(partial(_blank_words, worded.place, member_id))


def _blank_reply(activity_id: str, member_id: str) -> None:
    row = Reply.find(*Reply.key_of(activity_id, member_id))
    if row is not None and row.reason is not None:
        row.reason = None
        _save(row)


def _blank_dispute(activity_id: str, member_id: str) -> None:
    row = Dispute.find(*Dispute.key_of(activity_id, member_id))
    if row is not None and (row.reason is not None or row.answer is not None):
        row.reason = row.answer = None
        _save(row)


def _blank_words(place: str, member_id: str) -> None:
    """What the member said of anybody in an appraisal, and what anybody said of them."""
    for row in Words.with_part_of(place, member_id):
        if row.text is not None:
            row.text = None
            _save(row)


def _save(row: Reply | Dispute | Words) -> None:
    """Raises `Changed` where somebody else was quicker."""
    writes = Writes()
    writes.put(row, Changed())
    if transact(writes.rows):
        raise Changed
