import pytest

from kernel.directory import Organisation
from kernel.moves import Move
from kernel.subtrees import homes
from tests.builders import Tree


@pytest.fixture
def tree(account: None) -> Tree:
    return Tree()


def ids(found: list[Organisation]) -> list[str]:
    return [organisation.id for organisation in found]


def test_homes_are_the_open_branches_of_a_subtree_in_the_order_of_the_tree(tree: Tree) -> None:
    whole = sorted([tree.branch, tree.sister, tree.far_branch], key=lambda o: o.path)

    assert ids(homes(tree.county, ())) == ids(whole)
    assert set(ids(homes(tree.township, ()))) == {tree.branch.id, tree.sister.id}
    assert ids(homes(tree.branch, ())) == [tree.branch.id]


def test_a_closed_branch_is_nobodys_home(tree: Tree) -> None:
    tree.branch.closed_on = "2026-11-20"
    tree.branch.save()

    assert ids(homes(tree.township, ())) == [tree.sister.id]


def test_what_is_under_way_is_found_where_it_stands_now_and_nowhere_else(tree: Tree) -> None:
    move = Move(
        tree.township.id,
        tree.township.path,
        tree.other_township.path + tree.township.id + "/",
        tree.county.id,
        "2026-11-20",
        "2026-11-20T00:00:00.000Z",
        "someone",
    )
    moved = {tree.branch.id, tree.sister.id}

    assert set(ids(homes(tree.other_township, (move,)))) == moved | {tree.far_branch.id}
    assert set(ids(homes(tree.county, (move,)))) == moved | {tree.far_branch.id}
    assert all(o.path.startswith(move.new_path) for o in homes(tree.other_township, (move,)) if o.id in moved)
