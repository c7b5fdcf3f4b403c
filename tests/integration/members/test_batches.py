"""The chunks of a batch are read together, and are what they would be by themselves."""

import itertools
import json
from collections import Counter
from copy import replace
from typing import Any
from unittest import mock

import pytest

from functions.members import on_rows
from functions.members.chunks import Chunks
from functions.members.looking import look_all
from functions.members.tables import Member
from kernel import aws
from kernel.chain import GENESIS, link, record_hash
from kernel.ids import derived_id
from kernel.journal import UnitOfWork
from kernel.record import Entry, Head
from kernel.rows import OutcomesMessage, RowsMessage
from tests.builders import Tree, batch, recorded
from tests.integration.members.people import (
    OTHER_ROSTER,
    ROSTER,
    answers,
    deliver,
    enrolled,
    message,
    on_record,
    row,
)
from tests.integration.members.watching import before_first_transaction, calls_to

pytestmark = pytest.mark.usefixtures("account")


def told(found: list[OutcomesMessage]) -> list[tuple[int, str, str | None]]:
    return sorted((answer.chunk, o.outcome, o.code) for answer in found for o in answer.outcomes)


def test_ten_chunks_are_previewed_with_a_read_for_each_hundred_keys_and_one_for_a_branch_that_is_begun(
    tree: Tree,
) -> None:
    enrolled(tree, 9)
    rows = [row(n, tree.sister if n >= 178 else None) for n in range(10, 210)]
    chunks = [message(tree, rows[at : at + 20], "preview", chunk=at) for at in range(0, 200, 20) if at != 160]

    with calls_to("dynamodb") as calls:
        found = deliver(*chunks)

    assert Counter(calls) == {"BatchGetItem": 2, "Query": 1}
    assert sum(len(answer.outcomes) for answer in found) == 180
    effects = {answer.effect.branch_id: answer.effect.before for answer in found if answer.effect}
    assert effects == {tree.branch.id: {"FULL": 1}, tree.sister.id: {}}


def test_chunks_of_one_branch_follow_each_other_on_its_record_without_another_read(tree: Tree) -> None:
    enrolled(tree, 9)
    chunks = [message(tree, [row(n)], chunk=n) for n in (2, 4, 6)]

    with calls_to("dynamodb") as calls:
        found = deliver(*chunks)

    assert Counter(calls) == {"BatchGetItem": 1, "TransactWriteItems": 3}
    assert told(found) == [(2, "create", None), (4, "create", None), (6, "create", None)]
    assert int(Head.demand(tree.branch.id).n) == len(recorded(tree.branch.id)) == 4


def test_a_number_twice_in_a_batch_belongs_to_the_first_branch(tree: Tree) -> None:
    chunks = [message(tree, [row(2)], chunk=2), message(tree, [row(2, tree.sister)], chunk=4)]

    assert told(deliver(*chunks)) == [(2, "create", None), (4, "conflict", "enrolled_elsewhere")]


def test_two_chunks_of_a_batch_that_correct_one_member_leave_the_later_facts(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    chunks = [
        message(tree, [row(2, name=name)], roster_id=OTHER_ROSTER, chunk=n) for n, name in ((2, "李四"), (4, "王五"))
    ]

    assert told(deliver(*chunks)) == [(2, "update", None), (4, "update", None)]
    assert on_record(member_id).name == "王五"
    assert int(on_record(member_id).version) == 3


def test_a_chunk_of_another_roster_in_the_batch_is_answered_by_itself(tree: Tree) -> None:
    enrolled(tree, 2)
    chunks = [message(tree, [row(2)], chunk=2), message(tree, [row(2)], roster_id=OTHER_ROSTER, chunk=2)]

    assert told(deliver(*chunks)) == [(2, "create", None), (2, "same", None)]


def test_who_was_quicker_than_the_batch_is_seen_by_who_asks_again(tree: Tree) -> None:
    """Between the reading of the batch and the writing of its second chunk the number goes to another branch."""
    enrolled(tree, 9)
    elsewhere = message(tree, [row(4, tree.sister)], roster_id=OTHER_ROSTER)

    with before_first_transaction(lambda: deliver(elsewhere)):
        found = deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4), row(6)], chunk=4))

    assert told(found) == [(2, "create", None), (4, "conflict", "enrolled_elsewhere"), (4, "create", None)]


