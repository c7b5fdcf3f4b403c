"""A dispatched notice was opened, or what it asks was done: counted with the act on the notice itself.

The counter rests on the notice's version in the same transaction, so that nothing is counted twice.
"""

from functions.notices.dispatch_tables import Tally
from functions.notices.inbox_tables import Notice
from kernel.journal import UnitOfWork


def opened(work: UnitOfWork, notice: Notice) -> None:
    """Call once with the act that sets `read_at`; what was sent by no committee is not counted."""
    _count(work, notice, "opened")


def acted(work: UnitOfWork, notice: Notice, *, first_opened: bool = False) -> None:
    """Call once with the act that sets `done_at`; `first_opened` if it sets `read_at` as well."""
    _count(work, notice, *(["opened"] if first_opened else []), "acted")


def _count(work: UnitOfWork, notice: Notice, *what: str) -> None:
    if notice.dispatch_id:
        work.rows.append(Tally.of(notice.dispatch_id, notice.county_id, notice.organisation_id).one_more(*what))
