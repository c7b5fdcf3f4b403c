"""Who a token's subject is: read from the tables, kept for a minute, and forgotten then."""

from unittest import mock

import pytest

from kernel import directory
from kernel.authority import CACHE_SECONDS, PRINCIPALS, Grant, Principal, Role
from kernel.errors import Unauthenticated
from kernel.ids import new_id
from tests import builders
from tests.builders import Tree

pytestmark = pytest.mark.usefixtures("account")
MEMBER = new_id()


def test_without_a_subject_there_is_nobody() -> None:
    with pytest.raises(Unauthenticated):
        PRINCIPALS.load("")


def test_a_stranger_is_nobody_in_particular() -> None:
    assert PRINCIPALS.load("stranger") == Principal("stranger")


def test_a_member_comes_with_their_branch_where_it_stands() -> None:
    tree = Tree()
    builders.account("someone", (Role.AUDITOR, tree.county), member_id=MEMBER, branch=tree.branch)

    told = PRINCIPALS.load("someone")

    held = (Grant(Role.AUDITOR, tree.county.id),)
    assert told == Principal("someone", MEMBER, tree.branch.id, tree.branch.path, held, tree.county.id)


def test_an_account_may_have_roles_and_no_branch() -> None:
    tree = Tree()
    builders.account("someone", (Role.SYSTEM, tree.county), member_id=MEMBER)

    assert PRINCIPALS.load("someone") == Principal("someone", MEMBER, grants=(Grant(Role.SYSTEM, tree.county.id),))


def test_an_account_outlives_its_branch() -> None:
    tree = Tree()
    builders.account("someone", member_id=MEMBER, branch=tree.branch)
    tree.branch.delete()

    assert PRINCIPALS.load("someone") == Principal("someone", MEMBER, tree.branch.id)


def read_at(moment: float, subject: str) -> int:
    """How often the tables are asked when this subject comes at a moment."""
    with mock.patch("kernel.authority.time.time", return_value=moment):
        with mock.patch.object(directory, "account", return_value=None) as asked:
            PRINCIPALS.load(subject)
        return int(asked.call_count)


def test_who_was_read_is_known_for_a_minute_and_no_longer() -> None:
    assert read_at(1_000, "someone") == 1
    assert read_at(1_000 + CACHE_SECONDS - 1, "someone") == 0
    assert read_at(1_000 + CACHE_SECONDS, "someone") == 1


def test_those_whose_minute_is_over_are_forgotten_and_no_others() -> None:
    for moment, subject in ((1_000, "early"), (1_030, "later"), (1_000 + CACHE_SECONDS, "now")):
        read_at(moment, subject)

    assert set(PRINCIPALS.cached) == {"later", "now"}
