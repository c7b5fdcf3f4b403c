"""One arrangement of objects for the whole matrix: a branch that has everything. Nobody here is a real person."""

import json
import os
from collections.abc import Callable, Iterator
from copy import replace
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from functions.activities import app as activities
from functions.activities import on_members as roll_keeper
from functions.activities.record_rules import sampled
from functions.activities.tables import Activity
from functions.identity import app as identity
from functions.members import app_finding, on_enrolled, on_rows, verifier
from functions.members.duplicates_tables import Case
from functions.notices import app_office as office
from functions.notices.inbox_tables import Notice
from functions.organisations import app as organisations
from functions.organisations import on_members as tree_keeper
from functions.points import on_members as board_keeper
from functions.ranking import closing, on_organisations, running
from functions.ranking.app import lambda_handler as rankings
from functions.ranking.periods import Period
from functions.rosters.tables import Listed, Roster
from kernel.authority import PRINCIPALS, Role
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.events import EnrolledMember, FoundedOrganisation, MembersEnrolled, OrganisationsFounded
from kernel.ids import derived_id, new_id
from kernel.journal import Act
from scripts.local.standing_in import started
from scripts.local.verifier import Verifier
from tests import builders
from tests.builders import answer, batch, recorded, request
from tests.conftest import Context
from tests.integration.activities.story import code_of
from tests.integration.members.people import ROSTER, message, row
from tests.trust import booths, phones, verdicts, volunteering
from tests.trust.absences import go_away
from tests.trust.reached import reach
from tests.trust.standings import put_on_hold
from tests.trust.trees import Home, Level, Relation, Trees, caller, member

HOUR = timedelta(hours=1)
REVOKER = "security-of-the-revoked"


@dataclass
class World:
    """The objects that the routes are about, by the names that rows of the matrix use."""

    trees: Trees
    names: dict[str, str] = field(default_factory=dict)

    def name(self, **ids: str) -> None:
        self.names |= ids

    def meant(self, value: Any) -> Any:
        """A value of a row with every `$name` in it replaced; `$code` is the sign-in code of this moment."""
        if isinstance(value, dict):
            return {key: self.meant(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.meant(inner) for inner in value]
        if value == "$code":
            return code_of(self.names["planned"])
        return self.names[value[1:]] if isinstance(value, str) and value.startswith("$") else value


def arrange() -> World:
    """Everything, once; afterwards the engine's snapshot serves every cell."""
    world = World(Trees())
    _name_places(world)
    _grant_all(world)
    _enrol(world)
    _hold_activities(world)
    planned = world.names["planned"]
    world.name(**phones.hold(demand, member(Home.COLLEAGUE), planned, code_of(planned)))
    world.name(**volunteering.serve(demand, world.trees.branch.id, _id_of(2), _id_of(3)))
    world.name(**volunteering.talk(demand, world.trees.branch.id, _id_of(2), _id_of(3)))
    world.name(**volunteering.assist(demand, world.trees.branch.id, _id_of(3)))
    _lead_and_place(world)
    _upload_roster(world)
    world.name(**go_away(demand, world.trees.county.id, *(_id_of(number) for number in (2, 3, 4))))
    _rank(world)
    _notify(world)
    _dispatch(world)
    _suspect(world)
    on_hold = _take_in(world.trees, 24, world.trees.branch)
    world.name(**put_on_hold(demand, world.trees, on_hold, _id_of(2)))
    world.name(**verdicts.arrange(demand, world.trees, _id_of(2), _id_of(3)))
    world.name(event_id=str(recorded(world.trees.branch.id)[0]["id"]))
    PRINCIPALS.cached.clear()
    return world


def _name_places(world: World) -> None:
    trees = world.trees
    today = business_day(now())
    world.name(branch=trees.branch.id, township=trees.township.id, county=trees.county.id)
    world.name(today=f"{today}", tomorrow=f"{today + timedelta(days=1)}")


def _grant_all(world: World) -> None:
    """Every role at every relation to every level of target, those of REVOKED given and taken by the routes."""
    builders.account(REVOKER, (Role.SECURITY, world.trees.province))
    for role in Role:
        for level in Level:
            for relation, place in world.trees.around(level).items() if role is not Role.MEMBER else ():
                if relation is Relation.REVOKED:
                    _given_and_taken(caller(role, relation, level), role, place)
                else:
                    builders.account(caller(role, relation, level), (role, place))
    given = {"subject": "holder", "role": "auditor", "organisationId": world.trees.township.id}
    demand(identity.lambda_handler, "POST", "/v1/grants", REVOKER, given)


def _given_and_taken(subject: str, role: Role, place: Organisation) -> None:
    given = {"subject": subject, "role": role.value, "organisationId": place.id}
    demand(identity.lambda_handler, "POST", "/v1/grants", REVOKER, given)
    demand(identity.lambda_handler, "DELETE", f"/v1/grants/{subject}/{role.value}/{place.id}", REVOKER)
    PRINCIPALS.cached.clear()


def demand(handler: Callable[..., Any], method: str, path: str, subject: str, body: Any = None) -> dict[str, Any]:
    """A call of the arrangement itself, which must succeed."""
    status, told = answer(handler(request(method, path, subject=subject, body=body), Context()))
    assert 200 <= status < 300, (method, path, status, told)
    return dict(told)


def _enrol(world: World) -> None:
    """Two members of the branch and one of each other branch, with accounts; a third whose account is not bound."""
    trees = world.trees
    homes = {Home.SELF: 2, Home.COLLEAGUE: 3, Home.SISTER: 5, Home.FAR: 6, Home.FOREIGN: 7}
    places = [trees.branch, trees.branch, trees.sister, trees.far_branch, trees.foreign_branch]
    for (home, number), place in zip(homes.items(), places, strict=True):
        builders.account(member(home), member_id=_take_in(trees, number, place), branch=place)
    unbound = row(4, trees.branch)
    _take_in(trees, 4, trees.branch)
    self_id = _id_of(2)
    world.name(member_id=self_id, name=unbound.name, id_number=unbound.id_number)
    builders.account("submitter", (Role.SECRETARY, trees.branch), (Role.REVIEWER, trees.township))


def _id_of(number: int) -> str:
    return derived_id(ROSTER, number)


def _take_in(trees: Trees, number: int, place: Organisation) -> str:
    """One person through the consumers of `members`, `activities` and `points`. Returns the member's id."""
    by = trees.county if place.path.startswith(trees.county.path) else trees.other_county
    told = replace(message(trees, [row(number, place)], chunk=number, by=by), county_id=place.county_id)
    _deliver(on_rows.lambda_handler, told)
    made = EnrolledMember(member_id=_id_of(number), category="FULL")
    event = MembersEnrolled(branch_id=place.id, county_id=place.county_id, path=place.path, members=(made,))
    for consumer in (roll_keeper, board_keeper, tree_keeper):
        _deliver(consumer.lambda_handler, event)
    return made.member_id


def _deliver(handler: Callable[..., Any], body: Any) -> None:
    assert handler(batch(body), Context()) == {"batchItemFailures": []}


def _hold_activities(world: World) -> None:
    """One activity in each state that a route asks for; `planned` is on now, and has everything."""
    secretary = caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)
    planned = _plan(world, -HOUR / 4, HOUR, secretary)
    _record(world, planned, secretary)
    photo = {"contentType": "image/jpeg", "sizeBytes": 100, "sha256": "0" * 64}
    demand(activities.lambda_handler, "POST", f"/v1/activities/{planned}/photos", secretary, photo)
    over = _plan(world, -HOUR, HOUR / 2, secretary)
    _record(world, over, secretary)
    beside = {"entries": [{"memberId": _id_of(3), "state": "PRESENT"}]}
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
    world.name(**booths.hold(demand, secretary, assembly, [_id_of(number) for number in (2, 3, 4)]))
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


