"""Pairs of dossiers that look like one person, what was decided of them, and what takes a merger back."""

import json
from typing import Any

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from functions.members.waiting_tables import Waiting
from kernel.ids import derived_id
from kernel.settings import table_name

OPEN, SAME, DIFFERENT, MERGED = "OPEN", "SAME", "DIFFERENT", "MERGED"


class Case(Waiting):
    """`DUPLICATE#<id>/CASE`: two dossiers, and what was decided of them. Never expires: nobody is asked twice.

    Both members point to it (`Concerns`): it goes with whoever of them is erased, or taken back with a roster.

    While nobody decided, or both are one and not merged yet, it waits in the list of its county. Once they are merged
    it holds what takes them apart again: `before` is JSON of the merged dossier's attributes as they were (its blobs
    were not touched), the versions are those after the merger, `moved_subject` is the account that changed hands.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="CASE")
    county_id = UnicodeAttribute()
    first_id = UnicodeAttribute()
    second_id = UnicodeAttribute()
    reasons: ListAttribute[str] = ListAttribute()
    state = UnicodeAttribute(default=OPEN)
    found_at = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    ground = UnicodeAttribute(null=True)
    kept_id = UnicodeAttribute(null=True)
    kept_version = NumberAttribute(null=True)
    merged_version = NumberAttribute(null=True)
    before = UnicodeAttribute(null=True)
    moved_subject = UnicodeAttribute(null=True)
    undo_until = UnicodeAttribute(null=True)

    NOUN = "DUPLICATES"

    @staticmethod
    def id_of(one: str, other: str) -> str:
        """The same for two members in either order."""
        return derived_id("duplicate", *sorted((one, other)))

    @staticmethod
    def partition(case_id: str) -> str:
        return f"DUPLICATE#{case_id}"

    @property
    def id(self) -> str:
        return self.pk.removeprefix("DUPLICATE#")

    @property
    def members(self) -> tuple[str, str]:
        return self.first_id, self.second_id

    @property
    def merged_id(self) -> str:
        """Who is not kept."""
        return self.second_id if self.kept_id == self.first_id else self.first_id

    def was(self) -> dict[str, Any]:
        known: dict[str, Any] = json.loads(self.before or "{}")
        return known

    def wait(self) -> None:
        self.list_under(self.county_id, None, self.found_at[:10], self.id)
