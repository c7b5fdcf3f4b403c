"""Who must decide hears of it on the next working morning, and of what a member says once more when it is late."""

from copy import replace
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.directory import ancestors
from kernel.events import (
    AttendanceDisputed,
    AttendanceDisputeRuled,
    AwardConfirmed,
    AwardProposed,
    AwardRefused,
    ErasureRequested,
    ErasureWithdrawn,
    Event,
    ListAppealed,
    ListAppealRuled,
    MemberErased,
    PointsDisputed,
    PointsDisputeRuled,
)
from kernel.ids import derived_id
from tests.builders import Tree, account, envelope
from tests.integration.notices.conftest import call
from tests.integration.notices.world import (
    COUNTY,
    HANDLERS,
    TABLE,
    TOWNSHIP,
    armed,
    branch,
    clock,
    member,
    morning,
    path_of,
    run,
    tell,
    tell_badly,
)
from tests.trust import engine
from tests.trust.delivery import until_done

pytestmark = pytest.mark.usefixtures("account")
HELD, ID = branch(1), derived_id("disputed")
ONE_DAY = timedelta(days=1)
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 6), date(2026, 11, 7), date(2026, 11, 9)
IN_FIVE, IN_FIFTEEN = date(2026, 11, 13), date(2026, 11, 27)  # working days after that Friday
LATE, LATER = date(2026, 11, 16), date(2026, 11, 30)
SECRETARY, ABOVE = f"ORG#{HELD}#secretary", f"ORG#{COUNTY}#reviewer"
COMMITTEE, ADMINISTRATORS = f"ORG#{TOWNSHIP}#reviewer", f"ORG#{COUNTY}#county_admin"
LINE: dict[str, Any] = {"activity_id": ID, "branch_id": HELD, "county_id": COUNTY, "type": "THEME_DAY"}
WHO: dict[str, Any] = {"member_id": member(1)}
POINTS: dict[str, Any] = {"dispute_id": ID, "branch_id": HELD, "county_id": COUNTY, "path": path_of(HELD)} | WHO
LIST: dict[str, Any] = {"appeal_id": ID, "organisation_id": TOWNSHIP, "county_id": COUNTY} | WHO


AWARD: dict[str, Any] = {"award_id": ID, "branch_id": HELD, "county_id": COUNTY}
GIVEN: dict[str, Any] = {"to": "member", "account": member(1), "rule_id": "mediation", "held_on": FRIDAY}
ERASURE: dict[str, Any] = {"branch_id": HELD, "county_id": COUNTY} | WHO
NEVER_LATE: dict[str, Any] = {"late": LATER, "told_late": frozenset[str]()}


def disputed(*, by_committee: bool) -> Event:
    return AttendanceDisputed(answer_by=IN_FIVE, by_committee=by_committee, **LINE, **WHO)


@dataclass(frozen=True)
class Case:
    """What is said, who rules, what ends it, and whom it is told when it is late."""

    said: Event
    ruler: str
    ruled: Event
    late: date
    told_late: frozenset[str]


CASES = {
    "a line of a record that is open": Case(
        disputed(by_committee=False),
        SECRETARY,
        AttendanceDisputeRuled(upheld=True, by_committee=False, **LINE, **WHO),
        LATE,
        frozenset({SECRETARY, ABOVE}),
    ),
    "a line of an approved record": Case(
        disputed(by_committee=True),
        ABOVE,
        AttendanceDisputeRuled(upheld=False, by_committee=True, **LINE, **WHO),
        LATE,
        frozenset({ABOVE}),
    ),
    "points": Case(
        PointsDisputed(committee_id=TOWNSHIP, due_on=IN_FIFTEEN, **POINTS),
        COMMITTEE,
        PointsDisputeRuled(source_id=ID, line="1", outcome="upheld", **POINTS),
        LATER,
        frozenset({COMMITTEE, ABOVE}),
    ),
    "a list": Case(
        ListAppealed(**LIST), ADMINISTRATORS, ListAppealRuled(band=None, **LIST), LATER, frozenset({ADMINISTRATORS})
    ),
    "an award that is confirmed": Case(
        AwardProposed(path=path_of(HELD), **AWARD),
        COMMITTEE,
        AwardConfirmed(path=path_of(HELD), **AWARD, **GIVEN),
        **NEVER_LATE,
    ),
    "an award that is refused": Case(
        AwardProposed(path=path_of(HELD), **AWARD), COMMITTEE, AwardRefused(**AWARD), **NEVER_LATE
    ),
    "an erasure that is done": Case(
        ErasureRequested(ground="LAW", path=path_of(HELD), **ERASURE),
        ADMINISTRATORS,
        MemberErased(**ERASURE),
        **NEVER_LATE,
    ),
    "an erasure that is taken back": Case(
        ErasureRequested(ground="LAW", path=path_of(HELD), **ERASURE),
        ADMINISTRATORS,
        ErasureWithdrawn(**ERASURE),
        **NEVER_LATE,
    ),
}
EACH = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def boxes(day: date) -> set[str]:
    """Whom the run of a day told."""
    before = {notice.sk for notice in notices()}
    run(day)
    return {notice.pk.removeprefix("BOX#") for notice in notices() if notice.sk not in before}


