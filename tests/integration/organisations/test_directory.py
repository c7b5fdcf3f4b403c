"""How others read organisations: with the moves under way, with rows beside them, in one call."""

from typing import Any

import pytest

from functions.organisations.roll_tables import Roll
from kernel import aws, directory
from kernel.errors import NotFound
from kernel.record import Head
from tests.builders import Tree
from tests.integration.organisations import desk
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    desk.admin_of(made)
    return made


def test_a_place_and_a_row_beside_it_are_one_call(tree: Tree) -> None:
    desk.move(tree.township.id, tree.other_township.id)
    desk.ask("PATCH", tree.far_branch.id, "admin", {"name": "另名"})

    with sends() as calls:
        carried, nothing = directory.organisation_and(tree.branch.id, Head, tree.branch.id)
        _, head = directory.organisation_and(tree.far_branch.id, Head, tree.far_branch.id)

    assert calls.seen == ["BatchGetItem"] * 2
    assert (nothing, head is not None) == (None, True)
    assert carried.path == f"{tree.other_township.path}{tree.township.id}/{tree.branch.id}/"
    with pytest.raises(NotFound):
        directory.organisation_and("nowhere", Head, tree.branch.id)


def test_more_than_a_hundred_keys_are_read_in_hundreds(tree: Tree) -> None:
    desk.enrol(tree.branch, "FULL")
    others = [Roll.key_of(f"{n}") for n in range(110)]

    with sends() as calls:
        seen = directory.look([tree.branch.id, tree.sister.id], [*others, Roll.key_of(tree.branch.id)])

    assert calls.seen == ["BatchGetItem"] * 2
    assert seen.organisations.keys() == {tree.branch.id, tree.sister.id}
    assert seen.row(Roll, Roll.key_of(tree.branch.id)) is not None
    assert seen.row(Roll, others[0]) is None


def test_keys_that_were_left_unread_are_asked_for_again(tree: Tree) -> None:
    left: list[Any] = []

    def leave(parsed: dict[str, Any], **_: Any) -> None:
        if not left:
            key = {"pk": {"S": tree.branch.pk}, "sk": {"S": "NOW"}}
            left.extend(parsed["Responses"].values())
            parsed["UnprocessedKeys"] = {directory.TABLE: {"Keys": [key], "ConsistentRead": True}}
            parsed["Responses"] = {}

    hooks = aws.client("dynamodb").meta.events
    hooks.register("after-call.dynamodb.BatchGetItem", leave)

    found = directory.organisation(tree.branch.id)

    hooks.unregister("after-call.dynamodb.BatchGetItem", leave)
    assert (found.id, bool(left)) == (tree.branch.id, True)
