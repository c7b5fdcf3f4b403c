"""What an event can say of an obligation: owed from a day on, done in a period, or owed no more.

`obligation_organisations`, `obligation_activities` and `obligation_members` say which event says what; `rules.LADDERS`
names the events of each ladder, and a test holds that the pages agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from functions.notices import rules
from kernel.clock import stamp
from kernel.journal import Act

ITS_COUNTY = None
"""As who must rule: whichever county it is of when they are told, for a branch may move."""


@dataclass(frozen=True)
class Told:
    """Which obligation an event tells of, and where its organisation stood."""

    family: str
    subject: str
    organisation_id: str
    county_id: str
    path: str = ""


@dataclass(frozen=True)
class Begun(Told):
    """A duty comes back from this day on."""

    day: date = date.min


@dataclass(frozen=True)
class Held(Told):
    """What a duty asks for was done on this day; `record` says so, handed in for the `round`-th time."""

    day: date = date.min
    record: str = ""
    round: int = 0


@dataclass(frozen=True)
class TakenBack(Told):
    """What a record said was done on this day counts no more: `returned` in this round, until it is handed in again;
    else for good."""

    day: date = date.min
    record: str = ""
    round: int = 0
    returned: bool = False


@dataclass(frozen=True)
class Owed(Told):
    """Owed, counted from a day. `opens`: a ladder that is climbed already goes on as it is, at this organisation."""

    order: str = ""
    ladder: str = ""
    anchor: date = date.min
    facts: Mapping[str, Any] = field(default_factory=dict)
    opens: bool = False


@dataclass(frozen=True)
class Met(Told):
    order: str = ""


@dataclass(frozen=True)
class Closed(Told):
    """The organisation, or what it is about, is no more: nothing that is told late counts."""


def order_of(act: Act) -> str:
    """The order of a fact: its instant, then its number in its chain."""
    return f"{stamp(act.fact_at)}#{act.cause_seq:012d}"


def alive(where: tuple[str, str, str, str], day: date) -> Owed:
    """A branch owes the next sign of life. Of the days of life the last counts, in whatever order they are told."""
    code, last = rules.BRANCH_IDLE_3M, day.isoformat()
    return Owed(code, *where, last, code, day, {"since": last})
