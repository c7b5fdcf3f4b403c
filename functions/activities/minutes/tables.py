"""The rows of minutes: the text as it stands, who signed it, and the versions that were sealed."""

import json
from collections.abc import Iterator
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.tables import TABLE, Part
from kernel.table import Row


class Minutes(Part):
    """`MINUTES`: what was said and decided, as the JSON that was sent in; `salt` keeps its digest from being guessed.

    `electorates`: decision → [entitled, present], as they were when the record was handed in.
    """

    class Meta:
        table_name = TABLE

    content = UnicodeAttribute()
    salt = UnicodeAttribute()
    electorates = JSONAttribute(null=True)

    @property
    def text(self) -> dict[str, Any]:
        return dict(json.loads(self.content))


class Signature(Part):
    """`SIGNATURE#<role>`: host or recorder stands for the text that has this digest, and for no other."""

    class Meta:
        table_name = TABLE

    member_id = UnicodeAttribute()
    digest = UnicodeAttribute()
    at = UnicodeAttribute()

    PREFIX = "SIGNATURE#"

    @property
    def role(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @classmethod
    def place(cls, role: str) -> str:
        return f"{cls.PREFIX}{role}"


class Version(Row):
    """`MINUTES#<activity>` / `<number>`: sealed at the final approval (1) or by a correction after it; put once.

    It holds everything that is shown of it: text, votes, signatures.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()
    salt = UnicodeAttribute()
    digest = UnicodeAttribute()
    electorates = JSONAttribute()
    votes = JSONAttribute()
    signatures = JSONAttribute()
    at = UnicodeAttribute()
    by = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    of_version = NumberAttribute()

    @property
    def text(self) -> dict[str, Any]:
        return dict(json.loads(self.content))

    @property
    def activity_id(self) -> str:
        return self.pk.removeprefix("MINUTES#")

    @property
    def number(self) -> int:
        return int(self.sk)

    @staticmethod
    def key_of(activity_id: str, number: int) -> tuple[str, str]:
        return f"MINUTES#{activity_id}", f"{number:03d}"

    @classmethod
    def of(cls, activity_id: str, limit: int | None = None) -> "Iterator[Version]":
        """The latest first."""
        partition, _ = cls.key_of(activity_id, 0)
        return iter(cls.query(partition, scan_index_forward=False, limit=limit, consistent_read=True))


def signatures_of(rows: dict[str, Any]) -> dict[str, Signature]:
    """Role → its signature, of whatever text, among the raw rows of an activity's partition by their sort keys."""
    found = [Signature.from_raw_data(row) for sk, row in rows.items() if sk.startswith(Signature.PREFIX)]
    return {one.role: one for one in found}
