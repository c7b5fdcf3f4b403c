"""What one act leaves in the record, attribute by attribute: entry, event row, head, and the name of a new chain."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from unittest import mock

import msgspec
import pytest

from kernel import journal, transaction
from kernel.chain import GENESIS, canonical, link, record_hash
from kernel.errors import Busy
from kernel.events import RoleGranted
from kernel.ids import derived_id, new_id
from kernel.journal import Act, UnitOfWork
from kernel.record import Chain, Entry, EventRow, Head, shard_of
from kernel.transaction import TRIES, Reason
from tests.trust.faults import Fault, sends

CHAIN = derived_id("organisation", "431128")
AT = datetime(2026, 11, 5, 4, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 16, tzinfo=UTC)  # in Shanghai
pytestmark = pytest.mark.usefixtures("account")


def granted(subject: str = "someone") -> RoleGranted:
    return RoleGranted(subject=subject, role="auditor", organisation_id=CHAIN)


def committed(act: Act, *events: RoleGranted) -> list[str]:
    work = UnitOfWork(act, chain=CHAIN, action="test.grant", subject="thing")
    told = [work.record(event) for event in events or (granted(),)]
    assert work.commit()
    return told


def entries(year: int) -> list[Entry]:
    return list(Entry.query(Entry.partition(CHAIN, year), consistent_read=True))


def test_an_entry_tells_who_did_what_to_whom_when_and_on_what_ground() -> None:
    cause = new_id()

    (event_id,) = committed(Act("someone", AT, cause))

    (entry,) = entries(2026)
    told = entry.content()
    salt, body_hash = told.pop("salt"), told.pop("bodyHash")
    assert told == {
        "chain": CHAIN,
        "seq": 1,
        "id": event_id,
        "at": "2026-11-05T04:00:00.000Z",
        "actor": "someone",
        "cause": cause,
        "action": "test.grant",
        "subject": "thing",
        "event": "RoleGranted",
        "data": {"subject": "someone", "role": "auditor", "organisationId": CHAIN},
        "prev": GENESIS,
    }
    assert len(bytes.fromhex(salt)) == 16
    assert body_hash == hashlib.sha256(f"{salt}[]".encode()).hexdigest()
    assert (entry.event_id, entry.digest) == (event_id, link(GENESIS, record_hash(entry.record)))


def test_the_hash_of_the_body_is_that_of_the_rows_in_their_order_behind_the_salt() -> None:
    work = UnitOfWork(Act("someone", AT), chain=CHAIN, action="test.grant", subject="thing")
    work.record(granted())
    rows = [EventRow(EventRow.partition(new_id()), chain="c", year=n, seq=n) for n in (1, 2)]
    for row in rows:
        work.put_new(row)

    work.commit()

    (entry,) = entries(2026)
    stated = ",".join(row.text.decode() for row in work.rows)
    assert entry.content()["bodyHash"] == hashlib.sha256(f"{entry.content()['salt']}[{stated}]".encode()).hexdigest()
    assert canonical([json.loads(row.text) for row in work.rows]) == f"[{stated}]"


def test_the_same_body_has_another_hash_each_time() -> None:
    """Else whoever reads the record could try what was written."""
    committed(Act("someone", AT))
    committed(Act("someone", AT))

    one, other = (entry.content() for entry in entries(2026))
    assert one["salt"] != other["salt"]
    assert one["bodyHash"] != other["bodyHash"]


def test_the_head_tells_the_last_entry_its_year_and_where_it_waits_for_its_seal() -> None:
    committed(Act("someone", AT), granted("a"), granted("b"))

    head = Head.demand(CHAIN)
    first, second = entries(2026)
    shard = shard_of(CHAIN)
    assert (head.n, head.digest, head.in_year) == (2, second.digest, 2026)
    assert (head.moved_at, head.moved) == ("2026-11-05T04:00:00.000Z", f"MOVED#{shard}")
    assert second.content()["prev"] == first.digest
    assert [chain.sk for chain in Chain.query(Chain.partition(shard))] == [CHAIN]


def test_the_row_of_an_event_says_where_its_entry_stands() -> None:
    ids = committed(Act("someone", AT), granted("a"), granted("b"))

    rows = [EventRow.find(EventRow.partition(event_id), "EVT") for event_id in ids]

    assert [(row.chain, row.year, row.seq) for row in rows if row] == [(CHAIN, 2026, 1), (CHAIN, 2026, 2)]


def test_a_chain_goes_on_in_the_year_of_shanghai_and_never_back() -> None:
    committed(Act("someone", NEW_YEAR - timedelta(seconds=1)))
    committed(Act("someone", NEW_YEAR))
    committed(Act("someone", NEW_YEAR - timedelta(seconds=1)))

    assert [entry.content()["seq"] for entry in entries(2026)] == [1]
    assert [entry.content()["seq"] for entry in entries(2027)] == [2, 3]
    assert entries(2027)[0].content()["prev"] == entries(2026)[0].digest
    assert Head.demand(CHAIN).in_year == 2027


def test_of_two_at_once_on_either_side_of_new_year_one_follows_the_other() -> None:
    """Their entries lie in the partitions of two years, so that the head alone keeps the chain from forking."""
    committed(Act("someone", AT))
    real, others = transaction.transact, [Act("quicker", NEW_YEAR - timedelta(seconds=1))]

    def overtaken(operations: Sequence[transaction.Operation]) -> list[Reason]:
        while others:
            committed(others.pop())
        return real(operations)

    with mock.patch.object(journal, "transact", overtaken), sends():
        committed(Act("slower", NEW_YEAR))

    told = [(entry.content()["seq"], entry.content()["actor"]) for year in (2026, 2027) for entry in entries(year)]
    assert told == [(1, "someone"), (2, "quicker"), (3, "slower")]


@pytest.fixture
def waits() -> Iterator[list[float]]:
    told: list[float] = []
    with mock.patch.object(transaction, "time", mock.Mock(sleep=told.append)):
        yield told


def test_who_meets_others_at_the_head_waits_and_tries_again_a_dozen_times(waits: list[float]) -> None:
    conflict = [Reason("TransactionConflict", None)]
    with mock.patch.object(journal, "transact", return_value=conflict) as tried, pytest.raises(Busy):
        committed(Act("someone", AT))

    assert tried.call_count == len(waits) == TRIES == 12
    assert entries(2026) == []


def test_an_answer_that_was_lost_does_not_write_a_persons_act_twice() -> None:
    with sends(2, Fault.REPLY_LOST) as calls:
        committed(Act("someone", AT))

    assert calls.seen == ["GetItem", "TransactWriteItems", "TransactWriteItems"]
    assert len(entries(2026)) == 1


def test_effects_of_one_cause_have_ids_of_their_own_the_same_at_every_delivery() -> None:
    act, other = Act("system:test", AT, new_id()), Act("system:test", AT, new_id())

    def ids(one: Act, effect: str | int = "", action: str = "test.grant", subject: str = "thing") -> list[str]:
        work = UnitOfWork(one, chain=CHAIN, action=action, subject=subject, effect=effect)
        return [work.record(granted()), work.record(granted())]

    assert ids(act) == ids(act)
    told = [*ids(act), *ids(act, 1), *ids(act, 2), *ids(act, action="test"), *ids(act, subject="x"), *ids(other)]
    assert len(set(told)) == len(told) == 12
    assert ids(act)[0] == derived_id(act.cause or "", "test.grant#thing##0")
    assert ids(Act("someone", AT)) != ids(Act("someone", AT))


def test_an_event_takes_four_kilobytes_and_no_more() -> None:
    work = UnitOfWork(Act("someone", AT), chain=CHAIN, action="test.grant", subject="thing")
    room = 4096 - len(msgspec.json.encode(granted("")))

    work.record(granted("x" * room))
    with pytest.raises(ValueError, match="RoleGranted is larger than 4096 bytes"):
        work.record(granted("x" * (room + 1)))


def test_when_a_fact_happened_is_when_its_cause_did_if_it_has_one() -> None:
    assert Act("someone", AT).fact_at == AT
    assert Act("someone", AT, caused_at=NEW_YEAR).fact_at == NEW_YEAR
    assert Act("someone", AT).cause_seq == 0
