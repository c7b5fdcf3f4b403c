"""Two items in one call, whatever tables they lie in, and the chain's head that came with one of them."""

from unittest import mock

import pytest

from kernel import transaction
from kernel.directory import Account, Organisation
from kernel.errors import Busy
from kernel.events import RoleGranted
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.together import find_both, find_many
from tests.builders import Tree, account
from tests.trust.faults import Fault, sends

pytestmark = pytest.mark.usefixtures("account")


def commit(chain: str, head: Head | None = None) -> None:
    work = UnitOfWork(Act("someone"), chain=chain, action="test", subject="thing", head=head)
    work.record(RoleGranted(subject="someone", role="auditor", organisation_id=chain))
    work.commit()


def head_of(tree: Tree) -> Head | None:
    organisation, head = find_both(
        (Organisation, (Organisation.partition(tree.branch.id), "NOW")), (Head, (tree.branch.id,))
    )
    assert organisation is not None
    assert organisation.name == tree.branch.name
    return head


def test_items_of_two_tables_are_one_call() -> None:
    tree = Tree()
    commit(tree.branch.id)

    with sends() as calls:
        head = head_of(tree)

    assert head is not None
    assert (head.chain, head.n) == (tree.branch.id, 1)
    assert calls.seen == ["BatchGetItem"]


def test_what_is_not_there_is_none_and_each_of_two_in_one_table_is_itself() -> None:
    account("second", member_id="M2")
    account("first", member_id="M1")
    place = {subject: (Account.partition(subject), "ACCOUNT") for subject in ("first", "second", "nobody")}

    first, second = find_both((Account, place["first"]), (Account, place["second"]))
    again, nobody = find_both((Account, place["second"]), (Account, place["nobody"]))

    assert [a and a.member_id for a in (first, second, again, nobody)] == ["M1", "M2", "M2", None]


def test_what_came_back_undone_is_asked_for_again() -> None:
    tree = Tree()
    commit(tree.branch.id)

    with sends(1, Fault.UNPROCESSED) as calls:
        head = head_of(tree)

    assert head is not None
    assert calls.seen == ["BatchGetItem", "BatchGetItem"]


def test_tables_that_stay_throttled_are_busy() -> None:
    undone = {"Responses": {}, "UnprocessedKeys": {Head.Meta.table_name: {"Keys": [{"chain": {"S": "C"}}]}}}
    client = mock.Mock(batch_get_item=mock.Mock(return_value=undone))

    with (
        mock.patch("kernel.aws.client", return_value=client),
        mock.patch.object(transaction, "time"),
        pytest.raises(Busy),
    ):
        find_both((Head, ("C",)), (Head, ("D",)))


def test_a_head_that_was_read_with_something_else_is_not_read_again() -> None:
    tree = Tree()
    commit(tree.branch.id)
    head = head_of(tree)

    with sends() as calls:
        commit(tree.branch.id, head)

    assert calls.seen == ["TransactWriteItems"]
    assert Head.demand(tree.branch.id).n == 2


def test_a_head_that_moved_since_it_was_read_is_read_anew() -> None:
    tree = Tree()
    commit(tree.branch.id)
    head = head_of(tree)
    commit(tree.branch.id)

    with sends() as calls:
        commit(tree.branch.id, head)

    assert calls.seen == ["TransactWriteItems", "GetItem", "TransactWriteItems"]
    assert Head.demand(tree.branch.id).n == 3


def test_of_many_those_that_exist_come_in_the_order_in_which_they_were_asked_for() -> None:
    tree = Tree()
    for subject in ("first", "second"):
        account(subject)
    places = [(Account, (Account.partition(who), "ACCOUNT")) for who in ("second", "nobody", "first")]

    with sends() as calls:
        head, found = find_many((Head, (tree.branch.id,)), places)

    assert head is None
    assert [one.pk for one in found] == [Account.partition("second"), Account.partition("first")]
    assert calls.seen == ["BatchGetItem"]
