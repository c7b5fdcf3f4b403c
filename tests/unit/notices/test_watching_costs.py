"""What it takes to follow members grows with a branch, and not with its square: counted in calls, not in seconds."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from types import FrameType
from typing import Any
from unittest import mock

import pytest

from functions.notices import absence
from functions.notices.following import ARRIVAL, Branch, Watch
from functions.notices.sightings import Seen, Sighting
from functions.notices.tables import Presence
from kernel.ids import new_id
from kernel.transaction import Writes

DAY = date(2026, 11, 25)
BRANCH = Branch(new_id(), new_id(), "/")


@pytest.fixture(autouse=True)
def nothing_stored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each branch is read as it is made here; its deadline is none of our business."""
    monkeypatch.setattr(Presence, "load_all", classmethod(lambda _cls, _branches: {}))
    with mock.patch.object(absence, "Calendar") as calendar:
        calendar.return_value.first_open = DAY
        calendar.return_value.put.return_value = DAY
        yield


def calls(act: Callable[[], Any]) -> int:
    """How many functions were called, Python's own among them."""
    counted = 0

    def count(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return counted


def branch_of(size: int, monkeypatch: pytest.MonkeyPatch) -> Presence:
    presence = Presence(f"ORG#{BRANCH.id}", county_id=BRANCH.county_id, path=BRANCH.path)
    presence.seen = {new_id(): Seen(DAY - timedelta(days=100)) for _ in range(size)}
    monkeypatch.setattr(Presence, "load", classmethod(lambda _cls, *_of: presence))
    return presence


def arrive(count: int) -> None:
    watch = Watch()
    for _ in range(count):
        member = new_id()
        watch.step(BRANCH, member, ARRIVAL, Seen(DAY))
        watch.see(BRANCH, member, Sighting(DAY))
    watch.put(mock.create_autospec(Writes), DAY)


def cost(arrivals: int, size: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Calls of so many arrivals in a branch of this size."""
    branch_of(size, monkeypatch)
    return calls(partial(arrive, arrivals))


def test_a_branch_four_times_as_big_arrives_for_four_times_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cost(400, 0, monkeypatch) < 4.5 * cost(100, 0, monkeypatch)


def test_another_member_costs_a_big_branch_what_it_costs_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    small, big = (cost(20, size, monkeypatch) - cost(10, size, monkeypatch) for size in (50, 1000))

    assert big < 1.5 * small
