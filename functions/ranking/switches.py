"""`ranking`'s own copy of the two policies that say what members see of others."""

from collections.abc import Iterable, Sequence

from functions.ranking.rules import LISTS, ON, PUBLIC_RANKING
from functions.ranking.tables import Key, PolicySet
from kernel.policies import in_force

POLICIES = (PUBLIC_RANKING, LISTS)


def keys(path: Sequence[str]) -> list[Key]:
    """Where the settings of the organisations on a path stand."""
    return [(PolicySet, PolicySet.key_of(place, policy)) for policy in POLICIES for place in path]


def is_on(policy: str, path: Sequence[str], found: Iterable[PolicySet]) -> bool:
    """What the nearest organisation on the path (root first) has set; off where none has."""
    return in_force(policy, path, found) == ON
