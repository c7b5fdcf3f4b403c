"""Sizes and units as DynamoDB's rules state them."""

import base64

import pytest

from scripts.bench.units import Index, Item, index_writes, read, weight, write

HOME = Index.of(
    {
        "KeySchema": [{"AttributeName": "branch"}, {"AttributeName": "pk"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["name"]},
    },
    ("pk", "sk"),
)
MOVED = Index.of({"KeySchema": [{"AttributeName": "moved"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}, ("pk",))
ALL = Index.of({"KeySchema": [{"AttributeName": "branch"}], "Projection": {"ProjectionType": "ALL"}}, ("pk",))


def of_size(size: int) -> Item:
    return {"a": {"S": "x" * (size - 1)}}


@pytest.mark.parametrize(
    ("item", "size"),
    [
        ({}, 0),
        ({"pk": {"S": "abc"}}, 5),
        ({"名": {"S": "张三"}}, 9),
        ({"b": {"B": b"12345"}}, 6),
        ({"b": {"B": base64.b64encode(b"12345").decode()}}, 6),
        ({"t": {"BOOL": False}, "n": {"NULL": True}}, 4),
        ({"l": {"L": [{"S": "ab"}, {"BOOL": True}]}}, 1 + 3 + (1 + 2) + (1 + 1)),
        ({"m": {"M": {"key": {"S": "ab"}}}}, 1 + 3 + 1 + 3 + 2),
        ({"s": {"SS": ["ab", "c"]}}, 4),
    ],
)
def test_an_item_weighs_its_names_and_its_values(item: Item, size: int) -> None:
    assert weight(item) == size


@pytest.mark.parametrize(
    ("number", "size"), [("0", 1), ("7", 2), ("12", 2), ("123", 3), ("1200", 2), ("-12", 3), ("1.25", 3), ("1E+3", 2)]
)
def test_a_number_weighs_a_byte_for_two_significant_digits_and_one(number: str, size: int) -> None:
    assert weight({"n": {"N": number}}) == 1 + size


@pytest.mark.parametrize(("size", "units"), [(0, 1), (1, 1), (4096, 1), (4097, 2), (8192, 2), (8193, 3)])
def test_a_read_is_counted_in_blocks_of_four_kilobytes_and_half_where_it_may_be_stale(size: int, units: int) -> None:
    assert read(size, consistent=True) == units
    assert read(size, consistent=False) == units / 2


@pytest.mark.parametrize(("size", "units"), [(1, 1), (1024, 1), (1025, 2), (4096, 4), (4097, 5)])
def test_a_write_is_counted_in_kilobytes_and_twice_in_a_transaction(size: int, units: int) -> None:
    assert write(None, of_size(size)) == units
    assert write(None, of_size(size), transaction=True) == 2 * units


def test_the_larger_of_what_was_and_what_is_counts_and_a_check_of_nothing_is_one() -> None:
    assert write(of_size(3000), of_size(10)) == 3
    assert write(of_size(3000), None) == 3
    assert write(None, None, transaction=True) == 2


def test_an_index_costs_a_write_when_its_entry_comes_goes_or_changes_and_two_when_its_key_does() -> None:
    old = {"pk": {"S": "1"}, "sk": {"S": "NOW"}, "branch": {"S": "b"}, "name": {"S": "n"}, "other": {"S": "o"}}

    assert HOME.write(None, old) == 1
    assert HOME.write(old, None) == 1
    assert HOME.write(old, old | {"name": {"S": "m"}}) == 1
    assert HOME.write(old, old | {"branch": {"S": "c"}}) == 2
    assert HOME.write(old, {name: value for name, value in old.items() if name != "branch"}) == 1


def test_what_an_index_does_not_hold_costs_it_nothing() -> None:
    old = {"pk": {"S": "1"}, "sk": {"S": "NOW"}, "branch": {"S": "b"}, "other": {"S": "x"}}

    assert HOME.write(old, old | {"other": {"S": "x" * 5000}}) == 0
    assert MOVED.write(old, old | {"other": {"S": "y"}}) == 0
    assert ALL.write(old, old | {"other": {"S": "y" * 1500}}) == 2
    assert index_writes([HOME, MOVED, ALL], None, old) == 2
