"""Previews that cannot be told at once: what was asked, and what each part of the audience answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel.burdens import Demands
from kernel.clock import instant
from kernel.settings import table_name
from kernel.table import Row

KEPT = timedelta(days=7)


class Preview(Row):
    """`PREVIEW#<id>` / `ASKED`: what is planned by whom, for everybody below `top_id` or whom a kept search finds."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ASKED")
    sender = UnicodeAttribute()
    top_id = UnicodeAttribute(null=True)
    segment_id = UnicodeAttribute(null=True)
    demands = JSONAttribute(default=dict)
    asked_at = UnicodeAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def key_of(preview_id: str) -> tuple[str, str]:
        return f"PREVIEW#{preview_id}", "ASKED"

    @property
    def id(self) -> str:
        return self.pk.removeprefix("PREVIEW#")

    @property
    def at(self) -> datetime:
        return instant(self.asked_at)

    @property
    def wanted(self) -> Demands:
        return Demands(**self.demands)


class Part(Row):
    """`PREVIEW#<id>` / `PART#<place>`: a county, or a part of what a search found; there are `parts` of them in all.

    `worst`: branch, what is asked of it, its budget, of those that are most above it.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    parts = NumberAttribute()
    branches = NumberAttribute()
    people = NumberAttribute()
    over = NumberAttribute()
    worst = JSONAttribute(default=list)
    counted_at = UnicodeAttribute()
    expires_at = NumberAttribute()

    PREFIX = "PART#"

    @classmethod
    def all_of(cls, preview: Preview) -> "list[Part]":
        """Those that were counted so far."""
        return list(cls.query(preview.pk, cls.sk.startswith(cls.PREFIX), consistent_read=True))


def is_complete(parts: Sequence[Part]) -> bool:
    return bool(parts) and len(parts) >= int(parts[0].parts)
