"""What `members` keeps, and how its keys are built."""

from datetime import date, datetime

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from functions.members import birth_rules
from functions.members.joining_tables import MembersByJoining
from functions.members.likeness_tables import MembersByName, MembersByPhone
from kernel.clock import stamp, start_of
from kernel.settings import table_name
from kernel.table import Item, Row

NOUN = "members"  # what a sealed blob is bound to, in every stage
STATED = ("name", "sex", "ethnicity", "education", "occupation", "category", "joined_on", "converted_on")
PLAIN = (*STATED, "floating", "floating_branch_id")
EXTENDED = ("degree", "first_job_on", "entered_school_on", "graduated_on")  # plain, and in no roster
STANDING = ("membership_state", "left_reason", "left_on", "lost_since")
MEASURES = ("suspended_on", "suspension_reason", "correct_from", "correct_until", "correction_reason")
LISTED = (*PLAIN, "branch_id", *STANDING)
COUNTERS_KEPT_SECONDS = 35 * 86_400


class MembersByHome(GlobalSecondaryIndex["Member"]):
    """Who is on a branch's roll, in the order of their ids, with their plain facts alone.

    Who left is listed under `left_roll(branch_id)` instead.
    """

    class Meta:
        index_name = "home"
        projection = IncludeProjection(list(LISTED))

    roll = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class Member(Item):
    """`MEMBER#<id>/NOW`: a dossier. P1 is plain; `p2` and `p3` are blobs of `kernel.vault`.

    The masked forms are what every reader of the dossier is shown; the indexes are kept so that they can be removed.
    `born` says too little of a birth date to tell it (`birth_rules`).
    `branch_id` is the home, or was the last one; `roll` is the same while the member is on the roll (`leave_roll`).
    `source`, `source_by`, `source_on` tell who stated the first facts; `provenance` tells the same of each fact that
    changed since (`{field: [source, by, day]}`), `verified` who checked a fact that stands (`{field: [by, day]}`).
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    branch_id = UnicodeAttribute()
    roll = UnicodeAttribute()
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
    degree = UnicodeAttribute(null=True)
    first_job_on = UnicodeAttribute(null=True)
    entered_school_on = UnicodeAttribute(null=True)
    graduated_on = UnicodeAttribute(null=True)
    membership_state = UnicodeAttribute(null=True)
    left_reason = UnicodeAttribute(null=True)
    left_on = UnicodeAttribute(null=True)
    lost_since = UnicodeAttribute(null=True)
    suspended_on = UnicodeAttribute(null=True)
    suspension_reason = UnicodeAttribute(null=True)
    correct_from = UnicodeAttribute(null=True)
    correct_until = UnicodeAttribute(null=True)
    correction_reason = UnicodeAttribute(null=True)
    attached_to: ListAttribute[str] = ListAttribute(null=True)
    p2 = BinaryAttribute(legacy_encoding=False)
    p3 = BinaryAttribute(legacy_encoding=False)
    mobile_masked = UnicodeAttribute(null=True)
    id_number_masked = UnicodeAttribute()
    mobile_index = UnicodeAttribute(null=True)
    id_number_index = UnicodeAttribute()
    born = UnicodeAttribute(null=True)
    tags: ListAttribute[str] = ListAttribute(null=True)
    source = UnicodeAttribute(null=True)
    source_by = UnicodeAttribute(null=True)
    source_on = UnicodeAttribute(null=True)
    provenance = JSONAttribute(null=True)
    verified = JSONAttribute(null=True)
    home = MembersByHome()
    namesakes = MembersByName()
    phones = MembersByPhone()
    joinings = MembersByJoining()

    @property
    def id(self) -> str:
        return self.pk.removeprefix("MEMBER#")

    @property
    def cohort(self) -> str | None:
        """The first of the five years in one of which they were born."""
        return birth_rules.cohort_in(self.born)

    @property
    def birth_mark(self) -> str | None:
        """What tells namesakes apart by their birth dates, and no date."""
        return birth_rules.mark_in(self.born)

    @property
    def state(self) -> str:
        """ACTIVE, SUSPENDED or LEFT; absent in the table is ACTIVE."""
        return self.membership_state or "ACTIVE"

    def settle(self, branch_id: str, county_id: str) -> None:
        """Make a branch the one home; the roll follows."""
        self.branch_id = self.roll = branch_id
        self.county_id = county_id

    def leave_roll(self) -> None:
        self.roll = left_roll(self.branch_id)

    def join_roll(self) -> None:
        self.roll = self.branch_id

    @staticmethod
    def partition(member_id: str) -> str:
        return f"MEMBER#{member_id}"


class IdNumberTaken(Row):
    """`BI#id#<index>/MEMBER`: which member has the ID number behind this index. Never expires.

    After a merger (`merging`) the number of the dossier that went leads to the one that was kept.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MEMBER")
    member_id = UnicodeAttribute()

    @staticmethod
    def partition(index: str) -> str:
        return f"BI#id#{index}"

    @property
    def index(self) -> str:
        return self.pk.removeprefix("BI#id#")


class ChunkAnswered(Row):
    """`ROSTER#<roster>#<chunk>/OUTCOMES`: what an applied chunk was answered, as JSON. Never expires.

    `did` is what it takes to take it back: `[[row, outcome, member, version after]]`. `UNDONE` in the place of
    `OUTCOMES` is the answer to that. Both carry `#<generation>` from the second time on that the roster is applied.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="OUTCOMES")
    outcomes = UnicodeAttribute()
    did = UnicodeAttribute(null=True)

    @staticmethod
    def partition(roster_id: str, chunk: int) -> str:
        return f"ROSTER#{roster_id}#{chunk}"

    @staticmethod
    def place(generation: int, what: str = "OUTCOMES") -> str:
        return f"{what}#{generation}" if generation else what


class SubjectBound(Row):
    """`SUBJECT#<sub>/BOUND`: the one member that a signed-in person is."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="BOUND")
    member_id = UnicodeAttribute()


class Revealed(Row):
    """`MEMBER#<id>/REVEAL#<at>#<id>`: who was shown which fields, and what for; without a `kind` it is a reveal."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by = UnicodeAttribute()
    organisation_id = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute()
    fields: ListAttribute[str] = ListAttribute()
    kind = UnicodeAttribute(null=True)

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


def left_roll(branch_id: str) -> str:
    """Where index `home` lists who left from a branch."""
    return f"LEFT#{branch_id}"


def subject_partition(subject: str) -> str:
    return f"SUBJECT#{subject}"
