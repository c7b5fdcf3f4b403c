"""What `identity` stores beside the accounts of `kernel.directory`: who holds roles where, switches, marks."""

import re

from pynamodb.attributes import UnicodeAttribute

from functions.identity.rules import SUBJECT
from kernel.authority import GRANTABLE, Role
from kernel.clock import stamp
from kernel.journal import Act
from kernel.settings import table_name
from kernel.table import Item, Row


class GrantRow(Item):
    """`ORG#<organisation>` / `GRANT#<role>#<subject>`: the organisation's side of a grant. Put once, then deleted."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    granted_at = UnicodeAttribute(null=True)  # to delete one, its key is enough

    PREFIX = "GRANT#"
    PLACE = re.compile(rf"GRANT#(?:{'|'.join(GRANTABLE)})#{SUBJECT}")

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"ORG#{organisation_id}"

    @classmethod
    def key_of(cls, organisation_id: str, role: Role, subject: str) -> tuple[str, str]:
        return cls.partition(organisation_id), f"GRANT#{role}#{subject}"

    @property
    def holder(self) -> tuple[Role, str]:
        """The role and the subject that holds it."""
        role, subject = self.sk.removeprefix(self.PREFIX).split("#")
        return Role(role), subject


class PolicyRow(Item):
    """`ORG#<organisation>` / `POLICY#<policy>`: what a committee set for its subtree."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    value = UnicodeAttribute()

    @staticmethod
    def key_of(organisation_id: str, policy: str) -> tuple[str, str]:
        return f"ORG#{organisation_id}", f"POLICY#{policy}"

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("ORG#")

    @property
    def policy(self) -> str:
        return self.sk.removeprefix("POLICY#")


class FoundingRow(Row):
    """`ORG#<root>` / `FOUNDING`: the root's first two administrators. Never expires."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="FOUNDING")
    system = UnicodeAttribute()
    security = UnicodeAttribute()

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"ORG#{organisation_id}"


class Bearer(Item):
    """`MEMBER#<id>` / `ACCOUNT`: whose account a member has, and where the member is.

    `placed` is the order of the latest fact that said where (a binding, a move), `tied` of the latest that said whose
    (a binding, a departure): a fact that is older changes nothing, however late it comes.
    """

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ACCOUNT")
    subject = UnicodeAttribute(null=True)
    branch_id = UnicodeAttribute(null=True)
    placed = UnicodeAttribute(default="")
    tied = UnicodeAttribute(default="")

    ERASED = "~"  # after every order

    @staticmethod
    def partition(member_id: str) -> str:
        return f"MEMBER#{member_id}"

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("MEMBER#")

    def place(self, act: Act, branch_id: str | None) -> bool:
        """Say where the member is. False if something later is known."""
        if self.placed >= order_of(act):
            return False
        self.branch_id, self.placed = branch_id, order_of(act)
        return True

    def tie(self, act: Act, subject: str | None) -> bool:
        """Say whose account it is, or that it is nobody's any more. False if something later is known."""
        if self.tied >= order_of(act):
            return False
        self.subject, self.tied = subject, order_of(act)
        return True

    def forget(self) -> None:
        """Nothing that is told from now on changes it."""
        self.subject = self.branch_id = None
        self.placed = self.tied = self.ERASED


def order_of(act: Act) -> str:
    """When the cause happened, then its number in its chain: text order is the order of facts."""
    return f"{stamp(act.fact_at)}#{act.cause_seq:012d}"


class TakenOver(Row):
    """`DONE#<event>` / `MEMBERS`: the accounts of this event's members follow it. Never expires."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MEMBERS")

    @staticmethod
    def partition(event_id: str | None) -> str:
        return f"DONE#{event_id}"


class BoundMark(Row):
    """`SUBJECT#<sub>` / `BOUND#<event>`: this binding has been taken over. Never expires."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def key_of(subject: str, event_id: str) -> tuple[str, str]:
        return f"SUBJECT#{subject}", f"BOUND#{event_id}"
