"""What is kept about members who are away."""

from datetime import date, datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.members.waiting_tables import Waiting
from kernel.clock import stamp
from kernel.settings import table_name
from kernel.table import Item, Row


class Floating(Waiting):
    """`MEMBER#<id>/FLOATING`: where a member is registered, and when they must be heard of again.

    The place in words is the sealed fact `outflow_to` of the dossier. Listed under the county and the host branch.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="FLOATING")
    county_id = UnicodeAttribute()
    reason = UnicodeAttribute()
    region_code = UnicodeAttribute(null=True)
    abroad = BooleanAttribute(default=False)
    since = UnicodeAttribute()
    expected_return = UnicodeAttribute(null=True)
    host_branch_id = UnicodeAttribute(null=True)
    contact_person_id = UnicodeAttribute()
    contacted_on = UnicodeAttribute(null=True)
    contact_due_on = UnicodeAttribute()
    certificate = UnicodeAttribute(null=True)
    registered_by = UnicodeAttribute()
    registered_at = UnicodeAttribute()

    NOUN = "FLOATING"

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("MEMBER#")

    def arrange(self) -> None:
        """Put it where its present branch, host and day have it listed."""
        self.list_under(self.county_id, self.host_branch_id, self.contact_due_on, self.member_id)


class Floated(Row):
    """`MEMBER#<id>/FLOATED#<at>#<event id>`: a registration that has ended, with everything it said, as JSON."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    registration = JSONAttribute()
    ended_on = UnicodeAttribute()
    end_reason = UnicodeAttribute()
    by = UnicodeAttribute()

    PREFIX = "FLOATED#"

    @classmethod
    def place(cls, at: datetime, event_id: str) -> str:
        return f"{cls.PREFIX}{stamp(at)}#{event_id}"


class Contact(Row):
    """`MEMBER#<id>/CONTACT#<day>#<event id>`: a member who is away was heard of."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    channel = UnicodeAttribute()
    by = UnicodeAttribute()
    by_member_id = UnicodeAttribute()

    PREFIX = "CONTACT#"

    @classmethod
    def place(cls, on: date, event_id: str) -> str:
        return f"{cls.PREFIX}{on}#{event_id}"


class CertificateCounter(Item):
    """`COUNTY#<id>/CERTIFICATES#<year>`: the last number of a year; it moves only together with its certificate."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    last = NumberAttribute(default=0)

    @staticmethod
    def partition(county_id: str) -> str:
        return f"COUNTY#{county_id}"

    @staticmethod
    def place(year: int) -> str:
        return f"CERTIFICATES#{year}"


class Certificate(Waiting):
    """`CERTIFICATE#<number>/NOW`: one floating-member certificate; `checks` is `{year: [passed, by, day]}`.

    Listed under its county by its number, for good: index `county_due` is the register.
    """

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    member_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    issued_on = UnicodeAttribute()
    issued_by = UnicodeAttribute()
    checks = JSONAttribute(default=dict)
    returned_on = UnicodeAttribute(null=True)

    NOUN = "CERTIFICATE"

    @property
    def number(self) -> str:
        return self.pk.removeprefix("CERTIFICATE#")

    @staticmethod
    def partition(number: str) -> str:
        return f"CERTIFICATE#{number}"


class Holding(Item):
    """`MEMBER#<id>/HOLDING`: the certificate that a member has not returned; nobody has two. Its version stays 1."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="HOLDING")
    number = UnicodeAttribute()
