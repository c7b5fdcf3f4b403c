"""What an office must see to goes to the nearest committee above in which anybody holds it."""

from copy import replace
from datetime import date
from typing import Any

import pytest

from functions.notices import on_committees, on_run_started
from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.directory import path_below
from kernel.events import (
    AttendanceDisputed,
    AwardProposed,
    ErasureRequested,
    Event,
    ListAppealed,
    PointsDisputed,
    ProposalMade,
    ReminderRunStarted,
    RoleGranted,
    RoleRevoked,
)
from kernel.ids import derived_id
from tests.builders import Tree, envelope
from tests.integration.notices.world import (
    COUNTY,
    TABLE,
    TOWNSHIP,
    TOWNSHIP_PATH,
    branch,
    clock,
    enrolled,
    member,
    path_of,
    run,
    tell,
)
from tests.trust import engine
from tests.trust.delivery import thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
FRIDAY, MONDAY, LATER = date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 30)
DUE = date(2026, 11, 27)
GENERAL, HELD = derived_id("general"), branch(1)
PATH = path_below(path_below(TOWNSHIP_PATH, GENERAL), HELD)
WHERE: dict[str, Any] = {"branch_id": HELD, "county_id": COUNTY, "path": PATH}


def grant(place: str, role: Role = Role.REVIEWER, who: str = "somebody", seq: int = 1) -> None:
    event = RoleGranted(subject=who, role=role, organisation_id=place)
    until_done(on_committees.lambda_handler, envelope(event, seq=seq))


def disputed() -> PointsDisputed:
    """Points of a branch below a general branch, whose reviewers must rule."""
    return PointsDisputed(dispute_id=derived_id("said"), member_id=member(1), committee_id=GENERAL, due_on=DUE, **WHERE)


def boxes(day: date) -> set[str]:
    """Whom the run of a day told."""
    before = {notice.sk for notice in _notices()}
    run(day)
    return {notice.pk.removeprefix("BOX#") for notice in _notices() if notice.sk not in before}


def _notices() -> list[Notice]:
    return [Notice.from_raw_data(row) for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#")]


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ((GENERAL, TOWNSHIP, COUNTY), GENERAL),
        ((TOWNSHIP, COUNTY), TOWNSHIP),
        ((COUNTY,), COUNTY),
        ((), GENERAL),  # whoever is granted it finds it there
    ],
)
def test_a_dispute_goes_to_the_nearest_committee_that_has_a_reviewer(held: tuple[str, ...], told: str) -> None:
    for place in held:
        grant(place)
    grant(GENERAL, Role.SECRETARY)  # another role is of no use
    tell(FRIDAY, envelope(disputed()))

    assert boxes(MONDAY) == {f"ORG#{told}#reviewer"}


def test_who_lost_the_role_is_passed_over_in_whatever_order_it_is_told() -> None:
    given = RoleGranted(subject="former", role=Role.REVIEWER, organisation_id=GENERAL)
    taken = RoleRevoked(subject="former", role=Role.REVIEWER, organisation_id=GENERAL)
    grant(TOWNSHIP)
    tell(FRIDAY, envelope(disputed()))
    with clock(FRIDAY):
        thrice_shuffled(on_committees.lambda_handler, envelope(given, seq=1), envelope(taken, seq=2))

    assert boxes(MONDAY) == {f"ORG#{TOWNSHIP}#reviewer"}


def test_who_was_granted_it_in_the_meantime_hears_of_it_when_it_is_late() -> None:
    grant(COUNTY)
    tell(FRIDAY, envelope(disputed()))
    run(MONDAY)

    grant(GENERAL, who="new")

    assert boxes(LATER) == {f"ORG#{GENERAL}#reviewer", f"ORG#{COUNTY}#reviewer"}


def test_where_the_branch_has_no_secretary_that_of_the_committee_above_rules_on_its_attendance(tree: Tree) -> None:
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id}
    grant(tree.township.id, Role.SECRETARY)
    line = {"activity_id": derived_id("day"), "type": "THEME_DAY", "member_id": member(1)}
    said = AttendanceDisputed(answer_by=date(2026, 11, 13), by_committee=False, **where, **line)
    tell(FRIDAY, envelope(said))

    assert boxes_of_the_tree(tree) == [f"{tree.township.id}#secretary"]
    late = boxes_of_the_tree(tree, date(2026, 11, 16))
    assert sorted(late) == [f"{tree.township.id}#{role}" for role in ("reviewer", "secretary", "secretary")]


BELOW_THE_TOWNSHIP: dict[str, Any] = {"branch_id": HELD, "county_id": COUNTY, "path": path_of(HELD)}