def notices() -> list[Notice]:
    return [Notice.from_raw_data(row) for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#")]


def listed() -> set[str]:
    """The lists in which a warning is open."""
    return {row["pk"]["S"] for row in engine.rows(TABLE) if row["sk"]["S"].startswith("OPEN#")}


@EACH
def test_the_office_that_must_rule_hears_on_the_next_working_day_and_when_it_is_late(case: Case) -> None:
    tell_badly(FRIDAY, [envelope(case.said)], seed=1)

    days = (SATURDAY, MONDAY, case.late - ONE_DAY, case.late)
    assert [boxes(day) for day in days] == [set(), {case.ruler}, set(), case.told_late]


@EACH
def test_the_days_are_counted_from_the_one_on_which_it_was_said_though_it_is_told_late(case: Case) -> None:
    with clock(MONDAY):
        until_done(HANDLERS[type(case.said).__name__], replace(envelope(case.said), at=morning(FRIDAY)))

    assert boxes(MONDAY) == {case.ruler}


@pytest.mark.parametrize("case", [CASES["an award that is refused"], CASES["an erasure that is done"]])
def test_what_waits_for_a_second_person_stands_in_the_lists_of_the_branch_and_of_all_above(case: Case) -> None:
    tell(FRIDAY, envelope(case.said))

    run(MONDAY)

    assert {f"WARNINGS#{above}" for above in ancestors(path_of(HELD))} == listed()


@EACH
def test_a_ruling_ends_it_takes_back_what_was_told_and_cures_the_warning(case: Case) -> None:
    tell(FRIDAY, envelope(case.said))
    run(MONDAY)
    assert listed() != set()

    tell(MONDAY, envelope(case.ruled))

    assert armed() == set()
    assert [notice.withdrawn_at is None for notice in notices()] == [False]
    assert listed() == set()
    assert boxes(case.late) == set()


@EACH
@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_it_is_told_what_was_ruled_on_is_owed_no_more(case: Case, seed: int) -> None:
    tell_badly(FRIDAY, [envelope(case.said), envelope(case.ruled)], seed)

    assert armed() == set()


def test_a_line_that_is_disputed_again_is_owed_again() -> None:
    case = CASES["a line of a record that is open"]
    tell(FRIDAY, envelope(case.said))
    tell(FRIDAY, envelope(case.ruled))

    tell(FRIDAY, envelope(disputed(by_committee=True)))

    assert boxes(MONDAY) == {ABOVE}


def test_the_administrators_of_the_county_find_it_in_their_office(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    tell(FRIDAY, envelope(CASES["a list"].said))
    run(MONDAY)
    [notice] = notices()
    notice.pk = Notice.office_box(tree.county.id, Role.COUNTY_ADMIN)
    notice.place()
    notice.save()

    items = call("GET", "/v1/me/notices", "admin")[1]["items"]

    assert [(one["reader"], one["dueOn"], one["facts"]) for one in items] == [
        ("committee", "2026-11-09", {"appealId": ID, "since": "2026-11-06"})
    ]
