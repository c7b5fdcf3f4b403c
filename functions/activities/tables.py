"""The table of activities: an activity and its reviews. Other rows are in `*_tables.py`; keys are built there alone."""

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from functions.activities.record_rules import lag_days
from kernel import ids
from kernel.clock import instant
from kernel.errors import Malformed
from kernel.settings import table_name
from kernel.table import Item, decode_cursor

TABLE = table_name("activities")
LONGEST_KEY_PART = 64


class ActivitiesOfYear(GlobalSecondaryIndex["Activity"]):
    """A branch's activities of one year, by their start: those that it holds, and those that it is invited to."""

    class Meta:
        index_name = "year"
        projection = IncludeProjection(["branch_id", "type", "title", "ends_at", "place", "link", "state"])

    branch_year = UnicodeAttribute(hash_key=True)
    starts_at = UnicodeAttribute(range_key=True)


class WaitingForReview(GlobalSecondaryIndex["Activity"]):
    """What a committee has to review, oldest first; an activity leaves the index with its stage."""

    class Meta:
        index_name = "queue"
        projection = IncludeProjection(
            ["branch_id", "type", "title", "starts_at", "state", "round", "waits_since", "flags"]
        )

    stage_id = UnicodeAttribute(hash_key=True)
    submitted_at = UnicodeAttribute(range_key=True)


class Activity(Item):
    """`ACTIVITY#<id>` / `NOW`: the plan, its state, and from the submission on who attended (16 bytes each).

    `branch_id` holds it: a branch, or a committee for several. `audience` as `audience.Audience` stores it, `materials`
    pairs of title and link, `demands` what committees asked of such a record when it was planned, `submitters` the
    accounts that handed it in, in any round, `corrections` what rulings changed of its attendance since it was approved
    (`disputes.rules.Correction`), `tally` the numbers of the record as it was handed in (`tallying`), `minutes_version`
    the latest sealed one.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    branch_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    branch_year = UnicodeAttribute()
    type = UnicodeAttribute()
    title = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    ends_at = UnicodeAttribute()
    place = UnicodeAttribute(null=True)
    link = UnicodeAttribute(null=True)
    agenda: ListAttribute[str] = ListAttribute(default=list)
    audience: JSONAttribute = JSONAttribute(null=True)
    materials: JSONAttribute = JSONAttribute(default=list)
    demands: ListAttribute[str] = ListAttribute(default=list)
    secret = UnicodeAttribute()
    state = UnicodeAttribute()
    round = NumberAttribute(default=0)
    stage_id = UnicodeAttribute(null=True)
    submitted_by = UnicodeAttribute(null=True)
    submitters: ListAttribute[str] = ListAttribute(null=True)
    submitted_at = UnicodeAttribute(null=True)
    waits_since = UnicodeAttribute(null=True)
    flags: ListAttribute[str] = ListAttribute(null=True)
    attended = BinaryAttribute(legacy_encoding=False, null=True)
    confirmed = JSONAttribute(null=True)
    corrections: JSONAttribute = JSONAttribute(null=True)
    tally: JSONAttribute = JSONAttribute(null=True)
    minutes_version = NumberAttribute(null=True)
    entitled = NumberAttribute(default=0)
    year = ActivitiesOfYear()
    queue = WaitingForReview()

    @property
    def id(self) -> str:
        return self.pk.removeprefix("ACTIVITY#")

    @property
    def lag_days(self) -> int | None:
        """Days from its start to its entry; None if it was planned before it began."""
        return lag_days(ids.made_at(self.id), instant(self.starts_at))

    @staticmethod
    def partition(activity_id: str) -> str:
        return f"ACTIVITY#{activity_id}"

    @staticmethod
    def year_of(branch_id: str, year: int) -> str:
        return f"{branch_id}#{year}"

    @property
    def attendees(self) -> list[str]:
        packed = self.attended or b""
        return [ids.from_bytes(packed[at : at + 16]) for at in range(0, len(packed), 16)]

    def freeze(self, attendees: Iterable[str]) -> None:
        """Keep who attended as the reviewers will see it."""
        self.attended = b"".join(ids.to_bytes(member) for member in attendees) or None


class Part(Item):
    """Something else under an activity's partition."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class Review(Part):
    """`REVIEW#<round>#<stage>`: a committee's decision, one for each round and stage; or what took the last back."""

    WITHDRAWAL = "withdrawal"

    class Meta:
        table_name = TABLE

    decision = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    at = UnicodeAttribute()
    in_bulk = BooleanAttribute(null=True)

    @staticmethod
    def place(round_number: float, stage: str) -> str:
        return f"REVIEW#{int(round_number):03d}#{stage}"


def resume(cursor: str | None, *names: str) -> dict[str, Any]:
    """The parts of a key at which a list goes on; empty at its start. Raises `Malformed` for a foreign cursor."""
    place = decode_cursor(cursor)
    if place is None:
        return {}
    sound = all(isinstance(part, str) and 0 < len(part) <= LONGEST_KEY_PART for part in place.values())
    if set(place) != set(names) or not sound:
        raise Malformed(field="cursor")
    return place
