"""What members say against their lines, and what became of it."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.submissions import Submission
from kernel.table import Row


class DisputeItem(Submission):
    """`DISPUTES#<committee>` / `<dispute>`: the committee above the branch of the line decides.

    `words` are the member's, `reason` is the committee's: of an erased member both are blank and the state is CLOSED.
    """

    class Meta:
        table_name = table_name("points")

    OPEN, UPHELD, DISMISSED = "OPEN", "UPHELD", "DISMISSED"
    PREFIX, WAITING, WORDS = "DISPUTES#", OPEN, ("words", "reason")

    state = UnicodeAttribute(default=OPEN)
    member_id = UnicodeAttribute()
    branch_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    path = UnicodeAttribute()
    line = UnicodeAttribute()
    source = UnicodeAttribute()
    value = NumberAttribute()
    zh = UnicodeAttribute()
    en = UnicodeAttribute()
    words = UnicodeAttribute(null=True)
    opened_by = UnicodeAttribute()
    opened_at = UnicodeAttribute()
    due_on = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    ruled_by = UnicodeAttribute(null=True)
    ruled_at = UnicodeAttribute(null=True)


class AboutRow(Row):
    """`ABOUT#<member>` / `DISPUTE#<line>`, `AWARD#<award>` or `EXEMPTION#<exemption>`: under which key words about a
    member stand."""

    class Meta:
        table_name = table_name("points")

    DISPUTE, AWARD, EXEMPTION = "DISPUTE#", "AWARD#", "EXEMPTION#"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    there_pk = UnicodeAttribute()
    there_sk = UnicodeAttribute()

    @staticmethod
    def partition(member_id: str) -> str:
        return f"ABOUT#{member_id}"

    @property
    def there(self) -> tuple[str, str]:
        return self.there_pk, self.there_sk