def test_an_entry_that_somebody_else_wrote_meanwhile_is_not_overwritten(tree: Tree) -> None:
    enrolled(tree, 9)
    commit, others = UnitOfWork.commit, [message(tree, [row(8)], roster_id=OTHER_ROSTER)]

    def beside(work: UnitOfWork) -> bool:
        if others and work.act.cause == derived_id(ROSTER, "apply", 4):
            deliver(others.pop())
        return commit(work)

    with mock.patch.object(UnitOfWork, "commit", beside):
        deliver(*(message(tree, [row(n)], chunk=n) for n in (2, 4)))

    assert int(Head.demand(tree.branch.id).n) == len(recorded(tree.branch.id)) == 4


def test_a_batch_that_cannot_be_read_together_is_read_one_by_one(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object) -> None:
        raise RuntimeError(row(2).id_number)

    monkeypatch.setattr("functions.members.chunks.look_all", fails)

    assert told(deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4)], chunk=4))) == [
        (2, "create", None),
        (4, "create", None),
    ]
    assert "not together" in caplog.messages
    assert row(2).id_number not in str([record.__dict__ for record in caplog.records])


def test_a_chunk_without_rows_goes_back_alone(tree: Tree) -> None:
    messages = [message(tree, [], chunk=1), message(tree, [row(2)], chunk=2)]

    failed = on_rows.lambda_handler(batch(*messages), None)["batchItemFailures"]

    assert failed == [{"itemIdentifier": "message-0"}]
    assert told(answers()) == [(2, "create", None)]


def test_the_acts_of_a_batch_are_of_their_own_rosters(tree: Tree) -> None:
    deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4)], roster_id=OTHER_ROSTER, chunk=2))

    assert {member.id for member in Member.home.query(tree.branch.id)} == {
        derived_id(ROSTER, 2),
        derived_id(OTHER_ROSTER, 4),
    }


def undo(tree: Tree, chunk: int, roster_id: str = ROSTER) -> RowsMessage:
    return replace(message(tree, [row(2)], "undo", chunk=chunk, roster_id=roster_id), sealed="", key="")


def told_of_applies(found: list[OutcomesMessage]) -> list[str]:
    return [o.outcome for answer in found if answer.phase == "apply" for o in answer.outcomes]


def test_an_apply_that_comes_after_the_undo_of_its_chunk_does_nothing(tree: Tree) -> None:
    found = deliver(undo(tree, 2), message(tree, [row(2)], chunk=2))

    assert (told_of_applies(found), list(Member.home.query(tree.branch.id))) == ([], [])


def test_who_was_taken_back_in_the_batch_comes_anew_with_another_roster(tree: Tree) -> None:
    deliver(message(tree, [row(2)], chunk=2))

    found = deliver(undo(tree, 2), message(tree, [row(2)], roster_id=OTHER_ROSTER, chunk=2))

    assert told_of_applies(found) == ["create"]
    assert [member.id for member in Member.home.query(tree.branch.id)] == [derived_id(OTHER_ROSTER, 2)]


def test_undoing_reads_nothing_together(tree: Tree) -> None:
    for chunk in (2, 4):
        deliver(message(tree, [row(chunk)], chunk=chunk))

    with calls_to("dynamodb") as alone:
        on_rows.on_rows(undo(tree, 2), Chunks())
    with calls_to("dynamodb") as calls:
        deliver(undo(tree, 4))

    assert Counter(calls) == Counter(alone)


