"""What `identity` stores beside the accounts of `kernel.directory`: who holds roles where, switches, marks."""

import re

from pynamodb.attributes import UnicodeAttribute

from functions.identity.rules import SUBJECT
from kernel.authority import GRANTABLE, Role
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


class BoundMark(Row):
    """`SUBJECT#<sub>` / `BOUND#<event>`: this binding has been taken over. Never expires."""

    class Meta:
        table_name = table_name("identity")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @staticmethod
    def key_of(subject: str, event_id: str) -> tuple[str, str]:
        return f"SUBJECT#{subject}", f"BOUND#{event_id}"
