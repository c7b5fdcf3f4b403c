"""The one place where a notice is put into a box, where its box is named for the day's digest, and where what it rested
on is gone: it is taken back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import batched

from functions.notices import words
from functions.notices.delivery_tables import Outgoing
from functions.notices.inbox_tables import Notice
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.transaction import Writes, transact

Key = tuple[str, str]
MOST_TAKEN_BACK = 50  # each a row of a transaction
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


def take_back(writes: Writes, keys: Iterable[Key], at: datetime) -> None:
    """They stay in their boxes, and say so; what was taken back before stays as it is."""
    for notice in Notice.find_all(list(keys), consistent=True):
        if not notice.withdrawn_at:
            notice.withdraw(at)
            writes.put(notice)


def take_all_back(keys: Iterable[Key], at: datetime) -> None:
    """The same of any number, before the writing that forgets them: stopped in between, it is done again."""
    for some in batched(sorted(keys), MOST_TAKEN_BACK, strict=False):
        retrying(partial(_take_back, some, at))


def _take_back(keys: Iterable[Key], at: datetime) -> None:
    writes = Writes()
    take_back(writes, keys, at)
    if writes.rows and transact(writes.rows):
        raise Changed


def digest_day(act: Act) -> date:
    """Of tomorrow: this morning's digest may have gone out."""
    return business_day(act.at) + ONE_DAY
