"""A tree of organisations, and who gives roles in it."""

import pytest

from kernel.authority import Role
from tests.builders import Tree
from tests.builders import account as made_account


@pytest.fixture
def tree(account: None) -> Tree:
    return Tree()


@pytest.fixture
def guard(tree: Tree) -> str:
    """The security administrator of the county."""
    return made_account("guard", (Role.SECURITY, tree.county))
