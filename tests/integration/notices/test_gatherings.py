"""Invitations, changes, cancellations and the reminder: whoever an activity is for hears of it."""

from collections.abc import Sequence
from copy import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from functions.notices.gathering import MOST_MEMBERS
from functions.notices.inbox_tables import Notice
from functions.notices.tables import Presence
from kernel.clock import SHANGHAI, stamp
from kernel.events import ActivityCancelled, ActivityChanged, ActivityPlanned, Envelope
from kernel.events.subjects import AudienceKind
from kernel.ids import derived_id
from tests.builders import Tree, account, envelope
from tests.integration.notices.conftest import call
from tests.integration.notices.queues import queued
from tests.integration.notices.world import (
    COUNTY,
    TABLE,
    armed,
    branch,
    enrolled,
    member,
    path_of,
    run,
    shuffled,
    tell,
)
from tests.trust import engine

TODAY, SOON, ONE = date(2026, 11, 10), date(2026, 11, 20), timedelta(days=1)
HELD = branch(1)
ACTIVITY = derived_id("activity")
PEOPLE = [member(n) for n in range(3)]


def at(day: date, hour: int = 15) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


def facts(starts: datetime) -> dict[str, Any]:
    return {
        "activity_id": ACTIVITY,
        "branch_id": HELD,
        "county_id": COUNTY,
        "type": "THEME_DAY",
        "starts_at": starts,
        "ends_at": starts.replace(hour=23),
    }


def planned(starts: datetime, branches: Sequence[str] = (HELD,), members: Sequence[str] | None = None) -> Envelope:
    whom = tuple(members) if members is not None else None
    kind: AudienceKind = "MEMBERS" if members is not None else "BRANCH" if branches == (HELD,) else "BRANCHES"
    event = ActivityPlanned(path=path_of(HELD), branches=tuple(branches), members=whom, audience=kind, **facts(starts))
    return numbered(envelope(event), 1)


def changed(starts: datetime, *fields: str, seq: int = 2, to_come: bool = True) -> Envelope:
    event = ActivityChanged(fields=fields or ("starts_at",), to_come=to_come, **facts(starts))
    return numbered(envelope(event), seq)


def cancelled(starts: datetime, seq: int = 3) -> Envelope:
    return numbered(envelope(ActivityCancelled(**facts(starts))), seq)


def numbered(told: Envelope, seq: int) -> Envelope:
    return replace(told, seq=seq)


