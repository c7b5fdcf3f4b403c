"""Political birthdays: the branch hears a week ahead, the member on the day, nobody else and nobody twice."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from functions.notices.inbox_tables import Notice
from functions.notices.words import rendered
from kernel.events import (
    AnniversariesComing,
    EnrolledMember,
    Envelope,
    LeftMember,
    MemberErased,
    MembersLeft,
    MembersMoved,
)
from tests.builders import envelope
from tests.integration.notices.world import (
    COUNTY,
    branch,
    clock,
    enrolled,
    founded,
    member,
    path_of,
    run,
    tell,
    tell_badly,
)
from tests.trust import engine

CODE = "POLITICAL_BIRTHDAY"
DAY = date(2026, 11, 29)  # a Sunday
WEEK_AHEAD = DAY - timedelta(days=7)
FIRST, SECOND, OTHER = branch(1), branch(2), member(9)
MEMBERS = tuple(sorted((member(1), member(2))))


@pytest.fixture(autouse=True)
def county(account: None) -> None:
    with clock(date(2026, 11, 2)):
        tell(date(2026, 11, 2), founded([FIRST, SECOND]), enrolled(FIRST, [*MEMBERS, OTHER]))
    run(WEEK_AHEAD - timedelta(days=1))


def coming(on: date = DAY) -> Envelope:
    event = AnniversariesComing(branch_id=FIRST, county_id=COUNTY, path=path_of(FIRST), on=on, members=MEMBERS)
    return envelope(event)


def inboxes() -> dict[str, list[dict[str, Any]]]:
    """Box → the facts of what lies in it of this code."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in engine.rows("NoticesTable"):
        if row["pk"]["S"].startswith("BOX#") and row["code"]["S"] == CODE:
            found.setdefault(row["pk"]["S"].removeprefix("BOX#"), []).append(json.loads(row["facts"]["S"]))
    return found


SECRETARY = f"ORG#{FIRST}#secretary"
LISTED = {"on": DAY.isoformat(), "members": list(MEMBERS), "count": 2}


def of_members(*members: str) -> dict[str, list[dict[str, Any]]]:
    return {f"MEMBER#{m}": [{"on": DAY.isoformat()}] for m in members}


def test_the_secretary_hears_a_week_ahead_and_each_member_on_the_day() -> None:
    tell(WEEK_AHEAD, coming())

    run(WEEK_AHEAD)
    ahead = inboxes()
    run(DAY - timedelta(days=1))
    before = inboxes()
    run(DAY)
    run(DAY + timedelta(days=60))

    assert ahead == before == {SECRETARY: [LISTED]}
    assert inboxes() == {SECRETARY: [LISTED]} | of_members(*MEMBERS)


def test_told_three_times_in_any_order_nobody_hears_twice() -> None:
    tell_badly(WEEK_AHEAD, [coming()], seed=3)

    run(WEEK_AHEAD)
    run(WEEK_AHEAD)
    run(DAY)
    run(DAY)

    assert inboxes() == {SECRETARY: [LISTED]} | of_members(*MEMBERS)


def test_after_missed_days_only_the_day_itself_is_told() -> None:
    tell(WEEK_AHEAD, coming())

    run(DAY + timedelta(days=2))

    assert inboxes() == of_members(*MEMBERS)


def test_what_was_announced_too_late_is_told_at_the_next_run() -> None:
    tell(DAY + timedelta(days=1), coming())

    run(DAY + timedelta(days=1))

    assert inboxes() == of_members(*MEMBERS)


def test_who_left_or_was_erased_meanwhile_hears_nothing_and_who_moved_does() -> None:
    first, second = MEMBERS
    tell(WEEK_AHEAD, coming())
    run(WEEK_AHEAD)
    where = {"county_id": COUNTY, "path": path_of(SECOND)}
    gone = MembersLeft(
        branch_id=FIRST,
        county_id=COUNTY,
        path=path_of(FIRST),
        members=(LeftMember(member_id=first, reason="SELF_EXIT"),),
    )
    moved = MembersMoved(
        from_branch_id=FIRST,
        from_county_id=COUNTY,
        branch_id=SECOND,
        members=(EnrolledMember(member_id=second, category="FULL"),),
        **where,
    )
    tell(WEEK_AHEAD + timedelta(days=1), envelope(gone), envelope(moved))

    run(DAY)

    assert inboxes() == {SECRETARY: [LISTED]} | of_members(second)


def test_of_who_were_all_erased_there_is_nothing_to_tell() -> None:
    tell(WEEK_AHEAD, coming())
    run(WEEK_AHEAD)
    erased = [MemberErased(member_id=m, branch_id=FIRST, county_id=COUNTY) for m in MEMBERS]
    tell(WEEK_AHEAD + timedelta(days=1), *(envelope(event) for event in erased))

    run(DAY)

    assert inboxes() == {SECRETARY: [LISTED]}


def test_it_raises_no_warning_and_says_what_it_is_in_both_languages() -> None:
    tell(WEEK_AHEAD, coming())
    run(DAY)

    (notice,) = Notice.query(Notice.member_box(MEMBERS[0]))
    assert rendered(notice, "zh").subject == "2026年11月29日是您的政治生日（入党纪念日）。"
    assert rendered(notice, "en").subject.startswith("29 November 2026 is your political birthday")
    assert not [
        row
        for row in engine.rows("NoticesTable")
        if CODE in row["sk"]["S"] and "WARNING" in row["pk"]["S"] + row["sk"]["S"]
    ]
