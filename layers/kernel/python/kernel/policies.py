"""A domain's own copy of the switches that committees set (`PolicyChanged`), and what is in force at a place."""

from collections.abc import Iterable, Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.journal import Act
from kernel.projection import once
from kernel.table import Item, Row
from kernel.transaction import Writes


class PolicyCopy(Item):
    """`POLICY#<organisation>` / `<policy>`: what an organisation set for its subtree; a domain gives it its `Meta`."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    value = UnicodeAttribute()
    seq = NumberAttribute(default=0)

    @staticmethod
    def key_of(organisation_id: str, policy: str) -> tuple[str, str]:
        return f"POLICY#{organisation_id}", policy


def take_over(act: Act, kind: type[PolicyCopy], mark: Row, key: tuple[str, str], value: str) -> None:
    """Copy a setting, once; one that arrives late does not undo the one after it."""

    def attempt(writes: Writes) -> None:
        item = kind.find(*key) or kind(*key)
        if item.seq < act.cause_seq:
            item.value, item.seq = value, act.cause_seq
            writes.put(item)

    once(mark, attempt)


def in_force(policy: str, path: Sequence[str], found: Iterable[PolicyCopy]) -> str | None:
    """What the nearest organisation on the path (root first) has set; None where none has."""
    values = {item.pk: item.value for item in found if item.sk == policy}
    keys = (PolicyCopy.key_of(place, policy)[0] for place in reversed(path))
    return next((values[key] for key in keys if key in values), None)
