"""What went out to people: each message once, what waits, and what a county spent on it."""

from collections.abc import Iterator
from copy import replace
from datetime import datetime, timedelta

import msgspec
from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.delivery_rules import State
from functions.notices.messages import DIGEST, Due
from functions.notices.tables import shard_of
from kernel.clock import SHANGHAI, business_day, stamp
from kernel.errors import DomainError
from kernel.settings import table_name
from kernel.table import Item, Row
from kernel.transaction import Operation, put

KEPT = timedelta(days=400)


class Delivery(Item):
    """`SENT#<member>` / `<key>`: what became of one message to one person.

    `tried`: channel → outcome, of this round; `rounds` that nobody took it. `receipt` is the carrier's name for it.
    `due` is the order for it, should it be taken up again, at `waits_until` and not before. `change` names the last
    writing, by which a worker knows its own.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    county_id = UnicodeAttribute()
    due = UnicodeAttribute()
    state = UnicodeAttribute(default=State.OPEN.value)
    channel = UnicodeAttribute(null=True)
    tried = JSONAttribute(default=dict)
    rounds = NumberAttribute(default=0)
    fen = NumberAttribute(default=0)
    month = UnicodeAttribute(null=True)
    receipt = UnicodeAttribute(null=True)
    changed_at = UnicodeAttribute(null=True)
    waits_until = UnicodeAttribute(null=True)
    change = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()

    @staticmethod
    def partition(member_id: str) -> str:
        return f"SENT#{member_id}"

    @classmethod
    def load(cls, member_id: str, due: Due, at: datetime) -> "Delivery":
        pk, own = cls.partition(member_id), replace(due, reader=member_id)
        return cls.find(pk, due.key) or cls(
            pk,
            due.key,
            county_id=due.county_id,
            due=msgspec.json.encode(own).decode(),
            expires_at=int((at + KEPT).timestamp()),
        )

    @classmethod
    def has_one_after(cls, member_id: str, digest: str) -> bool:
        """Whether there is a digest of a day after this one's."""
        later = cls.sk.between(f"{digest}~", f"{DIGEST}~")
        return any(cls.query(cls.partition(member_id), later, consistent_read=True, limit=1))

    @classmethod
    def to(cls, member_id: str, before: str | None, limit: int) -> "list[Delivery]":
        """What went to a member, in the reverse order of keys: notices, then digests, each the newest first."""
        earlier = cls.sk < (before or "~")
        return list(cls.query(cls.partition(member_id), earlier, scan_index_forward=False, limit=limit))

    @property
    def is_digest(self) -> bool:
        return self.sk.startswith(DIGEST)

    @property
    def what(self) -> str:
        """The day of the digest, or the notice."""
        return self.sk.partition("-")[2]

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("SENT#")

    def waits(self, at: datetime) -> bool:
        """Whether it is to be left alone: an order that comes again takes no round of it."""
        return self.waits_until is not None and stamp(at) < self.waits_until


class DigestDay(Row):
    """`DIGESTED#<member>` / `<day>`: the key of the digest that the person is told on this day; "" if none took it."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    digest = UnicodeAttribute(default="")
    expires_at = NumberAttribute()

    KEPT = timedelta(days=7)

    @classmethod
    def of(cls, delivery: Delivery, at: datetime) -> "DigestDay | None":
        """The day on which it is told; none of what is no digest."""
        if not delivery.is_digest:
            return None
        day, gone = business_day(at).isoformat(), int((at + cls.KEPT).timestamp())
        return cls(f"DIGESTED#{delivery.member_id}", day, digest=delivery.sk, expires_at=gone)

    def taking(self, refusal: DomainError) -> Operation:
        """The day is this digest's; `refusal` if another one has it."""
        condition = "attribute_not_exists(pk) OR digest IN (:mine, :nobodys)"
        return put(self, condition, {":mine": {"S": self.digest}, ":nobodys": {"S": ""}}, refusal)

    def given_back(self) -> "DigestDay":
        self.digest = ""
        return self


class Waiting(Row):
    """`WAIT#<shard>` / `<instant>#<member>#<key>`: to be taken up again from this instant on."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    due = UnicodeAttribute()

    @classmethod
    def of(cls, delivery: Delivery, until: datetime) -> "Waiting":
        delivery.waits_until = stamp(until)
        place = f"{delivery.waits_until}#{delivery.member_id}#{delivery.sk}"
        return cls(cls.partition(shard_of(delivery.member_id)), place, due=delivery.due)

    @staticmethod
    def partition(shard: int) -> str:
        return f"WAIT#{shard}"

    @classmethod
    def until(cls, at: datetime, shard: int) -> "Iterator[Waiting]":
        """Those whose time has come, the longest wait first."""
        return iter(cls.query(cls.partition(shard), cls.sk <= f"{stamp(at)}~", consistent_read=True))


class Receipt(Row):
    """`RECEIPT#<channel>#<receipt>` / `OF`: whose message a carrier's name is."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="OF")
    member_id = UnicodeAttribute()
    message_key = UnicodeAttribute()
    expires_at = NumberAttribute()

    @staticmethod
    def partition(channel: str, receipt: str) -> str:
        return f"RECEIPT#{channel}#{receipt}"

    @classmethod
    def of(cls, delivery: Delivery) -> "Receipt":
        """Of a message that a carrier took."""
        place = cls.partition(str(delivery.channel), str(delivery.receipt))
        return cls(place, member_id=delivery.member_id, message_key=delivery.sk, expires_at=delivery.expires_at)


class Early(Row):
    """`RECEIPT#<channel>#<receipt>` / `EARLY#<state>`: told of a name that nobody knew; gone after two days."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    expires_at = NumberAttribute()

    PREFIX, KEPT = "EARLY#", timedelta(days=2)

    @classmethod
    def of(cls, channel: str, receipt: str, told: str, at: datetime) -> "Early":
        place = Receipt.partition(channel, receipt), cls.PREFIX + told
        return cls(*place, expires_at=int((at + cls.KEPT).timestamp()))

    @classmethod
    def of_name(cls, channel: str, receipt: str) -> list[str]:
        """The states that were told of it."""
        rows = cls.query(Receipt.partition(channel, receipt), cls.sk.startswith(cls.PREFIX), consistent_read=True)
        return [row.sk.removeprefix(cls.PREFIX) for row in rows]


class Spent(Row):
    """`SPENT#<county>` / `<month>`: fen that its messages of a month cost, moved with the message that costs them."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    fen = NumberAttribute(default=0)

    @classmethod
    def of(cls, county_id: str, month: str) -> "Spent":
        return cls(f"SPENT#{county_id}", month)


def month_of(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m}"
