"""What people award, with the words that stand behind it."""

from pynamodb.attributes import UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


class AwardItem(Item):
    """`AWARDS#<branch>` / `<award>`: one person proposes it, another decides. `words` of an erased member are blank.

    `account` is a member of the branch, or the branch itself; an award that nobody had decided then is CLOSED.
    """

    class Meta:
        table_name = table_name("points")

    PROPOSED, CONFIRMED, REFUSED, CLOSED = "PROPOSED", "CONFIRMED", "REFUSED", "CLOSED"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute(default=PROPOSED)
    to = UnicodeAttribute()
    account = UnicodeAttribute()
    county_id = UnicodeAttribute()
    rule_id = UnicodeAttribute()
    zh = UnicodeAttribute()
    en = UnicodeAttribute()
    held_on = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    evidence = UnicodeAttribute(null=True)
    proposed_by = UnicodeAttribute()
    proposed_at = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)

    @staticmethod
    def partition(branch_id: str) -> str:
        return f"AWARDS#{branch_id}"

    @property
    def branch_id(self) -> str:
        return self.pk.removeprefix("AWARDS#")

    def blank(self) -> None:
        """Nothing that anybody wrote is left."""
        self.reason = self.evidence = None
        if self.state == self.PROPOSED:
            self.state = self.CLOSED
