"""What is owed by and to members, and what committees owe: in whatever order it is told, and by whom it is told."""

from collections.abc import Callable
from copy import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest

from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice
from kernel.clock import stamp
from kernel.events import (
    ActivityReturned,
    ActivityReviewed,
    AnniversariesComing,
    CertificateKept,
    CorrectionAnswered,
    CorrectionRequested,
    DispatchDelivered,
    Envelope,
    Event,
    FloatingContacted,
    FloatingEnded,
    FloatingRegistered,
    LostContactClosed,
    LostContactOpened,
    LostContactPursued,
    ProposalDecided,
    ProposalMade,
    TermSet,
)
from kernel.ids import derived_id
from tests.builders import envelope
from tests.integration.notices import world
from tests.integration.notices.world import COUNTY, armed, branch, founded, member, morning, path_of, run, sent, tell
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
DAY, ONE = date(2026, 11, 2), timedelta(days=1)
AT: dict[str, Any] = {"branch_id": branch(1), "county_id": COUNTY}
THERE = AT | {"path": path_of(branch(1))}
OTHER = {"branch_id": branch(2), "county_id": COUNTY, "path": path_of(branch(2))}
UNIT: dict[str, Any] = {"organisation_id": branch(1), "county_id": COUNTY, "path": path_of(branch(1))}
WHO: dict[str, Any] = {"member_id": member(1)}
CASE, ACTIVITY, ID = derived_id("case"), derived_id("activity"), derived_id("id")
DUE, LATER = date(2026, 12, 1), date(2027, 3, 1)


def told(event: Event, days: int = 0) -> Envelope:
    """The event of a day; `builders.envelope` numbers them in the order in which they are made."""
    return replace(envelope(event), at=morning(DAY + days * ONE))


def away(due: date = DUE, **where: Any) -> FloatingRegistered:
    contact: dict[str, Any] = {"contact_id": member(2), "contact_due_on": due, "host_branch_id": None}
    return FloatingRegistered(**WHO, **(where or THERE), **contact)


def lost(**where: str) -> LostContactOpened:
    return LostContactOpened(case_id=CASE, **WHO, **(where or THERE), lost_since=date(2026, 8, 3), owner_id=member(2))


def reviewed(stage: Literal["first", "final"]) -> ActivityReviewed:
    record: dict[str, Any] = {
        "activity_id": ACTIVITY,
        "type": "THEME_DAY",
        "held_on": DAY,
        "attended": 1,
        "entitled": 2,
    }
    return ActivityReviewed(stage=stage, **record, **THERE)


