"""moto, less what it does over and over: a third of the time of the tests that stand on it, with the same answers.

Five of its habits cost: it lists the methods of a class at every call; it looks for each of the ten members of every
value of a row under four spellings; it copies whole tables before a transaction, to put them back if it fails; it
sorts a whole table for each query of one partition; and it asks of each value, at each comparison, which of six types
it is not.
"""

import copy
from collections import defaultdict
from functools import cache
from typing import Any

from moto.core import responses
from moto.core.serialize import ResponseSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

VALUE = "AttributeValue"
PLAIN = {"S", "B", "BOOL"}  # types whose value stands for itself
TOUCHED: dict[str, list[DynamoType]] = defaultdict(list)  # the partitions that the transaction under way writes to
KEPT: dict[str, Table] = {}  # the tables as they were before it


def hasten() -> None:
    """Replace the five; doing it again changes nothing."""
    if hasattr(Table, "__deepcopy__"):
        return
    responses.method_names_from_class = cache(method_names_from_class)  # type: ignore[attr-defined]  # a patch
    _serialize_structures()
    Table.__deepcopy__ = _kept  # type: ignore[attr-defined]  # moto gives it none
    _copy_what_is_touched()
    _copy_before_updates()
    _query_one_partition()
    _compare_plainly()


def _serialize_structures() -> None:
    usual = ResponseSerializer._serialize_type_structure

    def serialize(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != VALUE or not isinstance(value, dict) or not key:
            usual(self, serialized, value, shape, key)
            return
        wrapper: Any = self.MAP_TYPE()
        for member in value:
            self._serialize_structure_member(wrapper, value, shape.members[member], member)
        self._default_serialize(serialized, wrapper, shape, key)

    ResponseSerializer._serialize_type_structure = serialize  # type: ignore[method-assign]  # a patch


def _copy_what_is_touched() -> None:
    usual = DynamoDBBackend.transact_write_items

    def transact(self: Any, transact_items: list[dict[str, Any]]) -> None:
        for item in transact_items:
            for op in item.values():
                if (table := self.tables.get(op.get("TableName"))) and (key := op.get("Item", op.get("Key"))):
                    TOUCHED[table.name].append(DynamoType(key[table.hash_key_attr]))
        try:
            usual(self, transact_items)
        finally:
            TOUCHED.clear()
            KEPT.clear()

    DynamoDBBackend.transact_write_items = transact  # type: ignore[method-assign]  # a patch


def _kept(table: Table, _memo: dict[int, Any]) -> Table:
    """The table before a transaction, once however many of its rows are written: only the partitions that are touched
    are copies, and their rows are the same objects, which nobody changes (`_copy_before_updates`).
    """
    if kept := KEPT.get(table.name):
        return kept
    kept = copy.copy(table)
    if table.name in TOUCHED:
        KEPT[table.name] = kept
    kept.items = copy.copy(table.items)
    for pk in TOUCHED.get(table.name, table.items):
        if pk in kept.items:
            kept.items[pk] = copy.copy(kept.items[pk])
    if table.stream_shard:
        kept.stream_shard = copy.copy(table.stream_shard)
        kept.stream_shard.items, kept.stream_shard.table = list(table.stream_shard.items), kept
    return kept


def _copy_before_updates() -> None:
    usual = DynamoDBBackend.update_item

    def update_item(self: Any, table_name: str, key: dict[str, Any], *rest: Any, **named: Any) -> Any:
        table = self.get_table(table_name)
        pk = DynamoType(key[table.hash_key_attr])
        rows, place = (table.items[pk], DynamoType(key[sk])) if (sk := table.range_key_attr) else (table.items, pk)
        if place in rows:
            rows[place] = copy.deepcopy(rows[place])
        return usual(self, table_name, key, *rest, **named)

    DynamoDBBackend.update_item = update_item  # type: ignore[method-assign]  # a patch


def _query_one_partition() -> None:
    usual = Table.query

    def query(self: Table, hash_key: Any, *rest: Any, **named: Any) -> Any:
        part = copy.copy(self)
        if rest[6] is None:  # no index is named
            part.items = defaultdict(dict, {hash_key: self.items[hash_key]} if hash_key in self.items else {})
        elif self.range_key_attr:
            ((attribute, wanted),) = named["hash_key_conditions"]
            part.items = _rows(self, attribute, wanted)
        return usual(part, hash_key, *rest, **named)

    Table.query = query  # type: ignore[method-assign]  # a patch


def _rows(table: Table, attribute: str, wanted: DynamoType) -> Any:
    """Of each partition the rows that an index has under the wanted key."""
    found: Any = defaultdict(dict)
    for pk, rows in table.items.items():
        for sk, row in rows.items():
            value = row.attrs.get(attribute)
            if value is not None and value.value == wanted.value:
                found[pk][sk] = row
    return found


def _compare_plainly() -> None:
    cast = DynamoType.cast_value.fget  # type: ignore[attr-defined]  # a property

    def cast_value(self: DynamoType) -> Any:
        return self.value if self.type in PLAIN else cast(self)

    def equal(self: DynamoType, other: Any) -> bool:
        return bool(self.type == other.type and (self.value == other.value or cast_value(self) == cast_value(other)))

    def code(self: DynamoType) -> int:
        return hash((self.type, cast_value(self)))

    DynamoType.cast_value = property(cast_value)  # type: ignore[assignment]  # a patch
    DynamoType.__eq__ = equal  # type: ignore[method-assign]  # a patch
    DynamoType.__hash__ = code  # type: ignore[method-assign]  # a patch
