"""A county for reminders: its branches, its members, its clock, and an eye for what is in the inboxes."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import replace
from datetime import date, datetime, time
from typing import Any
from unittest import mock

from functions.notices import (
    on_activities,
    on_attendance_confirmed,
    on_members,
    on_organisations,
    on_run_started,
)
from kernel.clock import SHANGHAI, business_day
from kernel.directory import path_below
from kernel.events import (
    ActivitySubmitted,
    AttendanceConfirmed,
    EnrolledMember,
    Envelope,
    FoundedOrganisation,
    MembersEnrolled,
    OrganisationsFounded,
    ReminderRunStarted,
)
from kernel.ids import derived_id, made_at
from tests.builders import envelope
from tests.trust import engine
from tests.trust.delivery import Handler, until_done

COUNTY, TOWNSHIP = derived_id("county"), derived_id("township")
TOWNSHIP_PATH = path_below(path_below("/", COUNTY), TOWNSHIP)
TABLE = "NoticesTable"


@contextmanager
def clock(day: date) -> Iterator[None]:
    """Consumers find this day, at nine in the morning in China."""
    with mock.patch("kernel.consumer.now", return_value=morning(day)):
        yield


def morning(day: date) -> datetime:
    return datetime.combine(day, time(9), SHANGHAI)


def branch(number: int) -> str:
    return derived_id("branch", number)


def member(number: int) -> str:
    return derived_id("member", number)


def path_of(branch_id: str) -> str:
    return path_below(TOWNSHIP_PATH, branch_id)


def founded(branches: Sequence[str], kind: str = "BRANCH") -> Envelope:
    made = tuple(FoundedOrganisation(organisation_id=b, path=path_of(b), kind=kind, level="BRANCH") for b in branches)
    return envelope(OrganisationsFounded(county_id=COUNTY, organisations=made))


def submitted(branch_id: str, held_on: date, type: str = "THEME_DAY") -> Envelope:
    event = ActivitySubmitted(
        activity_id=derived_id("activity", branch_id, held_on.isoformat()),
        branch_id=branch_id,
        county_id=COUNTY,
        path=path_of(branch_id),
        type=type,
        held_on=held_on,
        round=1,
    )
    return envelope(event)


def enrolled(branch_id: str, members: Iterable[str]) -> Envelope:
    came = tuple(EnrolledMember(member_id=m, category="FULL") for m in members)
    return envelope(MembersEnrolled(branch_id=branch_id, county_id=COUNTY, path=path_of(branch_id), members=came))


def attended(branch_id: str, members: Iterable[str], held_on: date) -> Envelope:
    event = AttendanceConfirmed(
        activity_id=derived_id("activity", branch_id, held_on.isoformat()),
        branch_id=branch_id,
        county_id=COUNTY,
        path=path_of(branch_id),
        type="THEME_DAY",
        held_on=held_on,
        chunk=0,
        members=tuple(members),
    )
    return envelope(event)


HANDLERS: dict[str, Handler] = {
    event.__name__: module.lambda_handler
    for module in (on_organisations, on_activities, on_members, on_attendance_confirmed)
    for event in module.HANDLERS
}


def tell(day: date, *events: Envelope) -> None:
    """The events happen, and reach their consumers, on this day."""
    with clock(day):
        for event in events:
            until_done(HANDLERS[event.event], replace(event, at=morning(day)))


def shuffled(events: Sequence[Envelope], seed: int) -> list[Envelope]:
    """Each event three times, in any order."""
    pile = [*events] * 3
    random.Random(seed).shuffle(pile)  # noqa: S311 - a repeatable order
    return pile


def hand_over(event: Envelope) -> None:
    """An event reaches its consumer on the day on which it happened."""
    with clock(event.at.date()):
        until_done(HANDLERS[event.event], event)


def tell_badly(day: date, events: Sequence[Envelope], seed: int) -> None:
    """Each event three times, all shuffled."""
    tell(day, *shuffled(events, seed))


def run_event(as_of: date) -> Envelope:
    return envelope(ReminderRunStarted(organisation_id=COUNTY, as_of=as_of))


def run(as_of: date) -> None:
    """The county's reminder run, as of a day."""
    with clock(as_of):
        until_done(on_run_started.lambda_handler, run_event(as_of))


def sent(code: str = "") -> set[tuple[str, str, str, str]]:
    """What lies in the inboxes of the codes that begin so: box, code, day, and the month or months it is about."""
    return {
        (row["pk"]["S"].removeprefix("BOX#"), row["code"]["S"], told_on(row), _about(row))
        for row in engine.rows(TABLE)
        if row["pk"]["S"].startswith("BOX#") and row["code"]["S"].startswith(code)
    }


def told_on(row: Any) -> str:
    """The day on which a notice was to be told: with it its id begins."""
    return business_day(made_at(row["sk"]["S"])).isoformat()


def _about(row: Any) -> str:
    facts = json.loads(row["facts"]["S"])
    return str(facts.get("period") or facts.get("since") or ",".join(facts.get("members", [str(facts.get("count"))])))


def armed(code: str = "") -> set[tuple[str, str]]:
    """The deadlines that stand of the codes that begin so: day, and code with whom or what it is about."""
    rows = (row for row in engine.rows(TABLE) if row["pk"]["S"].startswith("DUE#"))
    return {(row["pk"]["S"].split("#")[1], row["sk"]["S"]) for row in rows if row["sk"]["S"].startswith(code)}
