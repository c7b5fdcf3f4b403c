"""Deadlines, what they rest on, and how far the runs have come."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.absence_rules import Record
from functions.notices.sightings import Seen, Sighting
from kernel.settings import table_name
from kernel.table import Item, Row

SHARDS = 4


class Deadline(Item):
    """`DUE#<day>#<county>#<shard>` / `<family>#<subject>`: somebody must be told on this day.

    The subject is the organisation, or the member, record or case that it is about; shards go by organisation.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute()
    subject = UnicodeAttribute()

    @staticmethod
    def partition(day: date, county_id: str, shard: int) -> str:
        return f"DUE#{day}#{county_id}#{shard}"

    @classmethod
    def of(cls, code: str, subject: str, organisation_id: str, county_id: str, day: date) -> "Deadline":
        partition = cls.partition(day, county_id, shard_of(organisation_id))
        return cls(partition, f"{code}#{subject}", code=code, subject=subject)

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


class Presence(Item):
    """`ORG#<branch>` / `PRESENCE`: member → the day last seen, the rung told, through which activity, and the times
    before (`sightings.Seen`); the day on which to look again.

    `odd` counts departures that overtook their arrivals, `gone` says where who moved on is now ("": nowhere),
    `early` when somebody was seen of whom it is not known yet where they are (`sightings.Sighting`). `offices`: what an
    office was told (a notice's id) → its box, and whom of those that it is about nobody saw since.
    `records`: activity → the day it was held, the day of its final review or withdrawal, 1 where the whole branch was
    called, 1 where it was withdrawn, whose attendance was corrected (`<part>#<member>`): for as long as it says
    something (`absence_rules.kept`).
    `people` are so many, listed with the county's in the index `county` (`burden_tables`).
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
    offices = JSONAttribute(default=dict)
    records = JSONAttribute(default=dict)
    due_on = UnicodeAttribute(null=True)
    of_county = UnicodeAttribute(null=True)
    in_county = UnicodeAttribute(null=True)
    people = NumberAttribute(null=True)

    @classmethod
    def load(cls, organisation_id: str, county_id: str, path: str) -> "Presence":
        pk = f"ORG#{organisation_id}"
        return cls.find(pk, "PRESENCE") or cls(pk, county_id=county_id, path=path)

    @classmethod
    def load_all(cls, branches: Iterable[tuple[str, str, str]]) -> "dict[str, Presence]":
        """The same of at most a hundred branches, by their ids."""
        wanted = {f"ORG#{branch[0]}": branch for branch in branches}
        known = {item.pk: item for item in cls.find_all([(pk, "PRESENCE") for pk in wanted], consistent=True)}
        return {
            organisation_id: known.get(pk) or cls(pk, county_id=county_id, path=path)
            for pk, (organisation_id, county_id, path) in wanted.items()
        }

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("ORG#")

    @property
    def seen(self) -> dict[str, Seen]:
        return {member: _seen(*said) for member, said in self.members.items()}

    @seen.setter
    def seen(self, seen: dict[str, Seen]) -> None:
        self.members = {member: _said(s) for member, s in sorted(seen.items())}
        self.of_county, self.in_county, self.people = self.county_id, f"PEOPLE#{self.organisation_id}", len(seen)

    def no_more_absent(self, member_id: str) -> list[tuple[str, str]]:
        """What offices were told of absent members is about the others alone. Returns what is about nobody any more."""
        about = {notice: [box, *(m for m in who if m != member_id)] for notice, (box, *who) in self.offices.items()}
        self.offices = {notice: told for notice, told in about.items() if len(told) > 1}
        return [(box, notice) for notice, (box, *who) in about.items() if not who]

    @property
    def waiting(self) -> dict[str, Record]:
        return {activity: _record(*said) for activity, said in self.records.items()}

    @waiting.setter
    def waiting(self, records: dict[str, Record]) -> None:
        self.records = {
            activity: (r.held_on.isoformat(), r.confirmed_on and r.confirmed_on.isoformat(), *_marks(r))
            for activity, r in sorted(records.items())
        }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _record(
    held_on: str, confirmed_on: str | None, whole: int = 0, withdrawn: int = 0, corrected: Iterable[str] = ()
) -> Record:
    return Record(date.fromisoformat(held_on), _day(confirmed_on), bool(whole), bool(withdrawn), frozenset(corrected))


def _marks(record: Record) -> list[Any]:
    """`whole`, `withdrawn` and `corrected`, without what is empty at the end."""
    marks: list[Any] = [int(record.whole), int(record.withdrawn), sorted(record.corrected)]
    while marks and not marks[-1]:
        marks.pop()
    return marks


def _seen(
    since: str, told: int, guessed: int = 0, came: str | None = None, by: str = "", notices: Any = (), *before: Any
) -> Seen:
    times = tuple(sighting(*one) for one in before)
    return Seen(date.fromisoformat(since), told, bool(guessed), _day(came), by, times, tuple(notices))


def _said(seen: Seen) -> list[Any]:
    """As short as it can be: what is usual is left out at the end."""
    said = [seen.since.isoformat(), seen.told, int(seen.guessed), seen.came and seen.came.isoformat(), seen.by]
    said += [list(seen.notices), *map(said_of, seen.before)]
    while not said[-1] and len(said) > USUAL:
        said.pop()
    return said


USUAL = 2  # a day and a rung


def sighting(day: str, told: int, by: str) -> Sighting:
    return Sighting(date.fromisoformat(day), told, by)


def said_of(one: Sighting) -> list[Any]:
    return [one.day.isoformat(), one.told, one.by]


class Mark(Row):
    """`DONE#<event>` / `<effect>`: this effect of an event has been taken over. Never expires."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def of(cls, event_id: str | None, effect: str) -> "Mark":
        return cls(f"DONE#{event_id}", effect)
