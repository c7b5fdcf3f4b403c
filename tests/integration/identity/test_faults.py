"""Whatever goes wrong at whatever call of a binding, delivered again it is taken over once."""

from typing import Any

import pytest

from functions.identity.on_account_bound import lambda_handler
from kernel import directory
from kernel.authority import Role
from kernel.events import AccountBound
from kernel.ids import new_id
from tests.builders import Tree, account, envelope
from tests.trust.delivery import every_way

pytestmark = pytest.mark.usefixtures("account")


def test_a_binding_is_taken_over_once() -> None:
    tree, member = Tree(), new_id()
    account("someone", (Role.SECRETARY, tree.branch))
    bound = AccountBound(subject="someone", member_id=member, branch_id=tree.branch.id, county_id=tree.county.id)

    def seen() -> Any:
        known = directory.account("someone")
        return known and (known.member_id, known.branch_id, len(known.grants), int(known.version))

    trials = every_way(lambda_handler, envelope(bound), seen)

    assert [trial for trial in trials if trial.seen != (member, tree.branch.id, 1, 2)] == []
    assert {trial.operation for trial in trials} == {"GetItem", "TransactWriteItems"}
