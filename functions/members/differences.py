"""How the facts that a roster would change are shown in its preview: masked, since a list of rows is no dossier."""

from collections.abc import Sequence
from typing import NamedTuple

from functions.members.facts import Facts
from kernel.masking import masked


class Shown(NamedTuple):
    was: tuple[str, ...]
    becomes: tuple[str, ...]


def shown(known: Facts, after: Facts, names: Sequence[str]) -> Shown:
    """The named facts before and after; what is not known is empty."""
    return Shown(tuple(_value(known, name) for name in names), tuple(_value(after, name) for name in names))


def _value(facts: Facts, name: str) -> str:
    value = getattr(facts, name)
    return "" if value is None else masked(name, str(value))
