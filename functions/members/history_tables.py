"""What a dossier held before each change of it."""

import json
from datetime import datetime
from typing import Any

from pynamodb.attributes import BinaryAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from kernel.clock import stamp
from kernel.settings import table_name
from kernel.table import Row


class Was(Row):
    """`MEMBER#<id>/WAS#<at>#<event id>`: what the changed facts were before one change. Put once, never expires.

    `facts` is a JSON object of plain attributes of the dossier; `p2` and `p3` are its old blobs, where something in
    them changed, bound to the same member and opened by the same keys. `fields` names what changed. `effective_on` is
    the day from which the change holds, `version` the one that the dossier had before it.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    fields: ListAttribute[str] = ListAttribute()
    facts = UnicodeAttribute()
    p2 = BinaryAttribute(legacy_encoding=False, null=True)
    p3 = BinaryAttribute(legacy_encoding=False, null=True)
    source = UnicodeAttribute()
    by = UnicodeAttribute()
    effective_on = UnicodeAttribute()
    version = NumberAttribute()

    PREFIX = "WAS#"

    @classmethod
    def place(cls, at: datetime, change_id: str) -> str:
        return f"{cls.PREFIX}{stamp(at)}#{change_id}"

    @property
    def at(self) -> str:
        return self.sk.split("#")[1]

    def before(self) -> dict[str, Any]:
        """The plain attributes as they were."""
        known: dict[str, Any] = json.loads(self.facts)
        return known
