"""`ranking`'s own copy of the two policies that say what members see of others."""

from collections.abc import Iterable, Sequence

from functions.ranking.rules import LISTS, ON, PUBLIC_RANKING
from functions.ranking.tables import Key, Mark, PolicySet
from kernel.errors import Changed
from kernel.events import PolicyChanged
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes

POLICIES = (PUBLIC_RANKING, LISTS)


def take_over(act: Act, event: PolicyChanged) -> None:
    """Other policies are none of our business."""
    if event.policy not in POLICIES:
        return

    def attempt(writes: Writes) -> None:
        key = PolicySet.key_of(event.organisation_id, event.policy)
        item = PolicySet.find(*key) or PolicySet(*key)
        if item.seq < act.cause_seq:  # a setting that arrives late does not undo the one after it
            item.value, item.seq = event.value, act.cause_seq
            writes.put(item, Changed())

    once(Mark(Mark.partition(str(act.cause))), attempt)


def keys(path: Sequence[str]) -> list[Key]:
    """Where the settings of the organisations on a path stand."""
    return [(PolicySet, PolicySet.key_of(place, policy)) for policy in POLICIES for place in path]


def is_on(policy: str, path: Sequence[str], found: Iterable[PolicySet]) -> bool:
    """What the nearest organisation on the path (root first) has set; off where none has."""
    values = {item.pk: item.value for item in found if item.sk == policy}
    nearest = (values[pk] for place in reversed(path) if (pk := PolicySet.key_of(place, policy)[0]) in values)
    return next(nearest, None) == ON
