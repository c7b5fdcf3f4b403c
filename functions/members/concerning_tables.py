"""What is kept about a member under a key of its own, found from the member."""

from pynamodb.attributes import UnicodeAttribute

from functions.members.tables import Member
from kernel.settings import table_name
from kernel.table import Row


class Concerns(Row):
    """`MEMBER#<id>/CONCERNS#<partition>`: that the item under `<partition>/<place>` is about this member.

    Put together with that item, so that a copy of one's data and an erasure find it without a search.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    place = UnicodeAttribute(default="NOW")

    PREFIX = "CONCERNS#"

    @classmethod
    def of(cls, member_id: str, partition: str, place: str = "NOW") -> "Concerns":
        return cls(Member.partition(member_id), f"{cls.PREFIX}{partition}", place=place)

    @property
    def partition(self) -> str:
        return self.sk.removeprefix(self.PREFIX)
