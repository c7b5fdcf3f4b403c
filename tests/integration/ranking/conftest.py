"""A county with points, and a function that is cold at the start of every test."""

from collections.abc import Iterator

import pytest

from functions.ranking import standing
from kernel.authority import Role
from kernel.scoreboard import OWN
from tests.builders import Tree, account
from tests.integration.ranking.county import County, minutes
from tests.integration.ranking.runs import found


@pytest.fixture(autouse=True)
def cold() -> Iterator[None]:
    standing.WARM.clear()
    yield
    standing.WARM.clear()


@pytest.fixture
def county() -> County:
    made = County(Tree())
    tree = made.tree
    found(tree)
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    account("elsewhere", (Role.COUNTY_ADMIN, tree.other_township))
    made.enrol(tree.branch, 3)
    made.enrol(tree.sister, 2)
    for slot, points in ((1, 10), (2, 5), (OWN, 5)):
        made.give(tree.branch, slot, points, minutes(slot))
    made.give(tree.sister, 1, 10, minutes(5))
    return made
