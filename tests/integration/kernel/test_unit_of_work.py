"""State and record stand or fall together."""

import json
from unittest import mock

import pytest
from pydantic import BaseModel

from kernel import directory
from kernel.chain import GENESIS, entry_hash
from kernel.directory import Organisation
from kernel.errors import AlreadyExists, Changed, KeyReused
from kernel.events import RoleGranted
from kernel.idempotency import Replayed, Slot
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.record import Entry, EventRow, Head

COUNTY = new_id()
pytestmark = pytest.mark.usefixtures("account")


class Reply(BaseModel):
    text: str


def organisation(organisation_id: str) -> Organisation:
    path = directory.path_below("/", organisation_id)
    return Organisation(
        Organisation.partition(organisation_id),
        path=path,
        county_id=COUNTY,
        name="某支部",
        kind="BRANCH",
        level="BRANCH",
    )


def work(act: Act | None = None) -> UnitOfWork:
    unit = UnitOfWork(act or Act("someone"), chain=COUNTY, action="test", subject="thing")
    unit.record(RoleGranted(subject="someone", role="auditor", organisation_id=COUNTY))
    return unit


def entries() -> list[Entry]:
    head = Head.find(COUNTY)
    return list(Entry.query(Entry.partition(COUNTY, int(head.in_year)))) if head else []


def test_an_act_writes_its_rows_its_event_row_its_entry_and_moves_the_head() -> None:
    one = organisation(new_id())
    unit = work()
    unit.put(one)

    assert unit.commit()

    (entry,) = entries()
    head = Head.demand(COUNTY)
    assert (int(head.n), head.digest) == (1, entry.digest)
    assert entry.digest == entry_hash(entry.record)
    assert entry.content()["prev"] == GENESIS
    assert EventRow.find(EventRow.partition(entry.event_id), "EVT") is not None
    assert directory.organisation(one.id).version == 1


def test_entries_are_chained_and_the_second_event_of_an_act_follows_the_first() -> None:
    work().commit()
    unit = work()
    unit.record(RoleGranted(subject="other", role="auditor", organisation_id=COUNTY))
    unit.commit()

    found = entries()

    assert [e.content()["seq"] for e in found] == [1, 2, 3]
    assert [e.content()["prev"] for e in found] == [GENESIS, found[0].digest, found[1].digest]


def test_a_row_that_changed_meanwhile_stops_the_whole_act() -> None:
    one = organisation(new_id())
    first = work()
    first.put(one)
    first.commit()
    stale, fresh = directory.organisation(one.id), directory.organisation(one.id)
    winner = work()
    winner.put(fresh)
    winner.commit()
    loser = work()
    loser.put(stale)

    with pytest.raises(Changed):
        loser.commit()

    assert len(entries()) == 2


def test_a_new_row_under_a_taken_key_is_refused() -> None:
    one = organisation(new_id())
    first = work()
    first.put_new(one)
    first.commit()
    second = work()
    second.put_new(organisation(one.id))

    with pytest.raises(AlreadyExists):
        second.commit()


def test_of_two_who_make_the_same_row_the_second_is_told_that_it_changed() -> None:
    one = organisation(new_id())
    first = work()
    first.put(one)
    first.commit()
    second = work()
    second.put(organisation(one.id))

    with pytest.raises(Changed):
        second.commit()


def test_the_second_delivery_of_a_cause_does_nothing() -> None:
    act = Act("system:test", cause=new_id())
    one = organisation(new_id())
    first = work(act)
    first.put(one)
    assert first.commit()
    second = work(act)
    second.put(organisation(new_id()))

    assert second.commit() is False

    assert len(entries()) == 1


def test_a_keyed_request_is_answered_again_with_its_first_answer() -> None:
    slot = Slot.of("someone", "POST /v1/things", "key", "{}")
    work(Act("someone", slot=slot)).commit(Reply(text="first"))

    with pytest.raises(Replayed) as again:
        work(Act("someone", slot=slot)).commit(Reply(text="second"))

    assert again.value.answer == {"text": "first"}
    assert len(entries()) == 1


def test_a_key_with_another_body_is_refused() -> None:
    work(Act("someone", slot=Slot.of("someone", "POST /v1/things", "key", "{}"))).commit(Reply(text="first"))

    with pytest.raises(KeyReused):
        work(Act("someone", slot=Slot.of("someone", "POST /v1/things", "key", '{"a":1}'))).commit(Reply(text="other"))


def test_an_act_without_an_event_is_a_mistake() -> None:
    unit = UnitOfWork(Act("someone"), chain=COUNTY, action="test", subject="thing")

    with pytest.raises(ValueError, match=r"leaves no entry$"):
        unit.commit()


def test_the_record_is_canonical_json() -> None:
    work().commit()

    (entry,) = entries()

    assert (
        json.dumps(json.loads(entry.record), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == entry.record
    )


def test_a_row_that_is_not_stated_is_written_once_and_in_no_hash_of_the_record() -> None:
    one = organisation(new_id())
    hashes = []
    for name in ("甲支部", "乙支部"):
        unit, beside = work(), organisation(new_id())
        beside.name = name
        unit.put_unstated(beside, AlreadyExists())
        with mock.patch("kernel.journal.secrets.token_hex", return_value="salt"):
            unit.commit()
        hashes.append(entries()[-1].content()["bodyHash"])
        assert directory.organisation(beside.id).name == name

    unit = work()
    unit.put_unstated(one, AlreadyExists())
    unit.commit()
    again = work()
    again.put_unstated(one, AlreadyExists())

    assert hashes[0] == hashes[1]
    with pytest.raises(AlreadyExists):
        again.commit()
