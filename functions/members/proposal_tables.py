"""Changes that wait for the level above, and the switches of the committees that want them to."""

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from functions.members.waiting_tables import Waiting
from kernel.policies import PolicyCopy
from kernel.settings import table_name
from kernel.table import Row

OPEN, ACCEPTED, RETURNED, WITHDRAWN = "OPEN", "ACCEPTED", "RETURNED", "WITHDRAWN"


class Proposal(Waiting):
    """`PROPOSAL#<id>/NOW`: what a branch would change of a dossier, listed by due day until it is decided.

    `facts` are plain, `p2` and `p3` are sealed under the member's own keys; `masks` is what may be shown of them.
    `base_version` is the dossier's version that the proposer saw.
    """

    class Meta:
        table_name = table_name("members")

    NOUN = "PROPOSAL"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    member_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    base_version = NumberAttribute()
    fields: ListAttribute[str] = ListAttribute()
    facts = JSONAttribute()
    masks = JSONAttribute()
    p2 = BinaryAttribute(legacy_encoding=False, null=True)
    p3 = BinaryAttribute(legacy_encoding=False, null=True)
    proposed_by = UnicodeAttribute()
    proposed_at = UnicodeAttribute()
    due_on = UnicodeAttribute()
    state = UnicodeAttribute(default=OPEN)
    decided_by = UnicodeAttribute(null=True)
    decided_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("PROPOSAL#")

    @staticmethod
    def partition(proposal_id: str) -> str:
        return f"PROPOSAL#{proposal_id}"


class PolicySet(PolicyCopy):
    """`POLICY#<organisation>/<policy>`: what an organisation set for its subtree, copied from `identity`."""

    class Meta:
        table_name = table_name("members")


class PolicyTaken(Row):
    """`POLICY#EVENT#<event>/TAKEN`: this change of a switch was copied. Never expires."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="TAKEN")

    @staticmethod
    def partition(event_id: str) -> str:
        return f"POLICY#EVENT#{event_id}"
