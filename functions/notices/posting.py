"""The one place where a notice is put into a box, and where its box is named for the day's digest."""

from datetime import date, timedelta

from functions.notices import words
from functions.notices.delivery_tables import Outgoing
from functions.notices.inbox_tables import Notice
from kernel.clock import business_day
from kernel.journal import Act, UnitOfWork

ONE_DAY = timedelta(days=1)


def post(work: UnitOfWork, notice: Notice, *, digest_on: date | None) -> None:
    """Put a notice with an act. `digest_on`: the day whose digest names its box; None: none does.

    Raises `ValueError` for facts with which its sentence cannot be said.
    """
    if not notice.dispatch_id:
        words.refuse_facts(notice.code, words.reader_of(notice), notice.facts)
    notice.place()
    work.put_new(notice)
    if digest_on:
        work.put_anyway(Outgoing.of(digest_on, notice.county_id, notice.pk))


def digest_day(act: Act) -> date:
    """Of tomorrow: this morning's digest may have gone out."""
    return business_day(act.at) + ONE_DAY
