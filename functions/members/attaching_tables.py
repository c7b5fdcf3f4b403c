"""Who takes part in an organisation beside their home."""

from pynamodb.attributes import UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Row


class Attached(Row):
    """`ATTACHED#<organisation>/MEMBER#<id>`: the organisation's side; the member's is `Member.attached_to`."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    since = UnicodeAttribute(null=True)

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"ATTACHED#{organisation_id}"

    @classmethod
    def of(cls, organisation_id: str, member_id: str) -> "Attached":
        return cls(cls.partition(organisation_id), f"MEMBER#{member_id}")

    @property
    def member_id(self) -> str:
        return self.sk.removeprefix("MEMBER#")
