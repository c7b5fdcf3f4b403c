"""Every consumer: delivered three times in any order, and hurt at each of its AWS calls; the end is always the same."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest

from functions.journal import publishing
from kernel import parcel, vault
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from tests.docs.declared import triggered
from tests.trust import engine, eye
from tests.trust.arrangements import AT
from tests.trust.delivery import Handler, Trial, every_way, thrice_shuffled, until_done
from tests.trust.faults import Fault
from tests.trust.figures import figure
from tests.trust.triggers import TRIGGERS, consumers, handler_of

LONG = os.environ.get("TRUST_LONG") == "1"
NOTHING_DONE = (Fault.THROTTLE, Fault.TIMEOUT, Fault.ERROR)
"""To the product these are one: the SDK sends again. The short run takes one of them at each call, in turn."""
SHORT = tuple(fault for fault in Fault if fault not in NOTHING_DONE)
SEEDS = range(20 if LONG else 2)


@pytest.fixture(autouse=True)
def fixed_clock(account: None) -> Iterator[None]:
    """Consumers find the instant of the samples."""
    with mock.patch("kernel.consumer.now", return_value=AT):
        yield


def cold(handler: Handler) -> Handler:
    """Each delivery meets a new process: nothing is warm, every call is made."""

    def called(batch: dict[str, Any], context: Any) -> Any:
        vault.forget()
        parcel._key.cache_clear()
        return handler(batch, context)

    return called


def chosen(call: int, operation: str) -> list[Fault]:
    tried = tuple(Fault) if LONG else (*SHORT, NOTHING_DONE[call % len(NOTHING_DONE)])
    return [fault for fault in tried if fault.applies(operation)]


def looking(name: str) -> eye.Eye:
    return eye.everything(*TRIGGERS[name].tables, without=TRIGGERS[name].without)


def hurt(name: str, body: Any) -> tuple[Any, list[Trial]]:
    """What is there after a delivery without a fault, and after each with one."""
    handler, look, start = cold(handler_of(name)), looking(name), engine.snapshot()
    until_done(handler, body)
    clean = look()
    engine.restore(start)
    trials = every_way(handler, body, look, choose=chosen)
    engine.restore(start)
    return clean, trials


def differences(name: str, body: Any) -> list[str]:
    clean, trials = hurt(name, body)
    assert trials, f"{name} makes no call: its arrangement is too small"
    assert all(trial.struck for trial in trials)
    figure("kill_points", sum(trial.fault in (Fault.KILL_BEFORE, Fault.KILL_AFTER) for trial in trials))
    figure("faults", sum(trial.fault not in (Fault.KILL_BEFORE, Fault.KILL_AFTER) for trial in trials))
    return [
        f"{name}: {trial.fault} at call {trial.call} ({trial.operation}): {where}"
        for trial in trials
        if (where := ", ".join({eye.same(clean, look) for look in counted(name, trial)} - {""}))
    ]


def counted(name: str, trial: Trial) -> list[Any]:
    """What must be as it is without a fault: in the end, and whenever the consumer says that it is done."""
    return [trial.seen] if trial.left is None or TRIGGERS[name].mends else [trial.left, trial.seen]


def test_every_consumer_has_an_arrangement() -> None:
    started = {module.removeprefix("functions.") for module in triggered().values()}

    assert set(TRIGGERS) == set(consumers()) == started


@pytest.mark.parametrize("name", sorted(TRIGGERS))
class TestEachConsumer:
    def test_three_deliveries_in_any_order_are_one(self, name: str) -> None:
        bodies, handler, look = TRIGGERS[name].prepare(), cold(handler_of(name)), looking(name)
        start = engine.snapshot()
        for body in bodies:
            until_done(handler, body)
        once = look()

        for seed in SEEDS:
            engine.restore(start)
            thrice_shuffled(handler, *bodies, seed=seed)
            assert eye.same(once, look()) == "", f"shuffled by {seed}"

    @pytest.mark.no_cover
    def test_a_fault_at_any_call_changes_nothing_in_the_end(self, name: str) -> None:
        found = [line for body in TRIGGERS[name].prepare() for line in differences(name, body)]

        assert found == []

    def test_something_is_done_at_all(self, name: str) -> None:
        """An eye that sees no effect would find every trial the same."""
        bodies, look = TRIGGERS[name].prepare(), looking(name)
        before = look()

        for body in bodies:
            until_done(handler_of(name), body)

        assert eye.same(before, look()) != "" or name in WITHOUT_EFFECT


WITHOUT_EFFECT = {"journal.on_nightly", "ranking.on_nightly_planned"}
"""They measure, or answer the state machine, and write nothing."""


@contextmanager
def no_memory() -> Iterator[None]:
    """The usual mistake: an effect whose event id is fresh at every delivery, whose mark is put over what stands."""
    real = UnitOfWork.put_new

    def forgetful(work: UnitOfWork, row: Any, refusal: Any = None) -> None:
        real(work, row, refusal)
        if row.pk.startswith("SOURCE#"):
            work.rows.pop()
            work.put_anyway(row)

    fresh = mock.patch.object(Act, "event_id", side_effect=lambda _: new_id())
    with fresh, mock.patch.object(UnitOfWork, "put_new", forgetful):
        yield


def no_mark() -> Any:
    """The other usual mistake: a copy of a fact that forgets which events it has seen."""
    from kernel import projection

    real: Callable[..., bool] = projection.once

    def forgetful(mark: Any, attempt: Any) -> bool:
        mark.pk += new_id()
        return real(mark, attempt)

    return mock.patch("functions.notices.following.once", forgetful)


@pytest.mark.parametrize(
    ("name", "mistake"),
    [("points.on_attendance_confirmed", no_memory), ("notices.on_attendance_confirmed", no_mark)],
)
def test_a_consumer_that_does_it_twice_is_caught(name: str, mistake: Callable[[], Any]) -> None:
    body, *_ = TRIGGERS[name].prepare()

    with mistake():
        found = differences(name, body)

    assert any(Fault.KILL_AFTER in line and "TransactWriteItems" in line for line in found)
    assert any(Fault.REPLY_LOST in line for line in found)


def test_a_consumer_that_says_done_where_nothing_is_done_is_caught() -> None:
    """Its message is forgotten, and does not come again."""
    name, real = "journal.relay", publishing._put

    def careless(batch: Any) -> list[Any]:
        real(batch)
        return []

    with mock.patch.object(publishing, "_put", careless):
        found = [line for body in TRIGGERS[name].prepare() for line in differences(name, body)]

    assert [line for line in found if Fault.UNPROCESSED in line] != []


def test_an_effect_in_two_transactions_is_caught() -> None:
    """A process that dies between them has done one half, and its event is told to be done."""
    from functions.points.tables import LedgerRow

    name = "identity.on_account_bound"
    handler, look = handler_of(name), eye.everything("PointsTable")
    (body,) = TRIGGERS[name].prepare()

    def in_two(batch: dict[str, Any], context: Any) -> Any:
        if not LedgerRow.find("half", "first"):
            LedgerRow("half", "first", branch_id="somewhere").save()
            LedgerRow("half", "second", branch_id="somewhere").save()
        return handler(batch, context)

    until_done(in_two, body)
    whole = look()
    for row in LedgerRow.query("half"):
        row.delete()

    trials = every_way(in_two, body, look)

    assert {t.fault for t in trials if eye.same(whole, t.seen)} >= {Fault.KILL_AFTER, Fault.KILL_BEFORE}
