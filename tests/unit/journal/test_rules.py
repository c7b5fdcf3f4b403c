import msgspec
import pytest

from functions.journal import rules
from functions.journal.rules import Outgoing
from kernel.chain import canonical
from kernel.events import Envelope, RoleGranted
from kernel.ids import new_id
from tests.builders import envelope


def record(**changes: object) -> str:
    told = envelope(RoleGranted(subject="someone", role="auditor", organisation_id=new_id()))
    return canonical(msgspec.to_builtins(told) | {"prev": "0", "salt": "s"} | changes)


def test_an_entry_becomes_the_envelope_of_its_event() -> None:
    told = envelope(RoleGranted(subject="someone", role="auditor", organisation_id=new_id()))

    found = rules.outgoing(canonical(msgspec.to_builtins(told) | {"salt": "s", "bodyHash": "b"}))

    assert found.name == "RoleGranted"
    assert msgspec.json.decode(found.detail, type=Envelope) == told


@pytest.mark.parametrize("text", ["", "[]", "{}", record(id="no id"), record(at="yesterday"), record(seq="x")])
def test_what_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        rules.outgoing(text)


def test_batches_keep_order_and_hold_at_most_ten() -> None:
    events = [Outgoing(name="E", detail=str(number)) for number in range(23)]

    found = list(rules.batches(events))

    assert [len(batch) for batch in found] == [10, 10, 3]
    assert [event for batch in found for event in batch] == events


def test_batches_hold_at_most_256_kilobytes() -> None:
    large = Outgoing(name="E", detail="x" * 100_000)

    assert [len(batch) for batch in rules.batches([large] * 5)] == [2, 2, 1]


def test_no_event_is_no_batch() -> None:
    assert list(rules.batches([])) == []


def test_a_statement_holds_number_instant_count_and_both_roots() -> None:
    stated = rules.statement(7, "2026-11-21T00:00:00.000Z", "ab", [("chain", 3, "cd")])

    assert stated == {
        "type": "e-branch seal 1",
        "n": 7,
        "at": "2026-11-21T00:00:00.000Z",
        "count": 1,
        "root": rules.leaves([("chain", 3, "cd")])[0].hex(),
        "prevRoot": "ab",
    }
    assert rules.signed_text(stated).startswith(b'{"at":"2026-11-21T00:00:00.000Z","count":1,"n":7,')
