"""Who stays away, and since when (`domain.md` 4.5). Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from functions.notices.ladders import add_months
from functions.notices.rules import ABSENT_RUNGS, MEETINGS_MISSED, WAITING_DAYS
from functions.notices.sightings import KEPT, Seen

MONTHS = tuple(months for months in ABSENT_RUNGS if months != MEETINGS_MISSED)
ONE_DAY = timedelta(days=1)
LAST_MEETINGS = MEETINGS_MISSED + KEPT - 1
"""That a member can have missed: those before the last time that they were seen are missed where that is taken back."""


@dataclass(frozen=True)
class Record:
    """A record of an activity that was handed in, and the day of its final review; None while it waits.

    `whole`: the whole branch was called, so that whoever was not there missed it. `withdrawn`: the approval was taken
    back on `confirmed_on`, and nobody missed it, whatever of the record is told late. `corrected`: who was not there
    after all, though this part of its attendance says so (`line`).
    """

    held_on: date
    confirmed_on: date | None = None
    whole: bool = False
    withdrawn: bool = False
    corrected: frozenset[str] = frozenset()

    @staticmethod
    def line(part: int, member_id: str) -> str:
        return f"{part}#{member_id}"

    def denies(self, part: int, member_id: str) -> bool:
        """Whether what this part says of the member counts no more."""
        return self.withdrawn or self.line(part, member_id) in self.corrected

    def joined(self, other: "Record") -> "Record":
        """With what else is told of it, in whatever order: a review that was told first is not forgotten, its first day
        counts (a ruling tells of attendance long after it), a withdrawal is for good."""
        corrected = self.corrected | other.corrected
        if self.withdrawn or other.withdrawn:
            return replace(other if other.withdrawn else self, corrected=corrected)
        days = [day for day in (self.confirmed_on, other.confirmed_on) if day]
        latest, whole = other if other.confirmed_on else self, self.whole or other.whole
        return replace(latest, confirmed_on=min(days, default=None), whole=whole, corrected=corrected)

    @property
    def counts_until(self) -> date:
        """The last day on which it may still say that somebody took part: nobody waits for a review for ever.

        The day of the review itself is one of them, since who attended may be told in several parts.
        """
        return self.confirmed_on or self.held_on + timedelta(days=WAITING_DAYS)

    @property
    def kept_until(self) -> date:
        return self.counts_until + timedelta(days=WAITING_DAYS if self.withdrawn or self.corrected else 0)

    def holds_off(self, seen: Seen, day: date) -> bool:
        """Whether the member may turn out to have been there, so that nothing can be said on this day."""
        return not self.withdrawn and seen.since < self.held_on <= day <= self.counts_until

    def missed_by(self, seen: Seen) -> bool:
        """Whether it is known that the member was not there, and should have been."""
        return self.whole and self.confirmed_on is not None and max(seen.since, seen.came or seen.since) < self.held_on


def kept(records: dict[str, Record], today: date) -> dict[str, Record]:
    """Those that may still hold notices off, the last reviewed ones that a member can have missed, and those that were
    withdrawn or corrected, for as long as the rest of what happened to them may come late."""
    reviewed = sorted((a for a, r in records.items() if r.whole and r.confirmed_on), key=lambda a: records[a].held_on)
    last = set(reviewed[-LAST_MEETINGS:])
    return {a: r for a, r in records.items() if a in last or r.kept_until >= today}


def missed_on(seen: Seen, records: Collection[Record]) -> date | None:
    """The day from which it can be said that a member missed two meetings in a row: the one after both reviews."""
    missed = sorted((r for r in records if r.missed_by(seen)), key=lambda r: r.held_on)[:MEETINGS_MISSED]
    if len(missed) < MEETINGS_MISSED or seen.told >= MEETINGS_MISSED:
        return None
    return max(r.counts_until for r in missed) + ONE_DAY


def rung_reached(seen: Seen, day: date, records: Collection[Record] = ()) -> int:
    """The highest rung that is due by this day and not told; 0 for none."""
    due = [months for months in MONTHS if months > seen.told and add_months(seen.since, months) <= day]
    missed = missed_on(seen, records)
    return max(due, default=MEETINGS_MISSED if missed and missed <= day else 0)


def next_absence(seen: Seen, records: Collection[Record] = ()) -> date | None:
    """The day on which the next rung is reached if the member stays away."""
    months = [add_months(seen.since, months) for months in MONTHS if months > seen.told]
    missed = missed_on(seen, records)
    return min([*months, *([missed] if missed else [])], default=None)
