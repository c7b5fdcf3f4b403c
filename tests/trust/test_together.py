"""Enrolments told in one transaction: whatever goes wrong on the way, the end is that of telling each by itself."""

import copy
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from kernel.ids import derived_id
from tests import builders
from tests.conftest import Context
from tests.trust import engine, eye
from tests.trust.arrangements import AT, sample
from tests.trust.delivery import Handler, every_way, until_done
from tests.trust.faults import Fault, sends
from tests.trust.triggers import handler_of

LISTENERS = {
    "activities.on_members": ("ActivitiesTable",),
    "notices.on_members": ("NoticesTable",),
    "organisations.on_members": ("OrganisationsTable",),
    "points.on_members": ("PointsTable", "ScoreboardTable"),
}
NOT_THE_SAME = ("version",)  # how often an item was written

Body = dict[str, Any]


@pytest.fixture(autouse=True)
def fixed_clock(account: None) -> Iterator[None]:
    with mock.patch("kernel.consumer.now", return_value=AT):
        yield


def enrolments() -> list[Body]:
    """Two of one branch, and one of another."""
    first = sample("activities/on_members.json")
    return [first, _another(first, 1), _another(first, 2, branch=derived_id("branch"))]


def _another(body: Body, number: int, branch: str | None = None) -> Body:
    told = copy.deepcopy(body)
    detail, data = told["detail"], told["detail"]["data"]
    detail["id"], detail["seq"] = derived_id(detail["id"], number), number + 1
    data["members"] = [m | {"memberId": derived_id(m["memberId"], number)} for m in data["members"]]
    if branch:
        data["path"] = data["path"].replace(data["branchId"], branch)
        detail["chain"] = data["branchId"] = branch
    return told


def as_one(handler: Handler, bodies: list[Body]) -> Handler:
    """All of them in each delivery; they come again while any failed."""

    def called(_batch: Any, context: Any) -> Any:
        told = handler(builders.batch(*bodies), context)
        return {"batchItemFailures": [{"itemIdentifier": "message-0"}] if told["batchItemFailures"] else []}

    return called


def looking(name: str) -> Callable[[], Any]:
    return eye.everything(*LISTENERS[name], without=NOT_THE_SAME)


def one_by_one(name: str, bodies: list[Body]) -> Any:
    for body in bodies:
        until_done(handler_of(name), body)
    return looking(name)()


@pytest.mark.parametrize("name", LISTENERS)
class TestEachListener:
    def test_together_they_are_told_in_one_transaction(self, name: str) -> None:
        with sends() as calls:
            assert handler_of(name)(builders.batch(*enrolments()), Context()) == {"batchItemFailures": []}

        assert calls.seen.count("TransactWriteItems") == 1

    def test_a_fault_at_any_call_changes_nothing_in_the_end(self, name: str) -> None:
        bodies, start = enrolments(), engine.snapshot()
        apart = one_by_one(name, bodies)
        engine.restore(start)

        trials = every_way(as_one(handler_of(name), bodies), bodies[0], looking(name), choose=lambda _, of: faults(of))

        assert trials
        assert [eye.same(apart, trial.seen) for trial in trials] == [""] * len(trials)

    def test_one_that_was_told_before_is_not_told_again(self, name: str) -> None:
        bodies, start = enrolments(), engine.snapshot()
        apart = one_by_one(name, bodies)
        engine.restore(start)
        until_done(handler_of(name), bodies[0])

        until_done(handler_of(name), *bodies)

        assert eye.same(apart, looking(name)()) == ""


def faults(operation: str) -> list[Fault]:
    return [fault for fault in Fault if fault.applies(operation)]
