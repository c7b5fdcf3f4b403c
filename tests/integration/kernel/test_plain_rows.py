"""A row is stored as PynamoDB would store it, whichever way it goes."""

import importlib
import pkgutil
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pynamodb.attributes import (
    Attribute,
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

import functions
from functions.members.tables import Member
from kernel.table import Row

TEXT = st.text("a1·张𠮷\x00", max_size=5)
VALUES: dict[type[Attribute[Any]], st.SearchStrategy[Any]] = {
    UnicodeAttribute: TEXT,
    NumberAttribute: st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    BooleanAttribute: st.booleans(),
    BinaryAttribute: st.binary(max_size=5),
    JSONAttribute: st.dictionaries(TEXT, st.integers(), max_size=2),
    TTLAttribute: st.just(datetime(2027, 1, 1, tzinfo=UTC)),
    ListAttribute: st.lists(TEXT, max_size=2),
}


def kinds() -> list[type[Row]]:
    """Every kind of row that the product has, of which each value can be made up here."""
    for package in functions.__path__:
        for found in pkgutil.walk_packages([package], "functions."):
            if found.name.endswith("tables"):
                importlib.import_module(found.name)
    known, waiting = list[type[Row]](), [Row]
    while waiting:
        below = waiting.pop().__subclasses__()
        known += below
        waiting += below
    ours = [kind for kind in known if kind.__module__.startswith(("functions.", "kernel."))]
    return sorted(filter(_can_be_made_up, ours), key=lambda kind: (kind.__module__, kind.__name__))


def _can_be_made_up(kind: type[Row]) -> bool:
    return all(
        type(attribute) in VALUES and getattr(attribute, "element_type", None) is None
        for attribute in kind.get_attributes().values()
    )


KINDS = kinds()


@given(st.data())
def test_what_is_stored_is_what_pynamodb_would_store(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(KINDS))()
    for name, attribute in row.get_attributes().items():
        if not attribute.null or data.draw(st.booleans()):
            setattr(row, name, data.draw(VALUES[type(attribute)]))

    assert list(row.serialize().items()) == list(Model.serialize(row).items())


def test_most_kinds_of_rows_are_among_them() -> None:
    assert len(KINDS) > 60
    assert Member in KINDS


def test_a_row_without_what_it_must_have_is_refused() -> None:
    with pytest.raises(AttributeNullError):
        Member("MEMBER#1", branch_id="b").serialize()
    assert Member("MEMBER#1", branch_id="b").serialize(null_check=False) == {
        "pk": {"S": "MEMBER#1"},
        "sk": {"S": "NOW"},
        "branch_id": {"S": "b"},
        "floating": {"BOOL": False},
        "version": {"N": "0"},
    }
