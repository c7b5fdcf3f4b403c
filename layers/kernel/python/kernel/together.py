"""Items of several tables, in one call: a request has three reads (`design.md` 7)."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from kernel import aws
from kernel.errors import Busy
from kernel.table import Row
from kernel.transaction import TRIES, pause

type Place[R: Row] = tuple[type[R], tuple[Any, ...]]
Raw = dict[str, Any]
AT_ONCE = 100  # keys in a BatchGet


def find_both[A: Row, B: Row](first: Place[A], second: Place[B]) -> tuple[A | None, B | None]:
    """The items under these keys (consistently), or None. Raises `Busy` when the tables stay throttled."""
    found = read_tables(_wanted((first, second)))
    return _one(first, found), _one(second, found)


def find_many[A: Row, B: Row](first: Place[A], others: Sequence[Place[B]]) -> tuple[A | None, list[B]]:
    """The item under the first key, or None, and those of the others that exist, at most 99, in their order."""
    found = read_tables(_wanted((first, *others)))
    return _one(first, found), [item for place in others if (item := _one(place, found))]


def _wanted(places: Iterable[Place[Any]]) -> Raw:
    wanted: Raw = {}
    for model, key in places:
        asked = wanted.setdefault(model.Meta.table_name, {"Keys": [], "ConsistentRead": True})
        asked["Keys"].append(model(*key).key())
    return wanted


def read_all(asked: Iterable[tuple[str, Raw]]) -> dict[str, list[Raw]]:
    """What stands under these keys (table, key), read consistently: one call for every hundred different ones.

    Raises `Busy` when a table stays throttled.
    """
    different = {(table, *(str(part) for part in key.values())): (table, key) for table, key in asked}
    found: dict[str, list[Raw]] = {}
    for few in batched(different.values(), AT_ONCE, strict=False):
        wanted: Raw = {}
        for table, key in few:
            wanted.setdefault(table, {"Keys": [], "ConsistentRead": True})["Keys"].append(key)
        for table, rows in read_tables(wanted).items():
            found.setdefault(table, []).extend(rows)
    return found


def read_tables(wanted: Raw) -> dict[str, list[Raw]]:
    """What stands under the keys of each table, as it is stored. Raises `Busy` when a table stays throttled."""
    found: dict[str, list[Raw]] = {table: [] for table in wanted}
    for attempt in range(TRIES):
        answer: Raw = aws.client("dynamodb").batch_get_item(RequestItems=wanted)  # type: ignore[assignment]  # plain dicts on the wire
        for table, items in answer["Responses"].items():
            found[table] += items
        wanted = answer.get("UnprocessedKeys", {})
        if not wanted:
            return found
        pause(attempt)
    raise Busy


def _one[R: Row](place: Place[R], found: dict[str, list[Raw]]) -> R | None:
    model, key = place
    asked = model(*key).key()
    items = (item for item in found[model.Meta.table_name] if asked.items() <= item.items())
    return next((model.from_raw_data(item) for item in items), None)
