"""The base of every stored item: a version, one shared client, and conditions that become domain errors."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, Self, cast

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import DoesNotExist
from pynamodb.models import Model

from kernel import aws
from kernel.errors import Malformed, NotFound

PAGE = 100
LONGEST_KEY = 1024  # bytes, of DynamoDB
PLAIN = {UnicodeAttribute, NumberAttribute, BooleanAttribute, BinaryAttribute}


class Row(Model):
    """A stored item. It is written only through `kernel.journal.UnitOfWork`."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        connection = super()._get_connection()
        connection.connection._client = cast("Any", aws.client("dynamodb"))  # one client for all tables
        return connection

    @classmethod
    def find(cls, hash_key: Any, range_key: Any = None, *, consistent: bool = True) -> Self | None:
        """The item under this key, or None."""
        try:
            return cls.get(hash_key, range_key, consistent_read=consistent)
        except DoesNotExist:
            return None

    @classmethod
    def demand(cls, hash_key: Any, range_key: Any = None, *, consistent: bool = True) -> Self:
        """The item under this key. Raises `NotFound`."""
        item = cls.find(hash_key, range_key, consistent=consistent)
        if item is None:
            raise NotFound
        return item

    @classmethod
    def find_all(cls, keys: Sequence[Any], *, consistent: bool = False) -> list[Self]:
        """The items that exist under these keys, in no order, at most 100 keys a call."""
        return list(cls.batch_get(list(keys), consistent_read=consistent))

    def serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        """As PynamoDB does, which takes four times as long: it asks four things of each of a dossier's 44 attributes,
        half of which are not set. A row with anything but plain values, or without one it must have, goes its way."""
        found = {}
        for name, attribute in self.get_attributes().items():
            value = self.attribute_values.get(name)
            if value is None and attribute.null:
                continue
            if value is None or type(attribute) not in PLAIN:
                return super().serialize(null_check)
            found[attribute.attr_name] = {attribute.attr_type: attribute.serialize(value)}
        return found

    @classmethod
    def hash_key_name(cls) -> str:
        return next(a.attr_name for a in cls.get_attributes().values() if a.is_hash_key)

    def key(self) -> dict[str, Any]:
        """The primary key in DynamoDB JSON."""
        keys = {name: a for name, a in self.get_attributes().items() if a.is_hash_key or a.is_range_key}
        return {a.attr_name: {a.attr_type: a.serialize(getattr(self, name))} for name, a in keys.items()}


class Item(Row):
    """A row that changes: its version says which reading a writing rests on."""

    version = NumberAttribute(default=0)


def encode_cursor(last: dict[str, Any] | None) -> str | None:
    """The place where a list stopped, as an opaque word; None at the end."""
    if not last:
        return None
    return base64.urlsafe_b64encode(json.dumps(last, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> dict[str, Any] | None:
    """Raises `Malformed` for a cursor that this service did not make."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        sound = isinstance(place, dict) and place and all(map(_may_be_a_key, place.values()))
    except (ValueError, binascii.Error) as error:
        raise Malformed(field="cursor") from error
    if not sound:
        raise Malformed(field="cursor")
    return dict(place)


def _may_be_a_key(part: Any) -> bool:
    """Raises `ValueError` for half a character."""
    return not isinstance(part, str) or len(part.encode()) <= LONGEST_KEY
