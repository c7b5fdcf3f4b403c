"""A member disputes a line of their own, once; the committee above the branch rules on it, with a reason."""

from typing import Any

import pytest

from functions.points.dispute_tables import DisputeItem
from kernel.authority import Role
from kernel.errors import Changed
from kernel.events import MemberErased
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.points.accounts import (
    MEMBER,
    OTHER,
    attended,
    enrolled,
    moved,
    place,
    taken_back,
    tell,
)
from tests.integration.points.disputes import WORDS, answered, call, disputed, line_of, people, ruled
from tests.integration.points.racing import meanwhile
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None) -> Tree:
    return people(Tree())


def test_neither_words_nor_reasons_are_in_the_record(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    _, opened = disputed()
    ruled(tree, opened["id"])

    entries = str(recorded(tree.branch.id))

    assert "PointsDisputed" in entries
    assert WORDS not in entries
    assert "签到记录有误" not in entries


def test_the_committee_lists_what_came_to_it_newest_first(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER, OTHER), attended(tree.branch))
    made = [disputed(line)[1]["id"] for line in (line_of(), line_of(number=1))]
    made += [disputed(line_of(OTHER), "other")[1]["id"]]
    query = {"organisationId": tree.township.id, "limit": "2"}

    status, first = call("GET", "/v1/points/disputes", "reviewer", query=query)
    _, second = call("GET", "/v1/points/disputes", "reviewer", query=query | {"cursor": first["next"]})

    assert status == 200
    assert [one["id"] for one in (*first["items"], *second["items"])] == sorted(made, reverse=True)
    assert (second["next"], first["items"][0]["overdue"]) == (None, False)
    assert call("GET", "/v1/points/disputes", "elsewhere", query=query)[0] == 404
    assert call("GET", "/v1/points/disputes", "secretary", query=query)[0] == 404
    assert call("GET", "/v1/points/disputes", "reviewer", query=query | {"cursor": "eyJzayI6IiJ9"})[0] == 400


def test_a_line_is_disputed_once_by_its_member_alone(tree: Tree) -> None:
    tell(enrolled(tree.branch, MEMBER, OTHER), attended(tree.branch, MEMBER))
    line = line_of()
    first = disputed(line, key="k")

    assert disputed(line, key="k") == first
    assert [answered(disputed(line, who)) for who in ("member", "other", "secretary", None)] == [
        (409, "already_disputed"),
        (422, "invalid"),
        (404, "not_found"),
        (401, "unauthenticated"),
    ]
    assert answered(disputed("2026#2026-11-05T00:00:00.000Z#01KB0000000000000000000000")) == (422, "invalid")


@pytest.mark.parametrize(
    "wrong_", [{"line": "MEMBER"}, {"words": ""}, {"words": "x" * 1001}, {"words": None}, {"x": 1}]
)
def test_a_malformed_dispute_is_refused(tree: Tree, wrong_: dict[str, Any]) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))

    assert call("POST", "/v1/points/disputes", body={"line": line_of(), "words": "错"} | wrong_)[0] == 422


def test_a_move_and_what_was_taken_back_cannot_be_disputed(tree: Tree) -> None:
    event = attended(tree.branch)
    tell(enrolled(tree.branch), event, moved(tree.branch, tree.sister), taken_back(event))

    assert [answered(disputed(line_of(number=n))) for n in (1, 3)] == [(409, "not_disputable")] * 2


def test_only_somebody_above_the_branch_rules_and_never_on_their_own_line(tree: Tree) -> None:
    account("self", (Role.REVIEWER, tree.township), member_id=MEMBER, branch=tree.branch)
    account("twin", (Role.REVIEWER, tree.township), member_id=MEMBER, branch=tree.branch)
    tell(enrolled(tree.branch), attended(tree.branch))
    _, opened = disputed(subject="self")

    tries = [
        ruled(tree, opened["id"], subject=who)[0] for who in ("self", "twin", "below", "member", "elsewhere", None)
    ]

    assert tries == [403, 403, 404, 403, 404, 401]
    assert ruled(tree, new_id())[0] == 404
    assert ruled(tree, opened["id"])[0] == 201
    assert answered(ruled(tree, opened["id"], "dismissed")) == (409, "ruled_already")


def test_two_who_rule_at_once_do_not_overrule_one_another(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch))
    _, opened = disputed()

    def somebody_else() -> None:
        ruled(tree, opened["id"], "dismissed")

    with meanwhile(somebody_else):
        assert answered(ruled(tree, opened["id"])) == (409, Changed.code)


def test_of_an_erased_member_nothing_that_was_written_is_left_and_nobody_rules_any_more(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch), attended(tree.branch))
    made = [disputed(line_of(number=n))[1]["id"] for n in range(2)]
    ruled(tree, made[0])
    here = place(tree.branch)

    tell(MemberErased(member_id=MEMBER, branch_id=here["branch_id"], county_id=here["county_id"]))

    items = list(DisputeItem.query(DisputeItem.partition(tree.township.id)))
    assert [item.state for item in items] == ["UPHELD", "CLOSED"]
    assert all(item.words is None and item.reason is None for item in items)
    assert answered(ruled(tree, made[1])) == (409, "ruled_already")


def test_calls_of_a_dispute_and_of_its_ruling(tree: Tree) -> None:
    tell(enrolled(tree.branch), attended(tree.branch), attended(tree.branch))
    first = disputed(line_of())[1]["id"]
    ruled(tree, first, subject="reviewer")

    with sends() as asked:  # the first call is the test's own
        _, second = disputed(line_of(number=1))
    with sends() as ruling:
        ruled(tree, second["id"])

    assert asked.seen == ["Query", "GetItem", "BatchGetItem", "TransactWriteItems"]
    assert ruling.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
