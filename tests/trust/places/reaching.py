"""Rankings, notices and dispatches."""

from collections.abc import Iterator
from datetime import date, timedelta

from functions.notices import app_office as office
from functions.notices.inbox_tables import Notice
from functions.ranking import closing, on_organisations, periods, running
from functions.ranking.app import lambda_handler as rankings
from functions.ranking.periods import Period
from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.events import FoundedOrganisation, OrganisationsFounded
from kernel.ids import new_id
from kernel.journal import Act
from tests.trust.places.world import World, deliver, demand
from tests.trust.reached import reach
from tests.trust.trees import Home, Level, Relation, caller, member


def rank(world: World) -> None:
    """The tree as `ranking` hears of it, a published run, one started by hand, and a closed season."""
    trees = world.trees
    for founded in _in_tens(o for o in trees.all() if o.path.startswith(trees.county.path)):
        deliver(on_organisations.lambda_handler, OrganisationsFounded(county_id=trees.county.id, organisations=founded))
    job = running.Job.of(trees.county.id, periods.season_at(now()), now() - timedelta(minutes=1))
    running.run(Act("system:test", cause=job.run_id), job)
    appeal = {"organisationId": trees.township.id, "words": "积分未计。"}
    made = demand(rankings, "POST", "/v1/rankings/appeals", member(Home.SELF), appeal)
    world.name(run_id=job.run_id, closed_season="2026-10", appeal=made["id"])
    for county_id in {organisation.county_id for organisation in trees.all()}:
        closing.close(county_id, Period("2026-10", periods.season_at(now()), date(2026, 11, 1), None), now())


def _in_tens(organisations: Iterator[Organisation]) -> Iterator[tuple[FoundedOrganisation, ...]]:
    found = sorted(organisations, key=lambda o: o.path)
    for at in range(0, len(found), 10):
        yield tuple(
            FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level)
            for o in found[at : at + 10]
        )


def notify(world: World) -> None:
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


def dispatch(world: World) -> None:
    """The township sent something to itself and all below it."""
    township = world.trees.township.id
    body = {"organisationId": township, "audience": {"organisationId": township}, "title": "通知", "body": "请知悉。"}
    admin = caller(Role.COUNTY_ADMIN, Relation.OWN, Level.TOWNSHIP)
    world.name(dispatch=demand(office.lambda_handler, "POST", "/v1/dispatches", admin, body)["id"])
    plan = {"organisationId": township, "audience": {"segmentId": new_id()}}
    world.name(preview=demand(office.lambda_handler, "POST", "/v1/dispatches/preview", admin, plan)["id"])
