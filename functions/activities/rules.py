"""The policy of organisational life: windows of time, states and stages, what a record must hold (kinds: `types`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from functions.activities.activity_types import TYPES
from functions.activities.record_rules import Settings
from kernel.directory import ancestors


class State(StrEnum):
    """`domain.md` 4.4. SUBMITTED waits for the first review, COUNTY_REVIEW for the final one."""

    PLANNED = "PLANNED"
    CANCELLED = "CANCELLED"
    SUBMITTED = "SUBMITTED"
    COUNTY_REVIEW = "COUNTY_REVIEW"
    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"


OPEN = (State.PLANNED, State.RETURNED)  # the branch may still write in the record
SEALED = (State.APPROVED, State.WITHDRAWN)  # its minutes stay as they were approved
NOT_HELD = (State.CANCELLED, State.WITHDRAWN)  # for what the branch owes it is as if it had not been


class Presence(StrEnum):
    """States of attendance (`domain.md` 4.3)."""

    PRESENT = "PRESENT"
    PRESENT_ONLINE = "PRESENT_ONLINE"
    LATE = "LATE"
    LEAVE_SICK = "LEAVE_SICK"
    LEAVE_PERSONAL = "LEAVE_PERSONAL"
    LEAVE_OFFICIAL = "LEAVE_OFFICIAL"
    ABSENT_NO_REASON = "ABSENT_NO_REASON"
    MADE_UP = "MADE_UP"
    EXEMPT = "EXEMPT"
    OBSERVER = "OBSERVER"


ATTENDED = (Presence.PRESENT, Presence.PRESENT_ONLINE, Presence.LATE, Presence.MADE_UP)
EXCUSED = (Presence.LEAVE_SICK, Presence.LEAVE_PERSONAL, Presence.LEAVE_OFFICIAL)
NOT_CALLED = (Presence.EXEMPT, Presence.OBSERVER)

PLANNED_AHEAD = timedelta(days=366)
LONGEST = timedelta(days=1)

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(hours=2)
LATE_AFTER = timedelta(minutes=10)

# The ways in which a row of attendance comes about; how sure each is: `confidence_rules`.
BY_CODE, BY_ROLL_CALL = "CODE", "ROLL_CALL"

LARGEST_MINUTES = 200 * 1024  # bytes of JSON: half of what an item may hold

ROWS_IN_CHUNK = 90
MOST_ENTRIES = 500
AWARDS_IN_EVENT = 90
MOST_TASKS = 10  # of one meeting
# A final review is one transaction of at most 100: activity, review, minutes, turn-around, head and answer, the tasks,
# then two for each event, of which the first two are the review and the sealing of the minutes.
MOST_CONFIRMATIONS = (100 - 6 - MOST_TASKS) // 2 - 2

MOST_PHOTOS = 9
MOST_PHOTO_BYTES = 8 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
UPLOAD_SECONDS = 300
SHOWN_SECONDS = 300
BUNDLE_KEPT = timedelta(days=7)  # as the bucket keeps it
REPLACED_AFTER = timedelta(hours=1)  # an announced photo that never came gives its place away
OLDEST_PHOTO = timedelta(days=366)
FASTEST_CAMERA_CLOCK = timedelta(hours=1)

Fault = dict[str, str]


def plan_faults(
    starts_at: datetime,
    ends_at: datetime,
    place: str | None,
    link: str | None,
    now: datetime,
    entry_days: int = Settings.entry_days,
) -> list[Fault]:
    """What is wrong with a plan: its times, or that nobody would know where to go. It may be entered for so many days
    after it began (`record_rules`)."""
    faults = []
    if not now - timedelta(days=entry_days) <= starts_at <= now + PLANNED_AHEAD:
        faults.append(fault("startsAt", "out_of_range"))
    if not starts_at < ends_at <= starts_at + LONGEST:
        faults.append(fault("endsAt", "out_of_range"))
    if not (place or link):
        faults.append(fault("place", "missing"))
    return faults


def fault(field: str, code: str) -> Fault:
    return {"field": field, "code": code}


def sign_in_opens(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    return starts_at - OPENS_BEFORE <= now <= ends_at + CLOSES_AFTER


def presence_at(starts_at: datetime, now: datetime) -> Presence:
    return Presence.LATE if now > starts_at + LATE_AFTER else Presence.PRESENT


def entitled(expected: Collection[str], presences: Mapping[str, str]) -> int:
    """How many should have come: whom the plan expects and who was called, less the exempt and observers."""
    called = set(presences) | set(expected)
    return len(called - {member for member, presence in presences.items() if presence in NOT_CALLED})


def minutes_missing(kind: str, written: Mapping[str, object]) -> list[Fault]:
    """What the type's minutes must hold and these do not (`domain.md` 4.3)."""
    return [fault(name, "missing") for name in TYPES[kind].minutes if not written.get(name)]


def stages(path: str, county_id: str) -> tuple[str, ...]:
    """The committees that review, in their order: the one right below the county, then the county.

    A branch right below the county is reviewed by the county alone.
    """
    lineage = ancestors(path)
    below = lineage[lineage.index(county_id) + 1 :]
    return (below[0], county_id) if len(below) > 1 else (county_id,)


def state_at(stage: int, of: Sequence[str]) -> State:
    """The state while the `stage`-th of these committees has its turn; APPROVED after the last."""
    if stage == len(of):
        return State.APPROVED
    return State.COUNTY_REVIEW if stage == len(of) - 1 else State.SUBMITTED


def turn(state: State, of: Sequence[str]) -> tuple[State, str]:
    """Whose turn it is of the committees above now; a first review that is not needed any more is skipped."""
    return (State.SUBMITTED, of[0]) if state is State.SUBMITTED and len(of) > 1 else (State.COUNTY_REVIEW, of[-1])


def committees_above(path: str, county_id: str) -> tuple[str, ...]:
    """Those at which records of the branches on or below a path may wait."""
    lineage = ancestors(path)
    return tuple(lineage[lineage.index(county_id) :][1::-1])


def passed(state: State, of: Sequence[str]) -> tuple[str, ...]:
    """The committees whose turn has been, or is nobody's: to them a review now is an act in the wrong state."""
    return tuple(of[:-1]) if state is State.COUNTY_REVIEW else () if state is State.SUBMITTED else tuple(of)


def submitter(caller: str, last: str | None, all_rounds: Collection[str] | None) -> str | None:
    """Who counts as the submitter where this account would review: itself, if it handed it in in any round."""
    return caller if caller in (all_rounds or ()) else last


def chunks[T](items: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def plausible(taken: datetime, now: datetime) -> bool:
    """Whether a camera's word for when it took a photo is worth keeping."""
    return now - OLDEST_PHOTO <= taken.astimezone(UTC) <= now + FASTEST_CAMERA_CLOCK
