"""When a member may be suspended, leave, be told to mend their ways, and come back (`domain.md` 2.1, 2.4). Pure.

A term for correction names no religion as its reason, though the measures of 2024 do: such data is off by default
(`domain.md` 13.4, article 6).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

Departure = Literal[
    "WITHDREW",  # 退党除名
    "PERSUADED",  # 劝其退党
    "PERSUADED_REMOVED",  # 劝而不退除名
    "SELF_EXIT",  # 自行脱党除名
    "REMOVED",  # 除名
    "EXPELLED",  # 开除党籍
    "PROBATION_CANCELLED",  # 取消预备党员资格
    "DECEASED",  # 去世
]
Suspension = Literal["LOST_CONTACT", "SETTLED_ABROAD", "STUDY_ABROAD"]
Return = Literal["FOUND", "RETURNED", "DECISION_REVOKED", "RECORDED_IN_ERROR", "REJOINED"]
Shortcoming = Literal["WEAK_IDEALS", "PASSIVE", "NO_ORGANISATIONAL_LIFE", "DUES_UNPAID", "LOST_CONTACT", "OTHER"]

REASONS = frozenset(get_args(Departure))
BARRED = frozenset({"WITHDREW", "PERSUADED", "PERSUADED_REMOVED", "SELF_EXIT", "REMOVED", "EXPELLED"})
BARRED_YEARS = 5  # domain.md 2.4; who was expelled comes back no sooner than who was persuaded to leave
FOR_EVER = frozenset({"DECEASED"})
UNDOES_A_DEPARTURE = frozenset({"DECISION_REVOKED", "RECORDED_IN_ERROR"})
ENDS_A_SUSPENSION = frozenset({"FOUND", "RETURNED", *UNDOES_A_DEPARTURE})
AWAY_MONTHS = {"LOST_CONTACT": 6, "STUDY_ABROAD": 60}  # domain.md 2.1, before a suspension
REMOVED_AFTER_MONTHS = 24  # domain.md 2.4: still untraceable two years after the suspension
TERM_MONTHS, LONGEST_TERM_MONTHS = 6, 12  # domain.md 2.4: usually six months, at most one year

Flaw = tuple[str, str]


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def flaws_of_day(on: date, joined_on: date, today: date) -> Iterator[Flaw]:
    if on > today:
        yield "date_in_future", "effectiveOn"
    if on < joined_on:
        yield "before_joining", "effectiveOn"


def flaws_of_departure(reason: str, category: str, on: date, suspended: tuple[str, date] | None) -> Iterator[Flaw]:
    """`suspended` is why and since when the member is suspended, if they are."""
    if reason == "PROBATION_CANCELLED" and category != "PROBATIONARY":
        yield "not_on_probation", "reason"
    on_hold_since = suspended[1] if suspended and suspended[0] == "LOST_CONTACT" else None
    if reason == "REMOVED" and on_hold_since and on < months_after(on_hold_since, REMOVED_AFTER_MONTHS):
        yield "too_early", "effectiveOn"


def flaws_of_suspension(reason: str, since: date | None, on: date) -> Iterator[Flaw]:
    """`since` is when contact was lost, or the studies abroad began."""
    months = AWAY_MONTHS.get(reason)
    if months is None:
        return
    if since is None:
        yield "missing", "since"
    elif on < months_after(since, months):
        yield "too_early", "effectiveOn"


def flaws_of_term(starts_on: date, ends_on: date) -> Iterator[Flaw]:
    if ends_on <= starts_on:
        yield "ends_before_it_starts", "endsOn"
    if ends_on > months_after(starts_on, LONGEST_TERM_MONTHS):
        yield "too_long", "endsOn"


def barred_until(reason: str | None, left_on: date) -> date | None:
    """The day from which somebody may join again; None where nothing bars them."""
    return months_after(left_on, BARRED_YEARS * 12) if reason in BARRED else None


def refusal_of_row(reason: str | None, left_on: date, today: date) -> str:
    """Why a roster does not take somebody in who left: it is no admission, whether a bar stands or not."""
    until = barred_until(reason, left_on)
    return "rejoin_barred" if until and today < until else "has_left"
