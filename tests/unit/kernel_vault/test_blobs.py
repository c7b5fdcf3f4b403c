"""A blob opens for its member, its table and its class, and for nothing else."""

import os
import timeit

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import new_id
from kernel.vault import HEADER, OVERHEAD, DataClass, Sealer

KEYS = {data_class: os.urandom(32) for data_class in DataClass}
MEMBER = new_id()
SEALER = Sealer("members", MEMBER, KEYS)

fields = st.dictionaries(st.text(max_size=20), st.one_of(st.none(), st.text(max_size=60)), max_size=6)
classes = st.sampled_from(list(DataClass))


@given(fields, classes)
def test_what_was_sealed_is_opened_unchanged(values: dict[str, str | None], data_class: DataClass) -> None:
    assert SEALER.open(data_class, SEALER.seal(data_class, values)) == values


@given(st.text(max_size=200))
def test_a_blob_is_at_most_thirty_two_bytes_longer_than_its_text(value: str) -> None:
    text = f'{{"a":"{value}"}}'.encode(errors="replace") if value.isalnum() else b'{"a":""}'
    sealed = SEALER.seal(DataClass.P2, {"a": value if value.isalnum() else ""})

    assert len(sealed) - len(text) == OVERHEAD == 32


@pytest.mark.no_cover
def test_to_seal_and_to_open_take_a_few_microseconds_each() -> None:
    """The best of many rounds: what else the machine does makes some slower, none quicker."""
    told = {"mobile": "15412345678", "address": "某县某镇某村三组"}
    blob, rounds = SEALER.seal(DataClass.P2, told), 50
    to_seal = timeit.repeat(lambda: SEALER.seal(DataClass.P2, told), number=100, repeat=rounds)
    to_open = timeit.repeat(lambda: SEALER.open(DataClass.P2, blob), number=100, repeat=rounds)

    assert max(min(to_seal), min(to_open)) / 100 < 30e-6


@given(classes, st.sampled_from(["member", "table", "class", "key"]))
def test_a_blob_of_another_member_table_class_or_key_never_opens(data_class: DataClass, other: str) -> None:
    same_key = dict.fromkeys(DataClass, KEYS[data_class])  # so that it is the binding that refuses
    opener = {
        "member": Sealer("members", new_id(), same_key),
        "table": Sealer("dues", MEMBER, same_key),
        "class": Sealer("members", MEMBER, same_key),
        "key": Sealer("members", MEMBER, {c: os.urandom(32) for c in DataClass}),
    }[other]
    read_as = next(c for c in DataClass if c is not data_class) if other == "class" else data_class
    blob = SEALER.seal(data_class, {"a": "b"})

    with pytest.raises(InvalidTag):
        opener.open(read_as, blob)


@given(st.data())
def test_a_blob_with_any_bit_turned_never_opens(data: st.DataObject) -> None:
    blob = bytearray(SEALER.seal(DataClass.P3, {"id_number": "text"}))
    place = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[place // 8] ^= 1 << place % 8

    with pytest.raises(InvalidTag):
        SEALER.open(DataClass.P3, bytes(blob))


@given(st.integers(0, OVERHEAD + 10))
def test_a_blob_cut_short_never_opens(length: int) -> None:
    blob = SEALER.seal(DataClass.P3, {"id_number": "text"})[:length]

    with pytest.raises(InvalidTag):
        SEALER.open(DataClass.P3, blob)


def test_two_blobs_of_one_text_differ() -> None:
    assert SEALER.seal(DataClass.P2, {"a": "b"}) != SEALER.seal(DataClass.P2, {"a": "b"})


def test_a_blob_says_how_it_was_made() -> None:
    assert SEALER.seal(DataClass.P2, {}).startswith(HEADER)
    assert bytes([1, 1, 0, 1]) == HEADER


def test_a_sealer_shows_no_key() -> None:
    assert "keys" not in repr(SEALER)