def test_a_chunk_that_was_held_up_finds_its_branch_as_it_is_by_then(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolled(tree, 9)
    times = itertools.count(0.0, 2.0)
    monkeypatch.setattr("functions.members.chunks.monotonic", lambda: next(times))

    def close() -> None:
        tree.branch.closed_on = "2026-11-25"
        tree.branch.save()

    with before_first_transaction(close):
        found = deliver(message(tree, [row(2)], chunk=2), message(tree, [row(4)], chunk=4))

    assert told(found) == [(2, "create", None), (4, "error", "branch_closed")]


def follows(chain: str) -> None:
    """Every entry leads to the next, and the last to the head."""
    last, head = GENESIS, Head.demand(chain)
    rows = list(Entry.query(Entry.partition(chain, int(head.in_year))))
    for entry in rows:
        assert entry.content()["prev"] == last
        last = link(last, record_hash(entry.record))
        assert entry.digest == last
    assert (head.digest, int(head.n)) == (last, len(rows))


def test_the_chains_of_two_branches_in_a_batch_hold_link_by_link(tree: Tree) -> None:
    enrolled(tree, 9)
    enrolled(tree, 11, branch=tree.sister)

    deliver(*(message(tree, [row(n, tree.sister if n % 4 else None)], chunk=n) for n in (2, 4, 6, 8)))

    follows(tree.branch.id)
    follows(tree.sister.id)


def test_everybody_is_known_in_a_batch_of_more_than_a_hundred(tree: Tree) -> None:
    starts = range(2, 132, 13)
    for at in starts:
        enrolled(tree, *range(at, at + 13))
    people = {at: [row(n) for n in range(at, at + 13)] for at in starts}

    found = deliver(*(message(tree, people[at], "preview", roster_id=OTHER_ROSTER, chunk=at) for at in starts))

    assert Counter(o.outcome for answer in found for o in answer.outcomes) == {"same": 130}


def test_each_branch_has_its_own_members_before(tree: Tree) -> None:
    enrolled(tree, 2, 3, 4)
    enrolled(tree, 5, branch=tree.sister)

    found = deliver(
        message(tree, [row(8)], "preview", chunk=8), message(tree, [row(10, tree.sister)], "preview", chunk=10)
    )

    effects = [answer.effect for answer in found if answer.effect]
    assert {one.branch_id: sum(one.before.values()) for one in effects} == {tree.branch.id: 3, tree.sister.id: 1}


def test_two_generations_of_a_chunk_in_a_batch_are_told_apart(tree: Tree) -> None:
    first = message(tree, [row(2)], chunk=2)
    deliver(first)
    deliver(undo(tree, 2))

    found = deliver(first, replace(first, generation=1))

    assert [(a.generation, [o.outcome for o in a.outcomes]) for a in found] == [(0, ["create"]), (1, ["create"])]
    assert [member.id for member in Member.home.query(tree.branch.id)] == [derived_id(ROSTER, 2, 1)]


def test_no_two_chunks_share_a_dossier(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    chunks = [(message(tree, [row(2)], roster_id=OTHER_ROSTER, chunk=n), [row(2)]) for n in (2, 4)]

    one, other = look_all(chunks)

    ((mine,), (theirs,)) = (list(found.known.members.values()) for found in (one, other))
    assert (mine.id, theirs.id) == (member_id, member_id)
    assert mine is not theirs


def test_a_number_that_leads_to_nobody_is_a_conflict(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 2)
    on_record(member_id).delete()

    found = deliver(message(tree, [row(2), row(3)], roster_id=OTHER_ROSTER))

    assert told(found) == [(0, "conflict", "erased"), (0, "create", None)]


def test_what_decides_is_read_as_it_stands(tree: Tree) -> None:
    asked: list[Any] = []
    client = aws.client("dynamodb")

    def note(request: Any, **_: Any) -> None:
        asked.extend(json.loads(request.body)["RequestItems"].values())

    client.meta.events.register_first("before-send.dynamodb.BatchGetItem", note)
    deliver(message(tree, [row(2)], chunk=2))
    client.meta.events.unregister("before-send.dynamodb.BatchGetItem", note)

    assert asked
    assert all(one["ConsistentRead"] for one in asked)
