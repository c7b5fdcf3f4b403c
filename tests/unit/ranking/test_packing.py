"""What is published of an organisation is one unit to read, and its lists stand beside it where they would be more."""

from array import array

import pytest

from functions.ranking import packing
from functions.ranking.histogram import Histogram
from functions.ranking.packing import About, Stamp
from functions.ranking.ranked import Below, Best, Ranked
from kernel.ids import derived_id


@pytest.mark.parametrize(("organisations", "items"), [(100, 1), (130, 2)])
def test_long_lists_stand_beside_the_ranks(organisations: int, items: int) -> None:
    ids, zeros = [derived_id(number) for number in range(organisations)], [0] * organisations
    ranked = Ranked("own", Histogram.of({}), Best(b"", array("i")), Below(ids, zeros, zeros, zeros), 0, 0)

    rows = packing.rows(ranked, Stamp("2026", "now", None), About())

    assert len(rows) == items
    assert [one.organisation_id for one in packing.board_of(rows[-1])] == ids
