"""What each source gave: so that it is given once, taken back in full, and never given after it was taken back."""

from collections.abc import Mapping

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from functions.points.facts import Fact, Kind
from kernel.settings import table_name
from kernel.table import Item


class Source(Item):
    """`SOURCE#<activity or award>` / `<to>#<part>`, or `…#<member>` of who stood on another board by then.

    `given`: account → points, on the board of `branch_id` under one rule; 0 where no rule paid, or where it
    was taken back from one member alone. `withdrawn`: the approval behind it was taken
    back; where that overtook the confirmation there is nothing else in it, and the confirmation finds it. `apart`: the
    accounts that stood elsewhere by then, each of which gives back in an act of its own.
    """

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    withdrawn = BooleanAttribute(default=False)
    given = JSONAttribute(default=dict)
    apart = JSONAttribute(default=list)
    branch_id = UnicodeAttribute(null=True)
    county_id = UnicodeAttribute(null=True)
    season = UnicodeAttribute(null=True)
    held_on = UnicodeAttribute(null=True)
    rule_set_id = UnicodeAttribute(null=True)
    rule_id = UnicodeAttribute(null=True)
    zh = UnicodeAttribute(null=True)
    en = UnicodeAttribute(null=True)
    line = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(default=Kind.ACTIVITY.value)
    held_by = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, fact: Fact, given: Mapping[str, int], alone: str = "") -> "Source":
        """What a fact gave; `alone` names the one member of a source of its own."""
        return cls(
            *cls.key_of(fact.source, fact.to, fact.part, alone),
            given=dict(given),
            branch_id=fact.branch_id,
            county_id=fact.county_id,
            season=fact.season,
            held_on=fact.held_on.isoformat(),
            kind=fact.kind.value,
            held_by=fact.branch_id,
        )

    @property
    def source(self) -> str:
        return self.pk.removeprefix("SOURCE#")

    @property
    def activity_id(self) -> str | None:
        return self.source if self.kind == Kind.ACTIVITY else None

    @property
    def award_id(self) -> str | None:
        return self.source if self.kind == Kind.AWARD else None

    @staticmethod
    def key_of(source: str, to: str, part: int, member: str = "") -> tuple[str, str]:
        return f"SOURCE#{source}", f"{to}#{part}{'#' if member else ''}{member}"
