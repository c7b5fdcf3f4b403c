"""Where people may be reached outside of the house, as they said themselves, and who holds which office."""

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.channels import Channel
from kernel.settings import table_name
from kernel.table import Item, Row

NOUN = "notices"
PENDING, CONFIRMED = "PENDING", "CONFIRMED"


class Contact(Item):
    """`PERSON#<member>` / `CONTACT#<channel>`: an address (sealed, P2), and whether who asked for it holds it.

    Of a code only its hash is kept; `codes_on` and `codes` ration how many are sent a day.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    county_id = UnicodeAttribute()
    subject = UnicodeAttribute()
    p2 = BinaryAttribute(legacy_encoding=False)
    shown = UnicodeAttribute()
    state = UnicodeAttribute(default=PENDING)
    code_hash = UnicodeAttribute(null=True)
    code_until = UnicodeAttribute(null=True)
    tries = NumberAttribute(default=0)
    codes_on = UnicodeAttribute(null=True)
    codes = NumberAttribute(default=0)

    PLACES = "CONTACT#"

    @staticmethod
    def partition(member_id: str) -> str:
        return f"PERSON#{member_id}"

    @classmethod
    def key_of(cls, member_id: str, channel: str) -> tuple[str, str]:
        return cls.partition(member_id), cls.PLACES + channel

    @classmethod
    def all_of(cls, member_id: str) -> "dict[Channel, Contact]":
        found = cls.query(cls.partition(member_id), cls.sk.startswith(cls.PLACES), consistent_read=True)
        return {contact.channel: contact for contact in found}

    @property
    def channel(self) -> Channel:
        return Channel(self.sk.removeprefix(self.PLACES))

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("PERSON#")


class Person(Row):
    """`SUBJECT#<subject>` / `PERSON`: which member a signed-in person is; there once they named an address."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="PERSON")
    member_id = UnicodeAttribute()

    @staticmethod
    def partition(subject: str) -> str:
        return f"SUBJECT#{subject}"


class Holder(Item):
    """`OFFICE#<organisation>#<role>` / `<subject>`: whether they hold it, by the latest fact, and its number."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    held = BooleanAttribute(default=False)
    seq = NumberAttribute(default=0)

    @staticmethod
    def partition(organisation_id: str, role: str) -> str:
        return f"OFFICE#{organisation_id}#{role}"

    @classmethod
    def all_of(cls, organisation_id: str, role: str) -> list[str]:
        """The subjects who hold it."""
        found = cls.query(cls.partition(organisation_id, role), consistent_read=True)
        return [holder.sk for holder in found if holder.held]

    @classmethod
    def is_held(cls, organisation_id: str, role: str) -> bool:
        return bool(cls.all_of(organisation_id, role))


class Held(Row):
    """`SUBJECT#<subject>` / `BOX#ORG#<organisation>#<role>`: the same from the holder's side, while it is held."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    PLACES = "BOX#ORG#"

    @classmethod
    def boxes_of(cls, subject: str) -> list[str]:
        """The boxes of the offices that somebody holds."""
        found = cls.query(Person.partition(subject), cls.sk.startswith(cls.PLACES), consistent_read=True)
        return [held.sk for held in found]


class Hook(Item):
    """`HOOK#<county>` / `HOOK`: the service that a county wants to be told."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="HOOK")
    url = UnicodeAttribute()

    @staticmethod
    def partition(county_id: str) -> str:
        return f"HOOK#{county_id}"
