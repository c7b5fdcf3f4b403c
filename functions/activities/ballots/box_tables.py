"""The ballot box, a table of its own: votes, and who has voted. Neither tells of the other, nor when.

Its rows hold no instant, no number and no version; each is put once and never read by who puts it.
"""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Row

TABLE = table_name("ballots")


class Vote(Row):
    """`BALLOT#<id>` / `VOTE#<code>`: what somebody chose."""

    class Meta:
        table_name = TABLE

    PREFIX = "VOTE#"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    choice = JSONAttribute()

    @property
    def code(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @classmethod
    def key_of(cls, ballot_id: str, code: str) -> tuple[str, str]:
        return f"BALLOT#{ballot_id}", f"{cls.PREFIX}{code}"

    @classmethod
    def of(cls, ballot_id: str) -> Iterator["Vote"]:
        """By their codes."""
        partition, _ = cls.key_of(ballot_id, "")
        return iter(cls.query(partition, cls.sk.startswith(cls.PREFIX), consistent_read=True))


class Mark(Row):
    """`BALLOT#<id>` / `VOTED#<member>`: this member has voted."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def key_of(ballot_id: str, member_id: str) -> tuple[str, str]:
        return f"BALLOT#{ballot_id}", f"VOTED#{member_id}"
