"""Keeping a row that says the same whoever writes it, and however often."""

from functools import partial

from kernel.errors import Changed
from kernel.projection import retrying
from kernel.table import Row
from kernel.transaction import Writes, transact


def note(row: Row) -> None:
    retrying(partial(_put, row))


def _put(row: Row) -> None:
    writes = Writes()
    writes.put_anyway(row)
    if transact(writes.rows):
        raise Changed
