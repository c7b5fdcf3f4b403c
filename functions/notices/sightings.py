"""When a member was last seen, and through which activities: what is taken back of it can be told apart. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from functions.notices.rules import ABSENT_RUNGS

KEPT = 3
"""So many of the last times that a member was seen are kept: all but one of them can be taken back."""
STOPPED = max(ABSENT_RUNGS) + 1
"""Stands for the rung told of to whoever is exempt: there is none above it until they are seen again."""
NOTHING = ""  # through which a member is seen who came to the branch: nobody takes that back
SHORT = 6  # of an activity's id, the end that tells it apart from the others of a day


@dataclass(frozen=True)
class Sighting:
    """A day on which a member took part, was excused or came, through which activity (the end of its id, and the part
    of its attendance that told so), and the highest rung told of while it was the last; 0 for none."""

    day: date
    told: int = 0
    by: str = NOTHING

    @classmethod
    def at(cls, day: date, activity_id: str, part: int | None = None, *, exempt: bool = False) -> "Sighting":
        """Without a part it stands for whatever was told of the activity (`within`)."""
        return cls(day, STOPPED if exempt else 0, activity_id[-SHORT:] + ("" if part is None else str(part)))

    @property
    def source(self) -> tuple[date, str]:
        return self.day, self.by

    def within(self, taken: "Sighting") -> bool:
        """Whether it goes with what is taken back: the very part, or the whole activity."""
        return self.day == taken.day and taken.by in (self.by, self.by[:SHORT])


@dataclass(frozen=True)
class Seen:
    """When a member was seen last, the highest rung told of since, and through what; the times `before`, newest first.

    `guessed`: nothing is known of the member but a move, or what was taken back, whose day stands until something is.
    `came` is the day of a move that brought the member here: meetings up to then were not theirs to miss. `notices`:
    what the member was told since, by their ids.
    """

    since: date
    told: int = 0
    guessed: bool = False
    came: date | None = None
    by: str = NOTHING
    before: tuple[Sighting, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def times(self) -> tuple[Sighting, ...]:
        return Sighting(self.since, self.told, self.by), *self.before

    def again(self, *sightings: Sighting) -> "Seen":
        """Seen at other times as well: the latest counts, and starts the ladder anew; or stops it, if exempt then."""
        return _of([*(() if self.guessed else self.times), *sightings], self.came)._still_told(self)

    def never(self, sighting: Sighting) -> "Seen":
        """What it was before the member was seen then; no rung that was told of since is told once more.

        Where nothing else is known of the member, the day stands until something is.
        """
        left = [one for one in self.times if not one.within(sighting)]
        if len(left) == len(self.times):
            return self
        if not left:
            return replace(self, guessed=True, by=NOTHING)
        seen = replace(_of(left, self.came), notices=self.notices)
        was_last = self.times[0].within(sighting)
        return replace(seen, told=max(seen.told, self.told)) if was_last and self.told != STOPPED else seen

    def merged(self, other: "Seen") -> "Seen":
        """What is known of one member from two branches: no guess where something is known."""
        came = max((seen.came for seen in (self, other) if seen.came), default=None)
        if self.guessed or other.guessed:
            return replace(other if self.guessed else self, came=came)
        return _of([*self.times, *other.times], came)._still_told(self, other)

    def reminded(self, rung: int, notice_id: str) -> "Seen":
        return replace(self, told=rung, notices=(*self.notices, notice_id))

    def _still_told(self, *known: "Seen") -> "Seen":
        """With what was said of an absence since this very day; what was said of an earlier one is cured."""
        said = dict.fromkeys(one for seen in known if seen.since == self.since for one in seen.notices)
        return replace(self, notices=tuple(said))


def _of(times: Iterable[Sighting], came: date | None) -> Seen:
    """Each once, the latest first; none of before somebody came: that stays, whatever is taken back."""
    known: dict[tuple[date, str], Sighting] = {}
    for one in times:
        known[one.source] = max(one, known.get(one.source, one), key=lambda sighting: sighting.told)
    kept = sorted(known.values(), key=lambda one: (one.day, one.told, one.by), reverse=True)[:KEPT]
    end = next((place for place, one in enumerate(kept) if one.by == NOTHING), KEPT)
    last, *before = kept[: end + 1]
    return Seen(last.day, last.told, came=came, by=last.by, before=tuple(before))
