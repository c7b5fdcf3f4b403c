"""Answers let more chunks go: each once, in whatever order they are counted, and none is forgotten."""

import random
from copy import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from functions.rosters import counting, on_apply, on_outcomes, walking
from functions.rosters.messages import WalkOn
from functions.rosters.tables import Roster
from kernel.clock import now, stamp
from kernel.events import RosterResumed
from kernel.rows import OutcomesMessage, RowsMessage
from tests.builders import Tree, batch
from tests.conftest import Context
from tests.integration.rosters import round as round_trip
from tests.integration.rosters import way
from tests.integration.rosters.round import line, sheet, uploaded

pytestmark = pytest.mark.usefixtures("rosters")
BRANCH = "431128-101-001"
LONG_AGO = timedelta(minutes=20)
CHUNKS, WINDOW, AT_ONCE, MOST_TURNS = 11, 4, 2, 60


@pytest.fixture
def tree(monkeypatch: pytest.MonkeyPatch) -> Tree:
    """One row in a chunk, four chunks in a window, two in a piece; time enough."""
    monkeypatch.setattr(Context, "get_remaining_time_in_millis", lambda _: 60_000)
    monkeypatch.setattr("functions.rosters.taking.MEMBERS_IN_CHUNK", 1)
    monkeypatch.setattr(walking, "SMALLEST_WINDOW", WINDOW)
    monkeypatch.setattr(walking, "LARGEST_WINDOW", WINDOW)
    monkeypatch.setattr(walking, "CHUNKS_AT_ONCE", AT_ONCE)
    return way.tree()


@pytest.fixture
def roster(tree: Tree) -> str:
    """Its apply has begun: the window is full."""
    roster_id = uploaded(tree.county, sheet([line(number, BRANCH) for number in range(2, 2 + CHUNKS)]))
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    way.send_all(roster_id, tree.county.id)
    return roster_id


def chunks(bodies: list[str]) -> list[int]:
    return [msgspec.json.decode(body, type=RowsMessage).chunk for body in bodies]


def on_queue() -> list[WalkOn]:
    return [msgspec.json.decode(body, type=WalkOn) for body in way.drain("APPLY_QUEUE")]


def carry_out(*orders: WalkOn) -> None:
    for order in orders:
        assert on_apply.lambda_handler(batch(order), Context()) == {"batchItemFailures": []}


def come_again(answers: list[OutcomesMessage]) -> None:
    """As the queue delivers what was not done with, perhaps beside what is new."""
    again = batch(*answers)
    again["Records"][0]["attributes"]["ApproximateReceiveCount"] = "2"
    assert on_outcomes.lambda_handler(again, Context())["batchItemFailures"] == []


def first_answers(most: int) -> list[OutcomesMessage]:
    """Of the chunks that wait; the others are lost on the way."""
    return way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)[:most]


def gone(*_: Any) -> None:
    raise RuntimeError("the function is gone")


@pytest.mark.parametrize("seed", range(5))
def test_each_chunk_goes_once_in_whatever_order_answers_and_orders_come(roster: str, seed: int) -> None:
    chance, sent = random.Random(seed), list[int]()  # noqa: S311 - it shuffles
    waiting, orders = list[OutcomesMessage](), list[WalkOn]()

    for _ in range(MOST_TURNS):
        came = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)
        sent += [answer.chunk for answer in came]
        waiting += came
        orders += on_queue()
        for some in (waiting, orders):
            chance.shuffle(some)
        now, waiting = waiting[:3], waiting[3:]
        assert way.count(now) == []
        if orders and chance.random() < 0.6:
            carry_out(orders.pop())
        stands = Roster.of(roster)
        assert 0 <= int(stands.sent) - int(stands.apply.chunks) <= WINDOW

    assert way.shown(roster)["state"] == "APPLIED"
    assert sorted(sent) == list(range(1, CHUNKS + 1))
    assert (waiting, orders) == ([], [])


def test_a_piece_is_worth_a_message_or_nothing_is_under_way(roster: str) -> None:
    one, two, three, four = first_answers(4)

    told = []
    for answer in (one, two, three, four):
        assert way.count([answer]) == []
        told.append([(order.piece.first, order.piece.last) for order in on_queue() if order.piece])

    assert told == [[], [(5, 6)], [], [(7, 8)]]
    assert int(Roster.of(roster).sent) == 8


