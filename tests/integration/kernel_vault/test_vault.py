"""Keys of members and counties, as KMS and the table of keys hold them."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from kernel import aws, vault
from kernel.errors import Busy, NotFound
from kernel.ids import new_id
from kernel.transaction import Reason, transact
from kernel.vault import CountyKey, DataClass, MemberKeys, new_keys, open_keys, sealer

COUNTY, OTHER_COUNTY = new_id(), new_id()
pytestmark = pytest.mark.usefixtures("account")


@contextmanager
def kms_calls() -> Iterator[list[str]]:
    """The names of the calls to KMS made meanwhile."""
    calls: list[str] = []
    with _noting(lambda model, _: calls.append(model.name)):
        yield calls


@contextmanager
def asked() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """The names of the calls and what was sent with each."""
    requests: list[tuple[str, dict[str, Any]]] = []
    with _noting(lambda model, params: requests.append((model.name, json.loads(params["body"])))):
        yield requests


@contextmanager
def _noting(note: Callable[[Any, Any], None]) -> Iterator[None]:
    def noted(model: Any, params: Any, **_: Any) -> None:
        note(model, params)

    client = aws.client("kms")
    client.meta.events.register("before-call.kms", noted)
    yield
    client.meta.events.unregister("before-call.kms", noted)


def enrolled(county_id: str = COUNTY) -> tuple[str, bytes]:
    """A member with a sealed phone, keys saved."""
    member_id = new_id()
    made, row = new_keys("members", member_id, county_id)
    row.save()
    return member_id, made.seal(DataClass.P2, {"mobile": "15400000000"})


def test_a_member_is_sealed_and_opened_in_another_process() -> None:
    member_id, blob = enrolled()
    vault.forget()

    opened = sealer("members", member_id).open(DataClass.P2, blob)

    assert opened == {"mobile": "15400000000"}


def test_a_county_gets_its_keys_with_its_first_member_and_keeps_them() -> None:
    with kms_calls() as calls:
        enrolled()
        enrolled()

    assert sorted(calls) == ["Decrypt", "Decrypt", "GenerateDataKey", "GenerateDataKey"]
    assert CountyKey.find(CountyKey.partition(COUNTY, DataClass.P2)) is not None


def test_kms_is_asked_under_the_key_of_the_class_for_this_county_and_class_alone() -> None:
    with asked() as requests:
        enrolled()

    assert {(name, tuple(sorted(body["EncryptionContext"].items()))) for name, body in requests} == {
        (name, (("app", "e-branch"), ("class", data_class), ("county", COUNTY)))
        for name in ("GenerateDataKey", "Decrypt")
        for data_class in ("p2", "p3")
    }
    made = [body for name, body in requests if name == "GenerateDataKey"]
    assert [body["KeyId"] for body in made] == [os.environ["P2_KEY"], os.environ["P3_KEY"]]
    assert {body["KeySpec"] for body in made} == {"AES_256"}


def test_whoever_comes_second_uses_the_key_of_the_first() -> None:
    enrolled()
    kept = CountyKey.demand(CountyKey.partition(COUNTY, DataClass.P2)).wrapped
    row = MemberKeys(MemberKeys.partition(new_id()), county_id=COUNTY)

    vault._make_county_key(row, DataClass.P2)

    assert CountyKey.demand(CountyKey.partition(COUNTY, DataClass.P2)).wrapped == kept


def test_a_countys_key_whose_writing_met_another_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    conflicts = [[Reason("TransactionConflict", None)]]
    monkeypatch.setattr(vault, "transact", lambda rows: conflicts.pop() if conflicts else transact(rows))
    pauses: list[int] = []
    monkeypatch.setattr(vault, "pause", pauses.append)

    enrolled()

    assert conflicts == []
    assert pauses == [0]
    assert CountyKey.find(CountyKey.partition(COUNTY, DataClass.P2)) is not None


def test_a_countys_key_that_stays_contended_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "transact", lambda _: [Reason("TransactionConflict", None)])
    monkeypatch.setattr(vault, "pause", lambda _: None)

    with pytest.raises(Busy):
        enrolled()


def test_one_class_is_opened_without_the_key_of_the_other() -> None:
    member_id, _ = enrolled()
    vault.forget()

    with kms_calls() as calls:
        opener = sealer("members", member_id, DataClass.P2)

    assert calls == ["Decrypt"]
    assert list(opener.keys) == [DataClass.P2]


def test_an_erased_member_is_never_opened_again() -> None:
    member_id, _ = enrolled()
    MemberKeys.demand(MemberKeys.partition(member_id)).delete()

    with pytest.raises(NotFound):
        sealer("members", member_id)


def test_the_keys_of_one_member_under_the_name_of_another_are_refused() -> None:
    member_id, _ = enrolled()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    row.pk = MemberKeys.partition(new_id())

    with pytest.raises(InvalidTag):
        open_keys("members", row)


def test_the_keys_of_one_county_under_the_name_of_another_are_refused() -> None:
    member_id, _ = enrolled()
    enrolled(OTHER_COUNTY)
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    row.county_id = OTHER_COUNTY

    with pytest.raises(InvalidTag):
        open_keys("members", row)


def test_the_key_of_one_class_in_the_place_of_another_is_refused() -> None:
    member_id, _ = enrolled()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    row.p2 = row.p3

    with pytest.raises(InvalidTag):
        open_keys("members", row, DataClass.P2)


def test_to_open_never_makes_a_county_key_in_the_place_of_a_lost_one() -> None:
    member_id, _ = enrolled()
    CountyKey.demand(CountyKey.partition(COUNTY, DataClass.P2)).delete()
    vault.forget()

    with pytest.raises(LookupError, match=r"^no county key$"):
        sealer("members", member_id)

    assert CountyKey.find(CountyKey.partition(COUNTY, DataClass.P2)) is None


def test_a_county_key_moved_to_another_county_is_refused_by_kms() -> None:
    member_id, _ = enrolled()
    wrapped = CountyKey.demand(CountyKey.partition(COUNTY, DataClass.P2)).wrapped
    CountyKey(CountyKey.partition(OTHER_COUNTY, DataClass.P2), wrapped=wrapped).save()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    row.county_id = OTHER_COUNTY

    with pytest.raises(aws.client("kms").exceptions.InvalidCiphertextException):
        open_keys("members", row, DataClass.P2)


def test_no_two_keys_are_wrapped_under_one_nonce() -> None:
    """Two texts under one key and one nonce tell each other."""
    rows = [MemberKeys.demand(MemberKeys.partition(enrolled()[0])) for _ in range(5)]

    assert len({wrapped[: vault.NONCE] for row in rows for wrapped in (row.p2, row.p3)}) == 2 * len(rows)


def test_a_wrapped_key_takes_sixty_bytes() -> None:
    member_id, _ = enrolled()

    row = MemberKeys.demand(MemberKeys.partition(member_id))

    assert (len(row.p2), len(row.p3)) == (60, 60)
