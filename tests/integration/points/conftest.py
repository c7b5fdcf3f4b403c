"""A tree of organisations."""

import pytest

from tests.builders import Tree


@pytest.fixture
def tree(account: None) -> Tree:
    return Tree()
