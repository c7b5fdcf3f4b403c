"""What members answered to an invitation, and where their words are found when they are to be forgotten."""

from collections.abc import Iterator

from pynamodb.attributes import UnicodeAttribute

from functions.activities.tables import TABLE, Activity, Part
from kernel.table import Row


class Reply(Part):
    """`ACTIVITY#<id>` / `REPLY#<member>`: the answer that stands; a leave has its kind and a reason, in words."""

    class Meta:
        table_name = TABLE

    answer = UnicodeAttribute()
    leave = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    at = UnicodeAttribute()

    @property
    def member_id(self) -> str:
        return self.sk.removeprefix("REPLY#")

    @staticmethod
    def key_of(activity_id: str, member_id: str) -> tuple[str, str]:
        return Activity.partition(activity_id), f"REPLY#{member_id}"


class Worded(Row):
    """`MEMBER#<id>` / `REPLY#<activity>`, `DISPUTE#<activity>` or `APPRAISAL#<branch>#<year>`: words of the member, or
    about them, are there."""

    REPLY, DISPUTE, APPRAISAL = "REPLY", "DISPUTE", "APPRAISAL"

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @property
    def place(self) -> str:
        """Where: an activity, or `<branch>#<year>` of an appraisal."""
        return self.sk.partition("#")[2]

    @classmethod
    def to(cls, activity_id: str, member_id: str, kind: str = REPLY) -> "Worded":
        return cls(f"MEMBER#{member_id}", f"{kind}#{activity_id}")

    @classmethod
    def of(cls, member_id: str, kind: str = REPLY) -> Iterator["Worded"]:
        return iter(cls.query(f"MEMBER#{member_id}", cls.sk.startswith(f"{kind}#"), consistent_read=True))
