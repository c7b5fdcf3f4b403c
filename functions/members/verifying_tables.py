"""What is kept of the checks of a member's identity."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from kernel.clock import stamp
from kernel.settings import table_name
from kernel.table import Row


class Check(Row):
    """`MEMBER#<id>/CHECK#<at>#<id>`: what the verifier said, and who asked. Put once, never expires."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    verdict = UnicodeAttribute()
    by = UnicodeAttribute()

    PREFIX = "CHECK#"

    @classmethod
    def place(cls, at: datetime, check_id: str) -> str:
        return f"{cls.PREFIX}{stamp(at)}#{check_id}"
