"""Request units by the sizes of items, as DynamoDB's rules state them; what an engine reports is not asked.

A read unit is 4 KB read consistently, or twice that otherwise; a write unit is 1 KB, two of them in a transaction.
A missing item costs as much as the smallest. An index costs what its own entry weighs: one write when an entry comes,
goes or changes, two when its key changes, none when nothing of it changes; transactions do not double it.
Items are in DynamoDB JSON as botocore hands them out (bytes) or as it sends them (base64).
"""

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

READ_BYTES, WRITE_BYTES = 4096, 1024
CONTAINER, ELEMENT = 3, 1  # bytes of a list or map itself, and of each of its elements

Item = Mapping[str, Mapping[str, Any]]


def weight(item: Item) -> int:
    """Bytes of an item: its names and its values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number(content)
        case "B":
            return _binary(content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return CONTAINER + sum(ELEMENT + _value(inner) for inner in content)
        case "M":
            return CONTAINER + ELEMENT * len(content) + weight(content)
    return sum(_value({kind[0]: inner}) for inner in content)


def _number(text: str) -> int:
    """One byte for two significant digits, one more, and one for a sign."""
    digits = text.lstrip("-").split("e")[0].split("E")[0].replace(".", "").strip("0")
    return math.ceil(len(digits) / 2) + 1 + text.startswith("-")


def _binary(content: bytes | str) -> int:
    return len(content) if isinstance(content, bytes) else len(base64.b64decode(content))


def read(size: int, *, consistent: bool) -> float:
    """Units of one read of so many bytes: an item, or all that a query looked at."""
    blocks = max(1, math.ceil(size / READ_BYTES))
    return blocks if consistent else blocks / 2


def write(old: Item | None, new: Item | None, *, transaction: bool = False) -> int:
    """Units of a put, update, delete or check: by the larger of what stood there and what stands there now."""
    size = max(weight(old or {}), weight(new or {}))
    return max(1, math.ceil(size / WRITE_BYTES)) * (2 if transaction else 1)


@dataclass(frozen=True)
class Index:
    """A global secondary index: its own key, and what of an item it holds (None: everything)."""

    key: tuple[str, ...]
    holds: frozenset[str] | None

    @classmethod
    def of(cls, stated: Mapping[str, Any], table_key: Sequence[str]) -> "Index":
        """As a template's `GlobalSecondaryIndexes` states it."""
        key = tuple(part["AttributeName"] for part in stated["KeySchema"])
        projection = stated["Projection"]
        if projection["ProjectionType"] == "ALL":
            return cls(key, None)
        return cls(key, frozenset({*key, *table_key, *projection.get("NonKeyAttributes", [])}))

    def entry(self, item: Item | None) -> Item | None:
        """The item's entry in the index; None if it has none."""
        if item is None or any(name not in item for name in self.key):
            return None
        return {name: value for name, value in item.items() if self.holds is None or name in self.holds}

    def write(self, old: Item | None, new: Item | None) -> int:
        """Units that a change of an item costs here."""
        before, after = self.entry(old), self.entry(new)
        if before == after:
            return 0
        if before and after and any(before[name] != after[name] for name in self.key):
            return write(before, None) + write(None, after)
        return write(before, after)


def index_writes(indexes: Iterable[Index], old: Item | None, new: Item | None) -> int:
    return sum(index.write(old, new) for index in indexes)
