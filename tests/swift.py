"""moto, less what it does over and over: a third of the time of the tests that stand on it, with the same answers.

Three of its habits cost: it lists the methods of a class at every call; it looks for each of the ten members of every
value of a row under four spellings; and it copies whole tables before a transaction, to put them back if it fails.
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


def hasten() -> None:
    """Replace the three; doing it again changes nothing."""
    if hasattr(Table, "__deepcopy__"):
        return
    responses.method_names_from_class = cache(method_names_from_class)  # type: ignore[attr-defined]  # a patch
    _serialize_structures()
    Table.__deepcopy__ = _kept  # type: ignore[attr-defined]  # moto gives it none
    _copy_before_updates()


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


def _kept(table: Table, _memo: dict[int, Any]) -> Table:
    """The table as it is now: its rows are the same objects, which nobody changes (`_copy_before_updates`)."""
    kept = copy.copy(table)
    kept.items = defaultdict(dict, {pk: copy.copy(rows) for pk, rows in table.items.items()})
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