def inboxes(code: str = "ACTIVITY") -> list[tuple[str, str, str]]:
    """Member, code and start of each notice of these codes."""
    rows = (Notice.from_raw_data(row) for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#MEMBER#"))
    found = [(n.pk.removeprefix("BOX#MEMBER#"), n.code, n.facts["startsAt"]) for n in rows if n.code.startswith(code)]
    return sorted(found)


def told(code: str, starts: datetime, members: Sequence[str] = PEOPLE) -> list[tuple[str, str, str]]:
    return sorted((m, code, stamp(starts)) for m in members)


@pytest.fixture
def people(tree: Tree) -> None:
    tell(TODAY, enrolled(HELD, PEOPLE))


def test_everybody_of_the_branch_is_invited_once(people: None) -> None:
    plan = planned(at(SOON))

    tell(TODAY, *shuffled([plan], 1))

    assert inboxes() == told("ACTIVITY_INVITED", at(SOON))


def test_chosen_members_alone_are_invited(people: None) -> None:
    tell(TODAY, planned(at(SOON), members=PEOPLE[1:]))

    assert inboxes() == told("ACTIVITY_INVITED", at(SOON), PEOPLE[1:])


def test_a_county_event_invites_every_branch_that_it_is_for(tree: Tree) -> None:
    branches = [branch(n) for n in range(2, 6)]
    for number, one in enumerate(branches):
        tell(TODAY, enrolled(one, [member(100 + number)]))
    tell(TODAY, enrolled(HELD, PEOPLE))

    tell(TODAY, *shuffled([planned(at(SOON), branches)], 2))

    assert [member_id for member_id, _, _ in inboxes()] == sorted(member(100 + n) for n in range(4))
    boxes = [row for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#")]
    assert {row["organisation_id"]["S"] for row in boxes} == set(branches)


def test_a_large_branch_is_told_in_parts_and_nobody_twice(tree: Tree) -> None:
    many = [member(n) for n in range(2 * MOST_MEMBERS + 5)]
    for start in range(0, len(many), 20):
        tell(TODAY, enrolled(HELD, many[start : start + 20]))
    plan = planned(at(SOON))

    tell(TODAY, plan)
    tell(TODAY, enrolled(HELD, [member(900)]), plan)

    assert [m for m, _, _ in inboxes()] == sorted([*many, member(900)])


def test_a_change_reaches_everybody_who_was_told_though_they_left(people: None) -> None:
    tell(TODAY, planned(at(SOON)))
    presence = Presence.load(HELD, COUNTY, path_of(HELD))
    presence.seen = {m: seen for m, seen in presence.seen.items() if m != PEOPLE[0]}
    presence.save()

    tell(TODAY, *shuffled([changed(at(SOON, 17))], 3))

    assert inboxes("ACTIVITY_CHANGED") == told("ACTIVITY_CHANGED", at(SOON, 17))


def test_a_cancellation_reaches_everybody_and_ends_the_reminder(people: None) -> None:
    tell(TODAY, planned(at(SOON)))
    before = armed("ACTIVITY_SOON")

    tell(TODAY, *shuffled([cancelled(at(SOON))], 4))
    run(SOON)

    assert [day for day, _ in before] == ["2026-11-19"]
    assert armed("ACTIVITY_SOON") == set()
    assert inboxes("ACTIVITY_CANCELLED") == told("ACTIVITY_CANCELLED", at(SOON))
    assert inboxes("ACTIVITY_SOON") == []


def test_everybody_is_reminded_once_on_the_day_before(people: None) -> None:
    tell(TODAY, planned(at(SOON)))

    for day in (date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 19), SOON):
        run(day)

    assert inboxes("ACTIVITY_SOON") == told("ACTIVITY_SOON", at(SOON))


def withdrawn(code: str = "ACTIVITY_SOON") -> dict[str, bool]:
    """Start of each notice of these codes: whether it was taken back."""
    rows = (Notice.from_raw_data(row) for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#MEMBER#"))
    return {notice.facts["startsAt"]: bool(notice.withdrawn_at) for notice in rows if notice.code.startswith(code)}


def test_a_reminder_is_taken_back_when_the_activity_is_over_or_called_off_or_moved(people: None) -> None:
    later = date(2026, 11, 27)
    tell(TODAY, planned(at(SOON)))
    run(SOON - ONE)
    run(SOON)
    on_the_day = withdrawn()
    tell(SOON, changed(at(later)))
    moved = withdrawn()
    run(later - ONE)
    coming = withdrawn()
    tell(later - ONE, cancelled(at(later)))

    assert on_the_day == {stamp(at(SOON)): False}
    assert moved == {stamp(at(SOON)): True}
    assert coming == {stamp(at(SOON)): True, stamp(at(later)): False}
    assert withdrawn() == {stamp(at(SOON)): True, stamp(at(later)): True}


def test_the_morning_after_takes_the_reminder_back(people: None) -> None:
    tell(TODAY, planned(at(SOON)))
    for day in (SOON - ONE, SOON, SOON + ONE):
        before = withdrawn()
        run(day)

    assert before == {stamp(at(SOON)): False}
    assert withdrawn() == {stamp(at(SOON)): True}
    assert armed("ACTIVITY_SOON") == set()


def test_a_reminder_follows_the_new_day(people: None) -> None:
    later = date(2026, 11, 27)
    tell(TODAY, planned(at(SOON)), changed(at(later)))

    run(SOON)
    early = inboxes("ACTIVITY_SOON")
    run(date(2026, 11, 26))

    assert early == []
    assert inboxes("ACTIVITY_SOON") == told("ACTIVITY_SOON", at(later))


def test_a_new_title_does_not_remind_again(people: None) -> None:
    tell(TODAY, planned(at(SOON)))
    run(date(2026, 11, 19))

    tell(date(2026, 11, 19), changed(at(SOON), "title"))
    run(date(2026, 11, 20))

    assert len(inboxes("ACTIVITY_SOON")) == len(PEOPLE)


def test_of_what_is_over_nobody_is_reminded(people: None) -> None:
    tell(TODAY, planned(at(SOON)))

    run(date(2026, 11, 21))

    assert inboxes("ACTIVITY_SOON") == []
    assert armed("ACTIVITY_SOON") == set()


def test_who_hears_late_hears_of_the_new_time(people: None) -> None:
    tell(TODAY, changed(at(SOON, 17)), planned(at(SOON)))

    assert inboxes() == told("ACTIVITY_INVITED", at(SOON, 17))
    run(date(2026, 11, 19))
    assert inboxes("ACTIVITY_SOON") == told("ACTIVITY_SOON", at(SOON, 17))


def test_nobody_is_invited_to_what_was_called_off(people: None) -> None:
    tell(TODAY, cancelled(at(SOON)), planned(at(SOON)))

    assert inboxes() == []
    run(date(2026, 11, 19))
    assert inboxes() == []


def test_an_older_change_is_not_told_after_a_newer_one(people: None) -> None:
    tell(TODAY, planned(at(SOON)), changed(at(SOON, 18), seq=4), changed(at(SOON, 17), seq=2))

    assert inboxes("ACTIVITY_CHANGED") == told("ACTIVITY_CHANGED", at(SOON, 18))


def test_a_reminder_follows_a_new_day_of_which_a_later_change_was_told_first(people: None) -> None:
    later = date(2026, 11, 27)
    tell(TODAY, planned(at(SOON)), changed(at(later), "title", seq=3), changed(at(later), seq=2))

    assert [day for day, _ in armed("ACTIVITY_SOON")] == ["2026-11-26"]


def test_a_corrected_record_concerns_nobody(people: None) -> None:
    tell(TODAY, planned(at(SOON)), changed(at(SOON), "title", to_come=False))

    assert inboxes("ACTIVITY_CHANGED") == []


def test_nobody_is_invited_to_what_had_begun(people: None) -> None:
    tell(TODAY, planned(at(TODAY, 8)))

    assert inboxes() == []


def test_what_is_near_goes_out_at_once_and_the_rest_with_the_digest(people: None) -> None:
    tell(TODAY, planned(at(SOON)))
    later = queued("DELIVERY_QUEUE")

    tell(date(2026, 11, 19), cancelled(at(SOON)))

    assert later == []
    assert sorted(message["box"] for message in queued("DELIVERY_QUEUE")) == sorted(map(Notice.member_box, PEOPLE))
    digests = {row["pk"]["S"].split("#")[1] for row in engine.rows(TABLE) if row["pk"]["S"].startswith("OUT#")}
    assert digests == {"2026-11-11"}


def test_a_member_reads_when_and_where_to_answer(people: None) -> None:
    account("invited", member_id=PEOPLE[0])
    tell(TODAY, planned(at(SOON)))

    status, page = call("GET", "/v1/me/notices", "invited")

    (notice,) = page["items"]
    assert status == 200
    assert (notice["code"], notice["dueOn"]) == ("ACTIVITY_INVITED", "2026-11-20")
    assert notice["subject"] == "请参加2026年11月20日15:00的组织生活，不能参加的请提前请假。"
    assert {link["rel"]: link["href"] for link in notice["links"]} == {
        "activity": f"/v1/activities/{ACTIVITY}",
        "calendar": f"/v1/activities/{ACTIVITY}/calendar.ics",
        "reply": f"/v1/activities/{ACTIVITY}/reply",
    }
