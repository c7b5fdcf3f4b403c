"""A county with points, and a function that is cold at the start of every test."""

from collections.abc import Iterator

import pytest

from functions.ranking import checklist_above, checklist_boards, checklist_counting, checklist_lines, standing
from kernel.authority import Role
from kernel.ids import new_id
from kernel.scoreboard import OWN
from tests.builders import Tree, account
from tests.integration.ranking.checklists import noon
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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is noon of the 20th of November."""
    for module in (checklist_boards, checklist_lines, checklist_above):
        monkeypatch.setattr(module, "now", noon)
    checklist_counting.WARM.clear()
    yield
    checklist_counting.WARM.clear()


@pytest.fixture
def tree() -> Tree:
    made = Tree()
    account("admin", (Role.COUNTY_ADMIN, made.county))
    account("reviewer", (Role.REVIEWER, made.township))
    account("secretary", (Role.SECRETARY, made.branch))
    account("member", member_id=new_id(), branch=made.branch)
    account("far", member_id=new_id(), branch=made.far_branch)
    return made