STORIES: dict[str, tuple[Callable[[], list[Envelope]], set[tuple[str, str]]]] = {
    "an absence whose contact was put off": (
        lambda: [
            told(away()),
            told(FloatingContacted(**WHO, **AT, contacted_on=DAY, contact_id=member(2), contact_due_on=LATER), 1),
        ],
        {("2027-03-01", f"FLOATING_CONTACT_DUE#{member(1)}")},
    ),
    "an absence that ended": (lambda: [told(away()), told(FloatingEnded(**WHO, **AT, reason="RETURNED"), 1)], set()),
    "an absence that went on at another branch": (
        lambda: [told(away()), told(away(LATER, **OTHER), 1)],
        {("2027-03-01", f"FLOATING_CONTACT_DUE#{member(1)}")},
    ),
    "an absence that was registered anew without a change": (
        lambda: [told(away()), told(away(), 1), told(away(), 2)],
        {("2026-12-01", f"FLOATING_CONTACT_DUE#{member(1)}")},
    ),
    "a certificate that was checked": (
        lambda: [
            told(CertificateKept(number="431128-2026-000001", **WHO, **AT, act="issued")),
            told(CertificateKept(number="431128-2026-000001", **WHO, **AT, act="checked"), 3),
        ],
        {("2027-11-05", "FLOATING_CERT_YEARLY#431128-2026-000001")},
    ),
    "a certificate that was returned": (
        lambda: [
            told(CertificateKept(number="431128-2026-000001", **WHO, **AT, act="issued")),
            told(CertificateKept(number="431128-2026-000001", **WHO, **AT, act="returned"), 3),
        ],
        set(),
    ),
    "a suspended case that another branch took over": (
        lambda: [
            told(lost()),
            told(LostContactPursued(case_id=CASE, **WHO, **AT, step="attempted", due_on=DUE), 1),
            told(LostContactPursued(case_id=CASE, **WHO, **AT, step="suspended", due_on=date(2028, 11, 6)), 2),
            told(lost(**OTHER), 3),
        ],
        {("2028-11-06", f"LOST_CONTACT#{CASE}")},
    ),
    "a case that was closed": (
        lambda: [told(lost()), told(LostContactClosed(case_id=CASE, **WHO, **AT, outcome="FOUND"), 1)],
        set(),
    ),
    "a record that waits for the county": (
        lambda: [told(reviewed("first"))],
        {("2026-11-12", f"REVIEW_BACKLOG#{ACTIVITY}")},
    ),
    "a record that came back": (
        lambda: [told(reviewed("first")), told(ActivityReturned(activity_id=ACTIVITY, stage="final", **AT), 1)],
        set(),
    ),
    "a proposal and a request that were answered": (
        lambda: [
            told(ProposalMade(proposal_id=ID, **WHO, **THERE, due_on=DUE)),
            told(CorrectionRequested(request_id=ID, **WHO, **THERE, due_on=DUE)),
            told(ProposalDecided(proposal_id=ID, **WHO, **AT, outcome="accepted"), 1),
            told(CorrectionAnswered(request_id=ID, **WHO, **AT, outcome="refused"), 1),
        ],
        set(),
    ),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("story", STORIES)
def test_in_whatever_order_and_however_often_it_is_told_the_same_deadline_stands(story: str, seed: int) -> None:
    events, expected = STORIES[story]

    made = events()
    for one in world.shuffled(made, seed):
        world.hand_over(one)

    assert armed() == expected


def test_a_contact_that_is_due_is_asked_for_and_then_told_to_the_secretary() -> None:
    tell(DAY, envelope(away()))

    run(DUE)
    run(date(2026, 12, 31))

    assert {(box, due) for box, code, due, _ in sent("FLOATING")} == {
        (f"MEMBER#{member(2)}", "2026-12-01"),
        (f"ORG#{branch(1)}#secretary", "2026-12-31"),
    }


def test_without_a_contact_person_the_secretary_is_asked() -> None:
    event = replace(away(), contact_id=None)
    tell(DAY, envelope(event))

    run(DUE)

    assert {box for box, *_ in sent("FLOATING")} == {f"ORG#{branch(1)}#secretary"}


@pytest.mark.parametrize(
    ("event", "on", "due"),
    [
        (told(CorrectionRequested(request_id=ID, **WHO, **THERE, due_on=DUE)), date(2026, 11, 26), DUE),
        (told(ProposalMade(proposal_id=ID, **WHO, **THERE, due_on=DUE)), DUE, DUE),
        (told(TermSet(**UNIT, starts_on=DAY, ends_on=date(2027, 5, 12))), date(2026, 11, 13), date(2027, 5, 12)),
        (replace(founded([branch(1)]), at=morning(DAY)), date(2026, 11, 25), date(2026, 11, 30)),
        (told(lost()), date(2027, 2, 3), date(2027, 2, 3)),
        (
            told(AnniversariesComing(**THERE, on=date(2026, 11, 20), members=(member(1),))),
            date(2026, 11, 13),
            date(2026, 11, 20),
        ),
    ],
    ids=["ahead of an answer", "a decision", "ahead of an end", "a period", "since a day", "ahead of a day"],
)
def test_a_reminder_names_the_day_by_which_it_is_due_and_not_its_own(event: Envelope, on: date, due: date) -> None:
    tell(DAY, event)

    run(on)

    rows = engine.rows(world.TABLE)
    notices = [row for row in rows if row["pk"]["S"].startswith("BOX#")]
    warned = [row for row in rows if row["sk"]["S"].startswith("WARNING#")]
    assert {world.told_on(row) for row in notices} == {on.isoformat()}
    assert {row["due_on"]["S"] for row in (*notices, *warned)} == {due.isoformat()}


@pytest.mark.parametrize(("asks", "act_by"), [(False, DUE), (True, None)])
def test_a_dispatch_that_asks_nothing_or_names_no_day_is_not_reminded_of(asks: bool, act_by: date | None) -> None:
    event = DispatchDelivered(
        dispatch_id=ID, organisation_id=COUNTY, **THERE, members=(member(1),), asks=asks, act_by=act_by
    )
    tell(DAY, envelope(event))

    assert armed() == set()


@pytest.mark.parametrize(("retracted_at", "expected"), [(None, {f"MEMBER#{member(1)}"}), ("2026-11-20", set())])
def test_who_has_not_done_what_a_dispatch_asks_is_reminded_unless_it_was_taken_back(
    retracted_at: str | None, expected: set[str]
) -> None:
    content = dispatched(retracted_at)
    for number, mark in enumerate((None, "done_at", "withdrawn_at"), 1):
        copied = Notice(*content.copy_of(member(number)), code="DISPATCH", organisation_id=branch(1), county_id=COUNTY)
        copied.sent_at = stamp(morning(DAY))
        if mark:
            setattr(copied, mark, stamp(morning(DAY)))
        copied.save()
    members = tuple(member(n) for n in (1, 2, 3))
    event = DispatchDelivered(dispatch_id=ID, organisation_id=COUNTY, **THERE, members=members, asks=True, act_by=DUE)
    tell(DAY, envelope(event))

    run(DUE)
    assert sent("NOTICE_UNSIGNED") == set()
    run(DUE + ONE)
    run(DUE + 2 * ONE)

    assert {box for box, *_ in sent("NOTICE_UNSIGNED")} == expected
    reminders = [row for row in engine.rows(world.TABLE) if row.get("code") == {"S": "NOTICE_UNSIGNED"}]
    assert all(row["reminds_of"] == {"S": ID} for row in reminders)
    assert armed() == set()


def dispatched(retracted_at: str | None) -> Content:
    content = Content(
        *Content.key_of(ID),
        sender=COUNTY,
        county_id=COUNTY,
        audience="list",
        title="通知",
        body="请办理。",
        asks=True,
        act_by=DUE.isoformat(),
        ordered_at=stamp(morning(DAY)),
        retracted_at=retracted_at,
    )
    content.save()
    return content
