"""A province of which everybody is on a board of 2026, and one of its members."""

import random

import pytest

from tests.integration.ranking.province import Province
from tests.integration.ranking.weeks import BRANCH, anybody


@pytest.fixture
def province() -> Province:
    made = Province(random.Random(7), season="2026")  # noqa: S311 - the same province every time
    made.points = {branch: members for branch, members in made.points.items() if members}
    return made


@pytest.fixture
def member(province: Province) -> str:
    return anybody(province, BRANCH)
