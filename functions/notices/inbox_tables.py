"""The inboxes: a notice in the box of a member, or of those who hold a role at an organisation."""

import hashlib
from datetime import date, datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from kernel.authority import Role
from kernel.clock import stamp, start_of
from kernel.ids import from_bytes
from kernel.settings import table_name
from kernel.table import Item

OFFICES = (Role.SECRETARY, Role.REVIEWER, Role.COUNTY_ADMIN)
"""The roles that are told of something (`rules.superior`, `obligation_disputes`), and have a box."""


class OpenNotices(GlobalSecondaryIndex["Notice"]):
    """What is unread, or asked and not done, by box: counting reads what is open and not what was ever sent."""

    class Meta:
        index_name = "open"
        projection = IncludeProjection(["code", "read_at", "asks", "urgent", "dispatch_id", "reminds_of"])

    open_box = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class Notice(Item):
    """`BOX#MEMBER#<id>` or `BOX#ORG#<organisation>#<role>` / `<notice id>`. The id begins with the day: newest last.

    `sender` is the committee that sent it; none: the system. `asks`: something is to be done. `facts` are ids, days
    and counts. The text of what a committee sent stands once, under its `dispatch_id`; what only reminds of a
    dispatch names it in `reminds_of`.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute()
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    facts = JSONAttribute(default=dict)
    due_on = UnicodeAttribute(null=True)
    sent_at = UnicodeAttribute()
    sender = UnicodeAttribute(null=True)
    dispatch_id = UnicodeAttribute(null=True)
    reminds_of = UnicodeAttribute(null=True)
    urgent = BooleanAttribute(default=False)
    asks = BooleanAttribute(default=False)
    read_at = UnicodeAttribute(null=True)
    done_at = UnicodeAttribute(null=True)
    withdrawn_at = UnicodeAttribute(null=True)
    open_box = UnicodeAttribute(null=True)
    open = OpenNotices()

    @staticmethod
    def member_box(member_id: str) -> str:
        return f"BOX#MEMBER#{member_id}"

    @staticmethod
    def office_box(organisation_id: str, role: str) -> str:
        """Raises `ValueError` for a role that has no box: nobody would look there."""
        if role not in OFFICES:
            raise ValueError(role)
        return f"BOX#ORG#{organisation_id}#{role}"

    @staticmethod
    def id_of(box: str, cause: str, day: date) -> str:
        """The same id at every try, in the order of days, and another one in each box."""
        moment = int(start_of(day).timestamp() * 1000)
        return from_bytes(moment.to_bytes(6) + hashlib.sha256(f"{box}#{cause}".encode()).digest()[:10])

    @property
    def reader(self) -> str:
        """`member`, or the role whose box it lies in."""
        return "member" if self.pk.startswith("BOX#MEMBER#") else self.pk.rsplit("#", 1)[1]

    @property
    def goes_with(self) -> str | None:
        """The dispatch with which it is taken back."""
        return self.dispatch_id or self.reminds_of

    @property
    def copy_key(self) -> tuple[str, str] | None:
        """Of a reminder of a dispatch the copy that it is about, in the same box."""
        return (self.pk, self.facts["noticeId"]) if self.reminds_of and "noticeId" in self.facts else None

    @property
    def settled_at(self) -> str | None:
        """When a copy was done or, where it asks for nothing, opened: who is reminded of it is not any more."""
        return self.done_at if self.asks else self.read_at

    def mark_read(self, at: datetime) -> None:
        self.read_at = self.read_at or stamp(at)
        self.place()

    def mark_done(self, at: datetime) -> None:
        """Whoever did what was asked has read it."""
        self.done_at = self.done_at or stamp(at)
        self.mark_read(at)

    def withdraw(self, at: datetime) -> None:
        """It stays in the box, says so, and counts no more."""
        self.withdrawn_at = self.withdrawn_at or stamp(at)
        self.place()

    def place(self) -> None:
        """List it among the open ones for as long as it is one of them."""
        undone = self.asks and not self.done_at
        self.open_box = None if self.withdrawn_at or (self.read_at and not undone) else self.pk
