"""What an organisation adds to the templates of activities, for itself and all below it."""

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.directory import ancestors
from kernel.table import Item


class Additions(Item):
    """`TEMPLATES#<organisation>` / `NOW`: type → {"agenda": [[zh, en or null], …], "required": [field, …]}."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    types: JSONAttribute = JSONAttribute(default=dict)

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("TEMPLATES#")

    def of(self, kind: str) -> dict[str, Any]:
        """What it adds to a type."""
        added: dict[str, Any] = self.types.get(kind, {"agenda": [], "required": []})
        return added

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"TEMPLATES#{organisation_id}"

    @classmethod
    def above(cls, path: str) -> "list[Additions]":
        """Those of the organisations on a path, from its root down; one call."""
        order = {cls.partition(organisation_id): place for place, organisation_id in enumerate(ancestors(path))}
        found: Iterable[Additions] = cls.find_all([(pk, "NOW") for pk in order], consistent=True)
        return sorted(found, key=lambda one: order[one.pk])
