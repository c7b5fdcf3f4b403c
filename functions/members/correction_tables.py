"""What members ask to have put right."""

from pynamodb.attributes import BinaryAttribute, ListAttribute, UnicodeAttribute

from functions.members.concerning_tables import Concerns
from functions.members.tables import Member
from functions.members.waiting_tables import Waiting
from kernel.settings import table_name

ASKED, ACCEPTED, REFUSED = "ASKED", "ACCEPTED", "REFUSED"


class Correction(Waiting):
    """`CORRECTION#<id>/NOW`: a member's request, listed by the day of its answer until it is answered.

    What it should say is sealed under the member's own keys, plain facts too (`p2`; the ID number in `p3`).
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    member_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    fields: ListAttribute[str] = ListAttribute()
    p2 = BinaryAttribute(legacy_encoding=False, null=True)
    p3 = BinaryAttribute(legacy_encoding=False, null=True)
    asked_by = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    due_on = UnicodeAttribute()
    state = UnicodeAttribute(default=ASKED)
    answered_by = UnicodeAttribute(null=True)
    answered_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)

    NOUN = "CORRECTION"

    @property
    def id(self) -> str:
        return self.pk.removeprefix("CORRECTION#")

    @staticmethod
    def partition(request_id: str) -> str:
        return f"CORRECTION#{request_id}"

    @classmethod
    def of_member(cls, member_id: str) -> list["Correction"]:
        """The latest hundred requests of a member: two reads."""
        query = Concerns.query(
            Member.partition(member_id),
            Concerns.sk.startswith(f"{Concerns.PREFIX}{cls.partition('')}"),
            consistent_read=True,
            scan_index_forward=False,
            limit=100,
            page_size=100,
        )
        keys = [(pointer.partition, pointer.place) for pointer in query]
        return cls.find_all(keys, consistent=True) if keys else []