def _lead_and_place(world: World) -> None:
    """The branch has its roll and a secretary, the township a service centre."""
    trees, admin = world.trees, caller(Role.COUNTY_ADMIN, Relation.ABOVE, Level.BRANCH)
    signed = {"approvedBy": trees.township.id, "memberId": world.names["member_id"], "post": "SECRETARY"}
    body = {"appointedOn": f"{business_day(now())}", "reason": "工作需要", "holders": [signed]}
    demand(
        organisations.lambda_handler,
        "POST",
        f"/v1/organisations/{trees.branch.id}/leadership/appointments",
        admin,
        body,
    )
    spot = {"lat": 25.9, "lng": 112.2, "verifiedOn": f"{business_day(now())}"}
    centre = spot | {"name": "某镇党群服务中心", "address": "某镇政府院内"}
    place = f"/v1/organisations/{trees.township.id}/centres"
    made = demand(organisations.lambda_handler, "POST", place, admin, centre)
    world.name(centre=str(made["id"]), other_township=trees.other_township.id, sister=trees.sister.id)
    world.name(far_branch=trees.far_branch.id, group=trees.group.id)


def _upload_roster(world: World) -> None:
    """Rosters of the county, as `rosters` stores them: previewed, and one in each state that a person can end."""
    layout = {"sheet": 1, "row": 1, "columns": [{"letter": "A", "heading": "甲", "field": None}]}
    previewed = _roster(world, "PREVIEWED")
    Listed(Listed.partition(world.trees.county.id), Roster.partition(previewed)).save()
    world.name(
        roster_id=previewed,
        roster_asking=_roster(world, "NEEDS_MAPPING", layout=json.dumps(layout)),
        roster_running=_roster(world, "APPLYING", sent=1),
        roster_paused=_roster(world, "PAUSED", sent=1, paused_from="APPLYING"),
        roster_applied=_roster(world, "APPLIED", sent=1, applied_at=stamp(now())),
    )


