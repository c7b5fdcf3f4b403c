"""A function is cold at the start of every test."""

from collections.abc import Iterator

import pytest

from functions.ranking import standing


@pytest.fixture(autouse=True)
def cold() -> Iterator[None]:
    standing.WARM.clear()
    yield
    standing.WARM.clear()
