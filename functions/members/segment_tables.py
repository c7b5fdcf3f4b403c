"""Saved searches."""

from pynamodb.attributes import UnicodeAttribute

from functions.members.waiting_tables import Waiting
from kernel.settings import table_name


class Segment(Waiting):
    """`SEGMENT#<id>/NOW`: what is searched for, never who was found; listed at its organisation, `branch_id`."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    county_id = UnicodeAttribute()
    label = UnicodeAttribute()
    criteria = UnicodeAttribute()
    saved_at = UnicodeAttribute()

    NOUN = "SEGMENTS"

    @staticmethod
    def partition(segment_id: str) -> str:
        return f"SEGMENT#{segment_id}"

    @property
    def id(self) -> str:
        return self.pk.removeprefix("SEGMENT#")
