"""Sorting whole numbers in columns, exactly. Of the functions those that rank load this, and NumPy with it. Pure.

A stable sort of numbers of 16 bits goes by their digits, at four nanoseconds each; one of wider numbers takes longer
and is as exact. So what is sorted is made as narrow as it can be.
"""

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from kernel.scoreboard import ID_SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray  # takes longer to load than to sort a county

type Numbers = NDArray[np.integer[Any]]


def best_first(points: Numbers) -> Numbers:
    """The places of these points, most first; of equals the first in order."""
    missing = points.max(initial=0).astype(np.uint32) - points.view(np.uint32)  # what 32 bits hold is the difference
    return narrow(missing).argsort(kind="stable")


def narrow(numbers: Numbers) -> Numbers:
    """The same, none of which is below 0, in as few bits as hold them."""
    return numbers.astype(np.min_scalar_type(numbers.max(initial=0)))


def firsts(row: Numbers, starts: Numbers) -> Numbers:
    """Where a value begins in a row that is sorted from each of `starts` to the next; last where the row ends."""
    new = np.zeros(len(row) + 1, bool)
    np.not_equal(row[1:], row[:-1], out=new[1:-1])
    new[starts] = True
    return new.nonzero()[0]


def up_to(values: Numbers) -> Numbers:
    """The sum of those before each, and last of all."""
    sums = np.zeros(len(values) + 1, np.int64)
    values.cumsum(out=sums[1:])
    return sums


def between(bounds: Numbers) -> Numbers:
    """From each to the next."""
    return bounds[1:] - bounds[:-1]


def by_average(parents: Numbers, members: Numbers, totals: Numbers) -> Numbers:
    """The order in which organisations stand on the boards of their parents: the best average first, then those without
    members, of equals the first in order.

    Exact up to 2^26 members of an organisation: the whole parts of averages are compared, then the fractions, of which
    two that differ are further apart than a float's last digit.
    """
    counted = np.maximum(members, 1)
    whole, rest = np.divmod(totals, counted)
    falling = narrow(whole.max(initial=0) - whole)
    return np.lexsort((-(rest / counted), falling, narrow(2 * parents + (members == 0))))


def ids_of(packed: bytes) -> "NDArray[np.void]":
    """Packed ids, one a line."""
    return np.frombuffer(packed, f"V{ID_SIZE}")


def plain(values: Numbers) -> "array[int]":
    """Four bytes each, as items are packed."""
    return array("i", values.astype(np.int32, copy=False).tobytes())
