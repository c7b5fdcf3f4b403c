"""When somebody must be told, and who (`domain.md` 12 and 4.5). Pure: days come in, days go out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.authority import Role
from kernel.calendar import add_working_days, end_of_month, month_of
from kernel.directory import ancestors

BRANCH_IDLE_MONTH = "BRANCH_IDLE_MONTH"
ABSENT = "ABSENT"
TERM_EXPIRY = "TERM_EXPIRY"
TERM_DAYS = (180, 90, 30, 0)
ABSENT_RUNGS = {6: "ABSENT_6M", 3: "ABSENT_3M"}
"""Months without organisational life → code, the higher rung first. At six the township hears of it."""
WAITING_DAYS = 90
"""For so long after an activity its record, once handed in, keeps members from being called absent unreviewed."""

# `domain.md` 1.1 and 4.1: the bodies that hold their members' organisational life each month.
MONTHLY_KINDS = frozenset({"BRANCH", "JOINT_BRANCH"})
# `domain.md` 12: either of them is the month's life.
MONTHLY_TYPES = frozenset({"THEME_DAY", "COMMITTEE_MEETING"})

FIRST_CALL, LAST_STEP = 25, 2
FARTHEST = timedelta(days=150)
"""How far from today a run may be asked for by hand: it tells of what may yet be met, and closes the days between."""


@dataclass(frozen=True)
class Rung:
    """One step of the ladder of a month without a theme day: when it is due, and who is told."""

    period: str
    step: int
    day: date
    to_superior: bool


def idle_ladder(period: str) -> tuple[Rung, ...]:
    """Day 25 and the month's last day: the secretary. The first working day after: the committee above."""
    first = date.fromisoformat(f"{period}-01")
    last = end_of_month(first)
    days = (first.replace(day=FIRST_CALL), last, add_working_days(last, 1))
    return tuple(Rung(period, step, day, to_superior=step == LAST_STEP) for step, day in enumerate(days))


def next_rung(period: str, step: int, met: Collection[str], after: date) -> Rung:
    """The first rung beyond this one that is due after a day, in a month that is not met."""
    return next(
        rung
        for rung in _rungs(period)
        if (rung.period, rung.step) > (period, step) and rung.period not in met and rung.day > after
    )


def first_rung(day: date, met: Collection[str]) -> Rung:
    """The first rung that is due on this day or later, from this day's month on."""
    return next_rung(month_of(day), -1, met, day - timedelta(days=1))


def _rungs(period: str) -> Iterator[Rung]:
    while True:
        yield from idle_ladder(period)
        period = month_of(end_of_month(date.fromisoformat(f"{period}-01")) + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), end_of_month(first))


@dataclass(frozen=True)
class Seen:
    """When a member last took part (or came to the branch), and the highest rung told of since; 0 for none.

    `guessed`: nothing was told of the member yet but a move, whose day stands until something is.
    """

    since: date
    told: int = 0
    guessed: bool = False

    def again(self, day: date) -> "Seen":
        """Seen on another day: the later one counts, and starts the ladder anew."""
        return Seen(day) if self.guessed or day > self.since else self

    def merged(self, other: "Seen") -> "Seen":
        """What is known of one member from two branches: the later day, and no guess where something is known."""
        if self.guessed or other.guessed:
            return other if self.guessed else self
        return other if other.since > self.since else self


@dataclass(frozen=True)
class Record:
    """A record of an activity that was handed in, and the day of its final review; None while it waits."""

    held_on: date
    confirmed_on: date | None = None

    @property
    def counts_until(self) -> date:
        """The last day on which it may still say that somebody took part: nobody waits for a review for ever.

        The day of the review itself is one of them, since who attended may be told in several parts.
        """
        return self.confirmed_on or self.held_on + timedelta(days=WAITING_DAYS)

    def holds_off(self, seen: Seen, day: date) -> bool:
        """Whether the member may turn out to have been there, so that nothing can be said on this day."""
        return seen.since < self.held_on <= day <= self.counts_until


def rung_reached(seen: Seen, day: date) -> int:
    """The highest rung, in months, that is due by this day and not told; 0 for none."""
    due = (months for months in ABSENT_RUNGS if months > seen.told and add_months(seen.since, months) <= day)
    return max(due, default=0)


def next_absence(seen: Seen) -> date | None:
    """The day on which the next rung is reached if the member stays away."""
    return min((add_months(seen.since, months) for months in ABSENT_RUNGS if months > seen.told), default=None)


@dataclass(frozen=True)
class TermRung:
    """So many days before the end of a committee's term (`domain.md` 12): when somebody must be told."""

    days: int
    day: date

    @property
    def code(self) -> str:
        return f"{TERM_EXPIRY}_{self.days}"


def next_term_rung(ends_on: date, told: int | None, today: date) -> TermRung | None:
    """The rung after the one told of; one that is taken up late goes to the last day passed. None after the end."""
    left = [TermRung(days, ends_on - timedelta(days=days)) for days in TERM_DAYS if told is None or days < told]
    passed = [rung for rung in left if rung.day <= today]
    return passed[-1] if passed else next(iter(left), None)


def superior(path: str, county_id: str, organisation_id: str) -> tuple[str, Role]:
    """Who looks after a branch: the committee right below the county on its path, else the county itself."""
    ids = ancestors(path)
    below = ids[ids.index(county_id) + 1] if county_id in ids[:-1] else organisation_id
    return (county_id if below == organisation_id else below), Role.REVIEWER
