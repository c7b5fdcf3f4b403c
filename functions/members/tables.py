"""What `members` keeps, and how its keys are built."""

from datetime import date, datetime

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from kernel.clock import stamp, start_of
from kernel.settings import table_name
from kernel.table import Item, Row

NOUN = "members"  # what a sealed blob is bound to, in every stage
PLAIN = (
    "name",
    "sex",
    "ethnicity",
    "education",
    "occupation",
    "category",
    "joined_on",
    "converted_on",
    "floating",
    "floating_branch_id",
)
COUNTERS_KEPT_SECONDS = 35 * 86_400


class MembersByHome(GlobalSecondaryIndex["Member"]):
    """The members of a branch in the order of their ids, with their plain facts alone."""

    class Meta:
        index_name = "home"
        projection = IncludeProjection(list(PLAIN))

    branch_id = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class Member(Item):
    """`MEMBER#<id>/NOW`: a dossier. P1 is plain; `p2` and `p3` are blobs of `kernel.vault`.

    The masked forms are what every reader of the dossier is shown; the indexes are kept so that they can be removed.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    branch_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    subject = UnicodeAttribute(null=True)
    name = UnicodeAttribute()
    sex = UnicodeAttribute()
    ethnicity = UnicodeAttribute()
    education = UnicodeAttribute()
    occupation = UnicodeAttribute()
    category = UnicodeAttribute()
    joined_on = UnicodeAttribute()
    converted_on = UnicodeAttribute(null=True)
    floating = BooleanAttribute(default=False)
    floating_branch_id = UnicodeAttribute(null=True)
    p2 = BinaryAttribute(legacy_encoding=False)
    p3 = BinaryAttribute(legacy_encoding=False)
    mobile_masked = UnicodeAttribute(null=True)
    id_number_masked = UnicodeAttribute()
    mobile_index = UnicodeAttribute(null=True)
    id_number_index = UnicodeAttribute()
    home = MembersByHome()

    @property
    def id(self) -> str:
        return self.pk.removeprefix("MEMBER#")

    @staticmethod
    def partition(member_id: str) -> str:
        return f"MEMBER#{member_id}"


class IdNumberTaken(Row):
    """`BI#id#<index>/MEMBER`: which member has the ID number behind this index. Never expires."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MEMBER")
    member_id = UnicodeAttribute()

    @staticmethod
    def partition(index: str) -> str:
        return f"BI#id#{index}"


class ChunkAnswered(Row):
    """`ROSTER#<roster>#<chunk>/OUTCOMES`: what an applied chunk was answered, as JSON. Never expires."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="OUTCOMES")
    outcomes = UnicodeAttribute()

    @staticmethod
    def partition(roster_id: str, chunk: int) -> str:
        return f"ROSTER#{roster_id}#{chunk}"


class SubjectBound(Row):
    """`SUBJECT#<sub>/BOUND`: the one member that a signed-in person is."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="BOUND")
    member_id = UnicodeAttribute()


class Revealed(Row):
    """`MEMBER#<id>/REVEAL#<at>#<id>`: who was shown which fields, and what for."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by = UnicodeAttribute()
    organisation_id = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute()
    fields: ListAttribute[str] = ListAttribute()

    PREFIX = "REVEAL#"

    @classmethod
    def place(cls, at: datetime, reveal_id: str) -> str:
        return f"{cls.PREFIX}{stamp(at)}#{reveal_id}"

    @property
    def at(self) -> str:
        return self.sk.split("#")[1]


class DayCounter(Row):
    """`SUBJECT#<sub>/<what>#<day>`: how often a person did a rationed thing on a day. Moves only with its entry."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    n = NumberAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def of(cls, subject: str, what: str, day: date) -> "DayCounter":
        return cls(subject_partition(subject), f"{what}#{day}")

    @staticmethod
    def expiry(day: date) -> int:
        return int(start_of(day).timestamp()) + COUNTERS_KEPT_SECONDS


def subject_partition(subject: str) -> str:
    return f"SUBJECT#{subject}"
