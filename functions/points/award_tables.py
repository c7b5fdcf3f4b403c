"""What people award, with the words that stand behind it."""

from pynamodb.attributes import UnicodeAttribute

from kernel.settings import table_name
from kernel.submissions import Submission


class AwardItem(Submission):
    """`AWARDS#<branch>` / `<award>`: one person proposes it, another decides.

    `account` is a member of the branch, or the branch itself. Of an erased member `reason` and `evidence` are blank; an
    award that nobody had decided then is CLOSED.
    """

    class Meta:
        table_name = table_name("points")

    PROPOSED, CONFIRMED, REFUSED = "PROPOSED", "CONFIRMED", "REFUSED"
    PREFIX, WAITING, WORDS = "AWARDS#", PROPOSED, ("reason", "evidence")

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
