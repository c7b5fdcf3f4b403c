"""Statements, boards and rules; 20 awards of one activity; the nightly proof of a branch of 24."""

from datetime import date
from typing import Any

from functions.points import app, on_activity_reviewed, on_attendance_confirmed, on_check_due, on_members, on_nightly
from functions.points.checking import Check
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import ActivityReviewed, AttendanceConfirmed, EnrolledMember, MembersEnrolled, PartyGroupSet
from kernel.ids import derived_id, new_id
from kernel.seasons import settled
from scripts.bench.acts import ATTENDING, MEMBERS, Arrange, Doing, asking, starting, telling, verdicts
from tests.builders import Tree, account

PEOPLE = tuple(derived_id("bench", number) for number in range(MEMBERS))
ACTIVITIES = 5
RULE = {
    "id": "theme-day",
    "activityType": "THEME_DAY",
    "to": "member",
    "points": 5,
    "perYear": 60,
    "zh": "参加主题党日",
    "en": "Attended a theme Party day",
}


def facts(tree: Tree) -> dict[str, Any]:
    return {
        "activity_id": new_id(),
        "branch_id": tree.branch.id,
        "county_id": tree.county.id,
        "path": tree.branch.path,
        "type": "THEME_DAY",
    }


def confirmed(tree: Tree, day: date) -> AttendanceConfirmed:
    return AttendanceConfirmed(**facts(tree), held_on=day, chunk=0, members=PEOPLE[:ATTENDING])


def enrolment(tree: Tree, people: tuple[str, ...]) -> MembersEnrolled:
    members = tuple(EnrolledMember(member_id=member, category="FULL") for member in people)
    return MembersEnrolled(branch_id=tree.branch.id, county_id=tree.county.id, path=tree.branch.path, members=members)


def lived() -> Tree:
    """A branch whose 24 members are on the board, 20 of them with five activities behind them."""
    tree, today = Tree(), business_day(now())
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    account("member", member_id=PEOPLE[0], branch=tree.branch)
    telling(on_members.lambda_handler, enrolment(tree, PEOPLE[:20]), enrolment(tree, PEOPLE[20:]))()
    days = [date(today.year, month, 5) for month in range(1, 1 + ACTIVITIES)]
    telling(on_attendance_confirmed.lambda_handler, *(confirmed(tree, day) for day in days))()
    return tree


def group(tree: Tree) -> str:
    """A Party group with half of the branch in it. Returns its id."""
    made = tree.found(tree.branch, "431128-101-001-01", "PARTY_GROUP", "BRANCH")
    told = PartyGroupSet(group_id=made.id, branch_id=tree.branch.id, members=PEOPLE[: MEMBERS // 2])
    telling(on_members.lambda_handler, told)()
    return made.id


def ask(method: str, path: str, by: str, *, publishes: bool = False, of_branch: bool = False) -> Arrange:
    def arrange() -> Doing:
        tree = lived()
        body = {"organisationId": tree.county.id, "effectiveFrom": "2099-01-01", "rules": [RULE]} if publishes else None
        query = {"organisationId": tree.branch.id} if of_branch else None
        place = path.replace("{branch}", tree.branch.id).replace("{member}", PEOPLE[0])
        if "group" in path:
            place = place.replace("{group}", group(tree))
        return asking(app.lambda_handler, method, place, by, body, query=query)

    return arrange


def attendance() -> Doing:
    tree = lived()
    return telling(on_attendance_confirmed.lambda_handler, confirmed(tree, date(business_day(now()).year, 6, 5)))


def reviewed() -> Doing:
    tree = lived()
    day = date(business_day(now()).year, 6, 5)
    event = ActivityReviewed(**facts(tree), held_on=day, stage="final", attended=ATTENDING, entitled=MEMBERS)
    return telling(on_activity_reviewed.lambda_handler, event)


def enrolled() -> Doing:
    tree = lived()
    return telling(on_members.lambda_handler, enrolment(tree, tuple(derived_id("new", n) for n in range(20))))


def check_due() -> Doing:
    return telling(on_check_due.lambda_handler, Check(county_id=lived().county.id, as_of=settled(now(), now())))


def nightly() -> Doing:
    lived()
    return starting(on_nightly.lambda_handler, {})


REQUESTS: dict[str, Arrange] = {
    "own statement": ask("GET", "/v1/me/points", "member"),
    "a member's statement": ask("GET", "/v1/points/members/{member}", "secretary"),
    "branch board (24)": ask("GET", "/v1/points/branches/{branch}", "member"),
    "board of a branch's groups": ask("GET", "/v1/points/branches/{branch}/groups", "member"),
    "board of a group (12)": ask("GET", "/v1/points/groups/{group}", "member"),
    "rules": ask("GET", "/v1/points/rules", "admin", of_branch=True),
    "publish rules": ask("PUT", "/v1/points/rules", "admin", publishes=True),
}
EVENTS: dict[str, Arrange] = {
    "on_attendance_confirmed (20)": attendance,
    "on_activity_reviewed": reviewed,
    "on_members (20)": enrolled,
    "on_check_due (1 branch of 24)": check_due,
    "on_nightly (1 county)": nightly,
}
REQUESTS |= verdicts.Verdicts(lived, PEOPLE[0]).requests()
EVENTS |= verdicts.Verdicts(lived, PEOPLE[0]).events()
