"""moto, less what it does over and over: a third of the time of the tests that stand on it, with the same answers.

Eight of its habits cost: it lists the methods of a class at every call; it asks a hundred services whether a call is
theirs; it looks for each of the ten members of every value of a row under four spellings; it weighs a whole row anew
with each attribute that is put in; it copies whole tables before a transaction, to put them back if it fails; it sorts
a whole table for each query of one partition; it asks of each value, at each comparison, which of six types it is
not; and it keeps a list of every table and row there ever was, copies too: twenty gigabytes in a county's year.
"""

import copy
from collections import defaultdict
from functools import cache
from typing import Any

from moto import backend_index
from moto.core import responses
from moto.core.serialize import ResponseSerializer
from moto.core.utils import camelcase_to_underscores, method_names_from_class
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import StreamRecord, StreamShard, Table

VALUE = "AttributeValue"
LARGEST = 405_000  # bytes of a row, as moto has it
PLAIN = {"S", "B", "BOOL"}  # types whose value stands for itself
TOUCHED: dict[str, list[DynamoType]] = defaultdict(list)  # the partitions that the transaction under way writes to
KEPT: dict[str, Table] = {}  # the tables as they were before it


def hasten() -> None:
    """Replace them; doing it again changes nothing."""
    if hasattr(Table, "__deepcopy__"):
        return
    responses.method_names_from_class = cache(method_names_from_class)  # type: ignore[attr-defined]  # a patch
    _ask_tables_first()
    _serialize_values()
    _weigh_rows_once()
    Table.__deepcopy__ = _kept  # type: ignore[attr-defined]  # moto gives it none
    _copy_what_is_touched()
    _copy_before_updates()
    _query_one_partition()
    _compare_plainly()
    Table.__new__ = Item.__new__ = StreamRecord.__new__ = StreamShard.__new__ = _unlisted  # type: ignore[method-assign]


def _unlisted(cls: Any, *_rest: Any, **_named: Any) -> Any:
    return object.__new__(cls)


def _ask_tables_first() -> None:
    """Before a hundred other services, and under names that are spelled out once."""
    backend_index.backend_url_patterns.sort(key=lambda known: known[0] != "dynamodb")
    responses.camelcase_to_underscores = cache(camelcase_to_underscores)  # type: ignore[attr-defined]  # a patch


def _serialize_values() -> None:
    usual = ResponseSerializer._serialize_type_structure

    def serialize(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == VALUE and isinstance(value, dict) and key:
            self._default_serialize(serialized, _on_the_line(self, value), shape, key)
        else:
            usual(self, serialized, value, shape, key)

    ResponseSerializer._serialize_type_structure = serialize  # type: ignore[method-assign]  # a patch


def _on_the_line(serializer: ResponseSerializer, value: dict[str, Any]) -> dict[str, Any]:
    """A value of a row in JSON: it names its own type, whatever the model lists beside."""
    ((kind, held),) = value.items()
    match kind:
        case "M":
            return {kind: {name: _on_the_line(serializer, inner) for name, inner in held.items()}}
        case "L":
            return {kind: [_on_the_line(serializer, inner) for inner in held]}
        case "B":
            return {kind: serializer._base64(held)}
        case "BS":
            return {kind: [serializer._base64(one) for one in held]}
    return value


def _weigh_rows_once() -> None:
    """And not again with each attribute that is put in."""

    def make(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
        self.hash_key, self.range_key, self.attrs = hash_key, range_key, LimitedSizeDict()
        for name, value in attrs.items():
            dict.__setitem__(self.attrs, name, DynamoType(value))
        if self.size() > LARGEST:
            raise ItemSizeTooLarge

    Item.__init__ = make  # type: ignore[method-assign]  # a patch


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
