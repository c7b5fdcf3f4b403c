"""The rows of volunteer service: what is offered, who has a place, each member's bookings and hours."""

from datetime import date

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from functions.activities.service.helped_tables import Help
from functions.activities.service.rules import Booking, Times
from functions.activities.tables import TABLE
from kernel.clock import business_day, instant
from kernel.errors import Changed, NotFound, WrongState
from kernel.table import Item, Row
from kernel.transaction import Operation, on_key

BOOKED = "BOOKED#"
ONE = {":one": {"N": "1"}}


class Service(Help):
    """`SERVICE#<id>` / `NOW`: put once; `taken` moves with the bookings, each by a condition of its own.

    `drawn_by` are the accounts that saw the codes of slips.
    """

    class Meta:
        table_name = TABLE

    GIVEN, RECEIVED = "SERVICES", "SERVED"

    ends_at = UnicodeAttribute()
    type = UnicodeAttribute()
    title = UnicodeAttribute()
    place = UnicodeAttribute()
    places = NumberAttribute()
    taken = NumberAttribute(default=0)
    drawn_by = UnicodeSetAttribute(null=True)
    called_off_at = UnicodeAttribute(null=True)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("SERVICE#")

    @property
    def times(self) -> Times:
        return instant(self.starts_at), instant(self.ends_at)

    @property
    def held_on(self) -> date:
        return business_day(instant(self.starts_at))

    @staticmethod
    def partition(service_id: str) -> str:
        return f"SERVICE#{service_id}"

    @classmethod
    def with_volunteers(cls, service_id: str) -> "tuple[Service, list[str]]":
        """The service and the members who have a place, by all that stands in its partition. Raises `NotFound`."""
        rows = {row.sk: row for row in cls.query(cls.partition(service_id), consistent_read=True)}
        if "NOW" not in rows:
            raise NotFound
        return rows["NOW"], [sk.removeprefix(BOOKED) for sk in rows if sk.startswith(BOOKED)]


class Volunteer(Row):
    """`SERVICE#<id>` / `BOOKED#<member>`: points to the member's booking; the same whoever writes it."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def to(cls, service_id: str, member_id: str) -> "Volunteer":
        return cls(Service.partition(service_id), f"{BOOKED}{member_id}")


class Booked(Item):
    """`VOLUNTEER#<member>` / `<start>#<service>`: a place in a service, and the hours served. `home_id`: the member's
    branch when it was booked, on whose record all of it stands."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    home_id = UnicodeAttribute()
    organisation_id = UnicodeAttribute()
    ends_at = UnicodeAttribute()
    state = UnicodeAttribute(default=Booking.BOOKED.value)
    minutes = NumberAttribute(null=True)
    entered_by = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("VOLUNTEER#")

    @property
    def starts_at(self) -> str:
        return self.sk.split("#")[0]

    @property
    def service_id(self) -> str:
        return self.sk.split("#")[1]

    @staticmethod
    def partition(member_id: str) -> str:
        return f"VOLUNTEER#{member_id}"

    @classmethod
    def key_of(cls, service: Service, member_id: str) -> tuple[str, str]:
        return cls.partition(member_id), f"{service.starts_at}#{service.id}"


class Calendar(Item):
    """`VOLUNTEER#<member>` / `CALENDAR`: service → [start, end]. All bookings of a member write it: of two at the same
    instant one meets the other's version, and looks again."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="CALENDAR")
    booked = JSONAttribute(default=dict)

    @property
    def times(self) -> dict[str, Times]:
        return {one: (instant(starts), instant(ends)) for one, (starts, ends) in self.booked.items()}


class Hours(Row):
    """`VOLUNTEER#<member>` / `HOURS`: all minutes that were confirmed, of all years."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="HOURS")
    credited = NumberAttribute(default=0)


def crediting(member_id: str, minutes: int) -> Operation:
    """So many confirmed minutes more, or less; once, beside a booking whose version is asked."""
    body = {
        "TableName": TABLE,
        "Key": Hours(Booked.partition(member_id)).key(),
        "UpdateExpression": "ADD credited :minutes",
        "ExpressionAttributeValues": {":minutes": {"N": str(minutes)}},
    }
    return Operation("Update", body)


def taking(service: Service) -> Operation:
    """One place more is taken, of those that are left, unless it was called off."""
    condition = "taken < places AND attribute_not_exists(called_off_at)"
    return on_key("Update", service, condition, ONE, Changed(), update="SET taken = taken + :one")


def giving_back(service: Service) -> Operation:
    return on_key("Update", service, "taken >= :one", ONE, Changed(), update="SET taken = taken - :one")


def calling_off(service: Service, at: str) -> Operation:
    condition, values = "attribute_not_exists(called_off_at)", {":at": {"S": at}}
    return on_key("Update", service, condition, values, WrongState(), update="SET called_off_at = :at")


def drawing(service: Service, subject: str) -> Operation:
    """The account is one of those that saw the codes of slips."""
    condition, values = "attribute_not_exists(called_off_at)", {":who": {"SS": [subject]}}
    return on_key("Update", service, condition, values, WrongState(), update="ADD drawn_by :who")
