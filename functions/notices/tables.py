"""The table of notices: deadlines, what they rest on, how far the runs have come, and the inboxes."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.rules import Record, Seen
from kernel.clock import start_of
from kernel.ids import from_bytes
from kernel.settings import table_name
from kernel.table import Item, Row

SHARDS = 4


class Deadline(Item):
    """`DUE#<day>#<county>#<shard>` / `<code>#<organisation>`: somebody must be told on this day."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute()
    organisation_id = UnicodeAttribute()

    @staticmethod
    def partition(day: date, county_id: str, shard: int) -> str:
        return f"DUE#{day}#{county_id}#{shard}"

    @classmethod
    def of(cls, code: str, organisation_id: str, county_id: str, day: date) -> "Deadline":
        partition = cls.partition(day, county_id, shard_of(organisation_id))
        return cls(partition, f"{code}#{organisation_id}", code=code, organisation_id=organisation_id)

    @classmethod
    def on(cls, day: date, county_id: str, shard: int) -> Iterator["Deadline"]:
        return iter(cls.query(cls.partition(day, county_id, shard), consistent_read=True))


def shard_of(organisation_id: str) -> int:
    return hashlib.sha256(organisation_id.encode()).digest()[0] % SHARDS


class Progress(Item):
    """`COUNTIES` / `<county>#<shard>`: how far the runs have come in this part of a county.

    No deadline may be put up to `closed_through`, all are done up to `done_through`. A day is closed before its
    deadlines are read, so none can slip in behind the run.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True, default="COUNTIES")
    sk = UnicodeAttribute(range_key=True)
    closed_through = UnicodeAttribute()
    done_through = UnicodeAttribute()

    @property
    def county_id(self) -> str:
        return self.sk.split("#")[0]

    @property
    def shard(self) -> int:
        return int(self.sk.split("#")[1])

    @property
    def closed(self) -> date:
        return date.fromisoformat(self.closed_through)

    @property
    def done(self) -> date:
        return date.fromisoformat(self.done_through)

    @classmethod
    def load(cls, county_id: str, shard: int, until: date) -> "Progress":
        """How far this part of a county has come; a new one counts as done up to `until`."""
        day = until.isoformat()
        place = f"{county_id}#{shard}"
        return cls.find("COUNTIES", place) or cls("COUNTIES", place, closed_through=day, done_through=day)

    @classmethod
    def of(cls, county_id: str) -> list["Progress"]:
        return list(cls.query("COUNTIES", cls.sk.startswith(f"{county_id}#"), consistent_read=True))

    @classmethod
    def counties(cls) -> list[str]:
        return list(dict.fromkeys(part.county_id for part in cls.query("COUNTIES", consistent_read=True)))


class IdleWatch(Item):
    """`ORG#<branch>` / `IDLE`: the rung that is armed (none while `due_on` is empty) and the months known to be met."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="IDLE")
    county_id = UnicodeAttribute()
    path = UnicodeAttribute()
    period = UnicodeAttribute(null=True)
    step = NumberAttribute(null=True)
    due_on = UnicodeAttribute(null=True)
    met: ListAttribute[Any] = ListAttribute(default=list)
    closed = BooleanAttribute(default=False)

    @classmethod
    def load(cls, organisation_id: str, county_id: str, path: str) -> "IdleWatch":
        pk = f"ORG#{organisation_id}"
        return cls.find(pk, "IDLE") or cls(pk, county_id=county_id, path=path)


class TermWatch(Item):
    """`ORG#<organisation>` / `TERM`: when its committee's term ends, the rung told of, the day of the next.

    `told_by` is the order of the fact (its instant, then its number in its chain); an older one changes nothing.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="TERM")
    county_id = UnicodeAttribute()
    path = UnicodeAttribute()
    ends_on = UnicodeAttribute(null=True)
    told = NumberAttribute(null=True)
    due_on = UnicodeAttribute(null=True)
    told_by = UnicodeAttribute(default="")

    CLOSED = "~"  # after every order

    @classmethod
    def load(cls, organisation_id: str, county_id: str, path: str) -> "TermWatch":
        pk = f"ORG#{organisation_id}"
        return cls.find(pk, "TERM") or cls(pk, county_id=county_id, path=path)


class Presence(Item):
    """`ORG#<branch>` / `PRESENCE`: member → the day last seen and the rung told; the day on which to look again.

    `odd` counts departures that overtook their arrivals, `gone` says where who moved on is now ("": nowhere),
    `early` when somebody was seen of whom it is not known yet where they are.
    `records`: activity → the day it was held and the day of its final review, for as long as it may hold notices off.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="PRESENCE")
    county_id = UnicodeAttribute()
    path = UnicodeAttribute()
    members = JSONAttribute(default=dict)
    odd = JSONAttribute(default=dict)
    gone = JSONAttribute(default=dict)
    early = JSONAttribute(default=dict)
    records = JSONAttribute(default=dict)
    due_on = UnicodeAttribute(null=True)

    @classmethod
    def load(cls, organisation_id: str, county_id: str, path: str) -> "Presence":
        pk = f"ORG#{organisation_id}"
        return cls.find(pk, "PRESENCE") or cls(pk, county_id=county_id, path=path)

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("ORG#")

    @property
    def seen(self) -> dict[str, Seen]:
        return {
            member: Seen(date.fromisoformat(since), told, bool(guessed))
            for member, (since, told, *guessed) in self.members.items()
        }

    @seen.setter
    def seen(self, seen: dict[str, Seen]) -> None:
        self.members = {
            member: [s.since.isoformat(), s.told, *([1] if s.guessed else [])] for member, s in sorted(seen.items())
        }

    @property
    def waiting(self) -> dict[str, Record]:
        return {
            activity: Record(date.fromisoformat(held_on), confirmed_on and date.fromisoformat(confirmed_on))
            for activity, (held_on, confirmed_on) in self.records.items()
        }

    @waiting.setter
    def waiting(self, records: dict[str, Record]) -> None:
        self.records = {
            activity: (r.held_on.isoformat(), r.confirmed_on and r.confirmed_on.isoformat())
            for activity, r in sorted(records.items())
        }


class Notice(Item):
    """`BOX#MEMBER#<id>` or `BOX#ORG#<organisation>#<role>` / `<notice id>`. The id begins with the day: newest last."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute()
    organisation_id = UnicodeAttribute()
    facts = JSONAttribute()
    due_on = UnicodeAttribute()
    sent_at = UnicodeAttribute()
    read_at = UnicodeAttribute(null=True)

    @staticmethod
    def member_box(member_id: str) -> str:
        return f"BOX#MEMBER#{member_id}"

    @staticmethod
    def office_box(organisation_id: str, role: str) -> str:
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


class Mark(Row):
    """`DONE#<event>` / `<effect>`: this effect of an event has been taken over. Never expires."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def of(cls, event_id: str | None, effect: str) -> "Mark":
        return cls(f"DONE#{event_id}", effect)
