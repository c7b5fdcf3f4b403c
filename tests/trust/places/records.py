"""Activities, one in each state that a route asks for."""

from datetime import timedelta

from functions.activities import app as activities
from functions.activities.record_rules import sampled
from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from tests.trust import booths
from tests.trust.places.world import HOUR, World, demand, id_of
from tests.trust.trees import Home, Level, Relation, caller, member


def hold_activities(world: World) -> None:
    """One activity in each state that a route asks for; `planned` is on now, and has everything."""
    secretary = caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)
    planned = _plan(world, -HOUR / 4, HOUR, secretary)
    _record(world, planned, secretary)
    photo = {"contentType": "image/jpeg", "sizeBytes": 100, "sha256": "0" * 64}
    demand(activities.lambda_handler, "POST", f"/v1/activities/{planned}/photos", secretary, photo)
    over = _plan(world, -HOUR, HOUR / 2, secretary)
    _record(world, over, secretary)
    beside = {"entries": [{"memberId": id_of(3), "state": "PRESENT"}]}
    demand(activities.lambda_handler, "PUT", f"/v1/activities/{over}/attendance", secretary, beside)
    own, first, final, approved = (
        _plan(world, -HOUR, HOUR / 2, who) for who in ("submitter", secretary, secretary, secretary)
    )
    for activity, by in ((own, "submitter"), (first, secretary), (final, secretary), (approved, secretary)):
        _record(world, activity, by)
        demand(activities.lambda_handler, "POST", f"/v1/activities/{activity}/submit", by)
    township, county = (caller(Role.REVIEWER, where, Level.BRANCH) for where in (Relation.PARENT, Relation.ABOVE))
    for activity, reviewer in ((final, township), (approved, township), (approved, county)):
        path = f"/v1/activities/{activity}/reviews"
        demand(activities.lambda_handler, "POST", path, reviewer, {"decision": "approve"})
    minutes = demand(activities.lambda_handler, "GET", f"/v1/activities/{planned}/minutes", secretary)
    year = {"branchId": world.trees.branch.id, "year": business_day(now()).year}
    world.name(bundle=demand(activities.lambda_handler, "POST", "/v1/activities/bundles", secretary, year)["id"])
    disputed = _plan(world, -HOUR, HOUR / 2, "submitter")
    _record(world, disputed, "submitter")
    for activity in (disputed, approved):
        claim = {"claim": "LATE", "reason": "我晚到了。"}
        demand(activities.lambda_handler, "POST", f"/v1/activities/{activity}/disputes", member(Home.SELF), claim)
    world.name(task=f"{world.names['tomorrow']}.01", disputed=disputed)
    world.name(approved=approved, digest=minutes["digest"], clean=_clean(world, secretary))
    to_come = _plan(world, HOUR, HOUR, secretary)
    for home in (Home.SELF, Home.COLLEAGUE):
        answered = {"reply": "COMING"}
        demand(activities.lambda_handler, "PUT", f"/v1/activities/{to_come}/reply", member(home), answered)
    world.name(to_come=to_come, planned=planned, over=over, own=own, first=first)
    world.name(final=final)
    assembly = _plan(world, -HOUR / 4, HOUR, secretary, "GENERAL_ASSEMBLY")
    world.name(**booths.hold(demand, secretary, assembly, [id_of(number) for number in (2, 3, 4)]))
    branch, township = world.trees.branch.id, world.trees.township.id
    booths.appraise(branch, township, world.names["member_id"], assembly, business_day(now()).year)
    world.name(next_year=_plan(world, booths.next_new_year(), HOUR, secretary, "ORG_LIFE_MEETING"))


def _clean(world: World, secretary: str) -> str:
    """A record without a flag that is not drawn for a look, where clean records may be passed in bulk."""
    allowed = {"organisationId": world.trees.county.id, "bulk": True, "samplePercent": 5}
    admin = caller(Role.COUNTY_ADMIN, Relation.OWN, Level.COUNTY)
    demand(activities.lambda_handler, "PUT", "/v1/reviews/rules", admin, allowed)
    while sampled((stored := _handed_in(world, secretary)).id, str(stored.submitted_at), 5):
        pass
    stored.flags = None
    stored.save()
    return stored.id


def _handed_in(world: World, secretary: str) -> Activity:
    activity = _plan(world, -HOUR, HOUR / 2, secretary)
    _record(world, activity, secretary)
    demand(activities.lambda_handler, "POST", f"/v1/activities/{activity}/submit", secretary)
    return Activity.demand(Activity.partition(activity), "NOW")


def _plan(world: World, starts: timedelta, lasts: timedelta, by: str, kind: str = "THEME_DAY") -> str:
    at = now().replace(microsecond=0)
    body = {
        "branchId": world.trees.branch.id,
        "type": kind,
        "title": "主题党日",
        "startsAt": stamp(at + starts),
        "endsAt": stamp(at + starts + lasts),
        "place": "村部会议室",
    }
    world.name(starts=stamp(at + HOUR), ends=stamp(at + 2 * HOUR))
    return str(demand(activities.lambda_handler, "POST", "/v1/activities", by, body)["id"])


def _record(world: World, activity: str, by: str) -> None:
    who = world.names["member_id"]
    task = {"text": "整理活动资料。", "owner": who, "dueOn": world.names["tomorrow"]}
    minutes = {"host": who, "recorder": who, "summary": "学习讨论。", "resolutions": [task]}
    roll = {"entries": [{"memberId": who, "state": "PRESENT"}]}
    demand(activities.lambda_handler, "PUT", f"/v1/activities/{activity}/minutes", by, minutes)
    demand(activities.lambda_handler, "PUT", f"/v1/activities/{activity}/attendance", by, roll)