@pytest.mark.parametrize(
    "said",
    [
        AwardProposed(award_id=derived_id("award"), **BELOW_THE_TOWNSHIP),
        ProposalMade(proposal_id=derived_id("said"), member_id=member(1), due_on=MONDAY, **BELOW_THE_TOWNSHIP),
    ],
)
def test_where_the_township_has_no_reviewer_the_county_hears_for_it(said: Event) -> None:
    grant(COUNTY)
    tell(FRIDAY, envelope(said))

    assert boxes(MONDAY) == {f"ORG#{COUNTY}#reviewer"}


def test_of_who_stays_away_the_county_hears_where_the_township_has_no_reviewer() -> None:
    grant(COUNTY)
    tell(date(2026, 5, 4), enrolled(HELD, [member(1)]))

    assert boxes(date(2026, 11, 5)) == {f"MEMBER#{member(1)}", f"ORG#{HELD}#secretary", f"ORG#{COUNTY}#reviewer"}


def test_whoever_holds_the_role_above_the_county_is_told_nothing() -> None:
    province = derived_id("province")
    grant(province)
    said = disputed()
    tell(FRIDAY, envelope(replace(said, path=path_below("/", province) + said.path.removeprefix("/"))))

    assert boxes(MONDAY) == {f"ORG#{GENERAL}#reviewer"}


def boxes_of_the_tree(tree: Tree, day: date = MONDAY) -> list[str]:
    """Whom the run of the tree's county told by this day."""
    started = ReminderRunStarted(organisation_id=tree.county.id, as_of=day)
    with clock(day):
        until_done(on_run_started.lambda_handler, envelope(started))
    return [notice.pk.removeprefix("BOX#ORG#") for notice in _notices()]


def of_a_branch_that_moved(tree: Tree, county_id: str = "") -> dict[str, Any]:
    """Where it stood when it was said: below a committee that is not above it any more."""
    path = path_below(path_below(path_below("/", county_id or tree.county.id), TOWNSHIP), tree.branch.id)
    return {"branch_id": tree.branch.id, "county_id": county_id or tree.county.id, "path": path}


@pytest.mark.parametrize(("held", "told"), [((TOWNSHIP, "county"), TOWNSHIP), (("county",), "county"), ((), TOWNSHIP)])
def test_a_dispute_stays_with_the_committee_that_the_branch_left_or_else_the_county_hears(
    tree: Tree, held: tuple[str, ...], told: str
) -> None:
    here = {"county": tree.county.id}
    for place in (*held, tree.township.id):
        grant(here.get(place, place))
    who: dict[str, Any] = {"dispute_id": derived_id("said"), "member_id": member(1), "due_on": DUE}
    tell(FRIDAY, envelope(PointsDisputed(committee_id=TOWNSHIP, **who, **of_a_branch_that_moved(tree))))

    assert boxes_of_the_tree(tree) == [f"{here.get(told, told)}#reviewer"]


def test_an_award_is_decided_above_the_place_where_the_branch_stands_now(tree: Tree) -> None:
    for place in (TOWNSHIP, tree.township.id, tree.county.id):
        grant(place)
    tell(FRIDAY, envelope(AwardProposed(award_id=derived_id("award"), **of_a_branch_that_moved(tree))))

    assert boxes_of_the_tree(tree) == [f"{tree.township.id}#reviewer"]


def of_a_county(tree: Tree) -> list[Event]:
    """What the county of a branch, or of the committee whose list it is, decides; said when it was another one."""
    where = of_a_branch_that_moved(tree, COUNTY)
    line = {"activity_id": derived_id("day"), "type": "THEME_DAY", "branch_id": tree.branch.id, "county_id": COUNTY}
    return [
        ErasureRequested(member_id=member(1), ground="LAW", **where),
        ListAppealed(
            appeal_id=derived_id("said"), organisation_id=tree.township.id, county_id=COUNTY, member_id=member(1)
        ),
        AttendanceDisputed(answer_by=date(2026, 11, 13), by_committee=True, member_id=member(1), **line),
    ]


@pytest.mark.parametrize(("number", "role"), [(0, "county_admin"), (1, "county_admin"), (2, "reviewer")])
def test_what_a_county_decides_goes_to_the_one_in_which_the_branch_stands_now(
    tree: Tree, number: int, role: str
) -> None:
    for place in (COUNTY, tree.county.id):
        grant(place, Role(role))
    tell(FRIDAY, envelope(of_a_county(tree)[number]))

    assert boxes(MONDAY) == {f"ORG#{tree.county.id}#{role}"}


def test_an_erasure_of_who_moved_to_another_county_is_told_there_alone(tree: Tree) -> None:
    who = {"member_id": member(1), "ground": "LAW"}
    moved = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    tell(FRIDAY, envelope(ErasureRequested(**who, **BELOW_THE_TOWNSHIP)), envelope(ErasureRequested(**who, **moved)))

    assert boxes(MONDAY) == set()
    assert boxes_of_the_tree(tree) == [f"{tree.county.id}#county_admin"]