def _roster(world: World, state: str, **known: Any) -> str:
    county, roster_id = world.trees.county, new_id()
    facts: dict[str, Any] = {
        "size_bytes": 100,
        "sha256": "0" * 64,
        "actor": "someone",
        "kind": "members",
        "rows": 1,
        "parts": 0,
    }
    roster = Roster(
        Roster.partition(roster_id),
        organisation_id=county.id,
        county_id=county.id,
        state=state,
        created_at=stamp(now()),
        previewed_at=stamp(now()),
        chunks=1,
        version=1,
        **facts,
        **known,
    )
    roster.preview.chunks = roster.preview.create = 1
    roster.save()
    return roster_id


def _rank(world: World) -> None:
    """The tree as `ranking` hears of it, a published run, one started by hand, and a closed season."""
    trees = world.trees
    for founded in _in_tens(o for o in trees.all() if o.path.startswith(trees.county.path)):
        _deliver(
            on_organisations.lambda_handler, OrganisationsFounded(county_id=trees.county.id, organisations=founded)
        )
    job = running.Job.of(trees.county.id, running.season_at(now()), now() - timedelta(minutes=1))
    running.run(Act("system:test", cause=job.run_id), job)
    appeal = {"organisationId": trees.township.id, "words": "积分未计。"}
    made = demand(rankings, "POST", "/v1/rankings/appeals", member(Home.SELF), appeal)
    world.name(run_id=job.run_id, closed_season="2026-10", appeal=made["id"])
    for county_id in {organisation.county_id for organisation in trees.all()}:
        closing.close(county_id, Period("2026-10", running.season_at(now()), date(2026, 11, 1), None), now())


def _in_tens(organisations: Iterator[Organisation]) -> Iterator[tuple[FoundedOrganisation, ...]]:
    found = sorted(organisations, key=lambda o: o.path)
    for at in range(0, len(found), 10):
        yield tuple(
            FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level)
            for o in found[at : at + 10]
        )


def _notify(world: World) -> None:
    """A notice in the member's own box, another in that of the branch's secretary."""
    branch, today = world.trees.branch.id, business_day(now())
    own, office = Notice.member_box(world.names["member_id"]), Notice.office_box(branch, Role.SECRETARY)
    told = {
        "own_notice": (own, {"months": 3, "since": f"{today}"}),
        "office_notice": (office, {"months": 3, "count": 1, "members": []}),
    }
    reach(world.names["member_id"], member(Home.SELF), world.trees.county.id)
    for name, (box, facts) in told.items():
        notice = Notice(
            box,
            Notice.id_of(box, name, today),
            code="ABSENT_3M",
            organisation_id=branch,
            county_id=world.trees.county.id,
            facts=facts,
            due_on=today.isoformat(),
            sent_at=stamp(now()),
            asks=True,
            version=1,
        )
        notice.place()
        notice.save()
        world.name(**{name: notice.sk})


def _dispatch(world: World) -> None:
    """The township sent something to itself and all below it."""
    township = world.trees.township.id
    body = {"organisationId": township, "audience": {"organisationId": township}, "title": "通知", "body": "请知悉。"}
    admin = caller(Role.COUNTY_ADMIN, Relation.OWN, Level.TOWNSHIP)
    world.name(dispatch=demand(office.lambda_handler, "POST", "/v1/dispatches", admin, body)["id"])
    plan = {"organisationId": township, "audience": {"segmentId": new_id()}}
    world.name(preview=demand(office.lambda_handler, "POST", "/v1/dispatches/preview", admin, plan)["id"])


def _suspect(world: World) -> None:
    """Two pairs of one name each in the branch, of which one was merged; and a verifier of identities."""
    branch, admin = world.trees.branch, caller(Role.COUNTY_ADMIN, Relation.OWN, Level.BRANCH)
    _connect_verifier()
    pairs = []
    for numbers, name in (((20, 21), "周一山"), ((22, 23), "周一水")):
        rows = [row(number, branch, name=name) for number in numbers]
        _deliver(on_rows.lambda_handler, message(world.trees, rows, chunk=min(numbers)))
        pairs.append(tuple(_id_of(number) for number in numbers))
        people = tuple(EnrolledMember(member_id=member_id, category="FULL") for member_id in pairs[-1])
        event = MembersEnrolled(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=people)
        _deliver(on_enrolled.lambda_handler, event)
    case, merged = (Case.id_of(*pair) for pair in pairs)
    path, body = f"/v1/duplicates/{merged}/merger", {"keep": pairs[1][0]}
    world.name(case=case, alike=pairs[0][0])
    segment = {"organisationId": world.trees.township.id, "name": "流动党员", "criteria": {"floating": True}}
    admin_above = caller(Role.COUNTY_ADMIN, Relation.PARENT, Level.BRANCH)
    world.name(segment=demand(app_finding.lambda_handler, "POST", "/v1/segments", admin_above, segment)["id"])
    world.name(merger=demand(app_finding.lambda_handler, "POST", path, admin, body)["id"])


def _connect_verifier() -> None:
    """One that knows nobody, for as long as the process."""
    os.environ |= {"VERIFIER_URL": f"{started(Verifier())}/checks", "VERIFIER_SECRET": ""}
    verifier.VerifierSettings.load.cache_clear()
    verifier.connected.cache_clear()