def test_an_order_that_was_never_given_is_made_good_when_the_answers_come_again(
    roster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = first_answers(2)
    with monkeypatch.context() as lost:
        lost.setattr(counting, "let_go", gone)
        assert len(way.count(answers)) == 2
    assert (on_queue(), int(Roster.of(roster).sent)) == ([], 6)

    come_again(answers)
    (order,) = on_queue()
    carry_out(order)

    assert (order.piece, order.again) == (None, True)
    assert chunks(way.drain("MEMBER_ROWS_QUEUE")) == [3, 4, 5, 6]
    assert int(Roster.of(roster).apply.chunks) == 2


@pytest.mark.parametrize("at_once", [50, 2])
def test_it_is_made_good_too_when_they_come_again_beside_new_ones(
    roster: str, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(counting, "COUNTED_AT_ONCE", at_once)
    answers = first_answers(4)
    with monkeypatch.context() as lost:
        lost.setattr(counting, "let_go", gone)
        assert len(way.count(answers[:2])) == 2

    come_again(answers)
    carry_out(*on_queue())

    assert chunks(way.drain("MEMBER_ROWS_QUEUE")) == [5, 6, 7, 8]


def test_what_each_transaction_sets_apart_goes_once(roster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNTED_AT_ONCE", 2)

    assert way.count(first_answers(4)) == []
    carry_out(*on_queue())

    assert chunks(way.drain("MEMBER_ROWS_QUEUE")) == [5, 6, 7, 8]


def test_answers_that_come_again_uncounted_have_nothing_sent_again(roster: str) -> None:
    come_again(first_answers(2))

    (order,) = on_queue()
    assert (order.again, order.piece and (order.piece.first, order.piece.last)) == (False, (5, 6))


def test_answers_that_were_sent_twice_let_nothing_more_go(roster: str) -> None:
    answers = first_answers(2)
    assert way.count(answers) == []
    assert len(on_queue()) == 1

    assert way.count(answers) == []

    assert on_queue() == []


def test_answers_of_which_some_were_counted_before_are_counted_without_those(roster: str) -> None:
    one, two, three, _ = first_answers(4)
    assert way.count([one]) == []

    assert way.count([one, two, three, three]) == []

    assert int(Roster.of(roster).apply.chunks) == 3
    assert way.shown(roster)["counters"]["applied"] == 3


def test_a_piece_of_a_phase_that_is_over_is_not_sent(roster: str) -> None:
    assert way.count(first_answers(2)) == []
    (order,) = on_queue()
    assert order.piece
    other = [replace(order.piece, phase="undo"), replace(order.piece, generation=1)]

    carry_out(*(WalkOn(roster_id=roster, piece=piece) for piece in other))
    assert way.call("POST", f"/v1/rosters/{roster}/pause")[0] == 202
    carry_out(order)

    assert way.drain("MEMBER_ROWS_QUEUE") == []


def test_what_was_set_apart_goes_when_a_paused_roster_goes_on(roster: str, tree: Tree) -> None:
    assert way.count(first_answers(2)) == []
    on_queue()
    assert way.call("POST", f"/v1/rosters/{roster}/pause")[0] == 202
    assert way.call("POST", f"/v1/rosters/{roster}/resume")[0] == 202

    event = RosterResumed(roster_id=roster, organisation_id=tree.county.id)
    assert on_apply.lambda_handler(batch(event), Context()) == {"batchItemFailures": []}

    assert chunks(way.drain("MEMBER_ROWS_QUEUE")) == [3, 4, 5, 6]


def counted_while_sent(tree: Tree, monkeypatch: pytest.MonkeyPatch, most: int) -> tuple[str, list[int]]:
    """A roster whose apply begins while, before what was sent is written down, up to so many are answered and counted;
    and the chunks that were sent."""
    roster_id = uploaded(tree.county, sheet([line(number, BRANCH) for number in range(2, 2 + CHUNKS)]))
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    advance, sent = walking._advance, list[int]()

    def meanwhile(*moved: Any) -> None:
        came = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)
        sent.extend(answer.chunk for answer in came)
        assert way.count(came[:most]) == []
        advance(*moved)

    monkeypatch.setattr(walking, "_advance", meanwhile)
    way.send_all(roster_id, tree.county.id)
    return roster_id, sent


def test_while_the_first_chunks_are_being_sent_no_answer_lets_them_go_again(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster_id, sent = counted_while_sent(tree, monkeypatch, CHUNKS)

    assert sent == list(range(1, CHUNKS + 1))
    assert (on_queue(), way.shown(roster_id)["state"]) == ([], "APPLIED")


def test_once_the_window_is_full_whoever_filled_it_stops_though_there_is_room_again(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster_id, sent = counted_while_sent(tree, monkeypatch, 1)

    assert sent == [1, 2, 3, 4]
    assert (on_queue(), int(Roster.of(roster_id).sent)) == ([], 4)


def test_applied_again_the_pieces_are_of_the_new_generation(roster: str, tree: Tree) -> None:
    way.go_on()
    round_trip.undone(roster, tree.county)
    assert way.call("POST", f"/v1/rosters/{roster}/apply")[0] == 202
    way.send_all(roster, tree.county.id)
    stray = OutcomesMessage(roster_id=roster, phase="apply", chunk=CHUNKS + 1, outcomes=(), generation=0)

    assert way.count([stray]) == []
    counted = int(Roster.of(roster).apply.chunks)
    way.go_on()

    assert counted == 0
    assert (way.shown(roster)["state"], int(Roster.of(roster).generation)) == ("APPLIED", 1)


def test_an_order_to_send_again_does_nothing_to_a_roster_that_is_done(roster: str) -> None:
    way.go_on()

    carry_out(WalkOn(roster_id=roster, again=True), WalkOn(roster_id=roster))

    assert way.drain("MEMBER_ROWS_QUEUE") == []


def test_answers_that_come_again_let_go_what_nobody_set_apart(roster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = first_answers(4)
    with monkeypatch.context() as forgetful:
        forgetful.setattr(counting, "set_apart", lambda _: None)
        assert way.count(answers) == []

    come_again(answers)
    carry_out(*on_queue())

    assert chunks(way.drain("MEMBER_ROWS_QUEUE")) == [5, 6, 7, 8]


def test_a_roster_whose_answers_come_in_does_not_stand_still(roster: str) -> None:
    stands = Roster.of(roster)
    stands.moved_at = stamp(now() - LONG_AGO)
    stands.save()
    before = way.shown(roster)["stalled"]

    assert way.count(first_answers(1)) == []

    assert (before, way.shown(roster)["stalled"]) == (True, False)
