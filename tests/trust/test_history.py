"""The checker of histories catches every kind of unsound engine, each planted here."""

from collections.abc import Callable
from typing import Any

import pytest

from kernel.record import Entry
from tests.trust import appends, engine
from tests.trust.history import Append, Stored, faults

CHAINS = appends.chains(2)
Chains = dict[str, list[Stored]]


@pytest.fixture
def sound(account: None) -> tuple[list[Append], Chains]:
    """What one thread was told, and what stands."""
    calls = [appends.append(chain) for chain in CHAINS * 4]
    return calls, appends.stored(CHAINS)


def test_a_sound_history_has_no_fault(sound: tuple[list[Append], Chains]) -> None:
    calls, chains = sound

    assert len(calls) == 8
    assert faults(calls, chains) == []


def lose_last(entries: list[Stored]) -> None:
    entries.pop()


def lose_inner(entries: list[Stored]) -> None:
    entries.pop(1)


def double(entries: list[Stored]) -> None:
    entries.append(entries[0])


def swap(entries: list[Stored]) -> None:
    entries[0], entries[1] = entries[1], entries[0]


def rewrite(entries: list[Stored]) -> None:
    record, digest = entries[1]
    entries[1] = (record.replace("auditor", "secretary"), digest)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lose_last, "was acknowledged and lost"),
        (lose_inner, "was acknowledged and lost"),
        (lose_inner, "entry 2 has the number 3"),
        (double, "stands 2 times"),
        (swap, "stands behind a call that began after it had ended"),
        (rewrite, "entry 2 does not follow the one before it"),
    ],
)
def test_each_way_of_spoiling_is_named(
    spoil: Callable[[list[Stored]], None], said: str, sound: tuple[list[Append], Chains]
) -> None:
    calls, chains = sound
    spoil(chains[CHAINS[0]])

    assert [line for line in faults(calls, chains) if line.endswith(said)] != []


def test_an_entry_that_nobody_asked_for_is_named(sound: tuple[list[Append], Chains]) -> None:
    calls, chains = sound

    assert faults(calls[1:], chains) == [f"{calls[0].chain}: {calls[0].event_id} was never asked for"]


def test_a_call_that_was_not_acknowledged_may_stand_or_not(sound: tuple[list[Append], Chains]) -> None:
    calls, chains = sound
    unsure = [Append(c.chain, c.event_id, c.began, c.ended, acknowledged=False) for c in calls]
    never = Append(CHAINS[0], "never", 0.0, 1.0, acknowledged=False)

    assert faults([*unsure, never], chains) == []


def test_an_engine_that_forgets_an_acknowledged_write_is_caught(account: None) -> None:
    """As plain moto does under threads: a failing transaction puts back the tables of before, others' writes gone."""
    before: Any = engine.snapshot()
    calls = [appends.append(CHAINS[0])]
    engine.restore(before)
    calls.append(appends.append(CHAINS[0]))

    found = faults(calls, appends.stored(CHAINS))

    assert found == [f"{CHAINS[0]}: {calls[0].event_id} was acknowledged and lost"]
    assert len(list(Entry.query(Entry.partition(CHAINS[0], _year())))) == 1


def _year() -> int:
    from kernel.clock import SHANGHAI, now

    return now().astimezone(SHANGHAI).year
