"""Runs as they are started, and what they published."""

from datetime import datetime
from typing import Any

from functions.ranking import app, on_organisations, running
from functions.ranking.running import Job
from functions.ranking.tables import Current, Dirty, RankRow
from kernel.clock import instant, stamp
from kernel.events import FoundedOrganisation, OrganisationsFounded, RankingStarted
from kernel.journal import Act
from tests.builders import Tree, answer, envelope, request
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, County
from tests.trust.delivery import until_done


def found(tree: Tree) -> None:
    organisations = (tree.county, tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch)
    founded = [
        FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level) for o in organisations
    ]
    for part in (founded[:2], founded[2:]):
        event = OrganisationsFounded(county_id=tree.county.id, organisations=tuple(part))
        until_done(on_organisations.lambda_handler, envelope(event))


def call(method: str, path: str, **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, **rest), Context()))


def current(county: County) -> Current | None:
    return Current.find(*Current.key_of(SEASON, county.tree.county.id))


def ranked(county: County, organisation_id: str) -> RankRow:
    found_ = current(county)
    assert found_
    return RankRow.demand(*RankRow.key_of(SEASON, organisation_id, found_.as_of))


def start(county: County, as_of: Any = None, subject: str = "admin", **headers: str) -> tuple[int, Any]:
    body = {"organisationId": county.tree.township.id} | ({"asOf": as_of.isoformat()} if as_of else {})
    return call("POST", "/v1/rankings/runs", subject=subject, body=body, headers=headers)


def started(county: County, told: Any) -> RankingStarted:
    return RankingStarted(run_id=told["runId"], county_id=county.tree.county.id, as_of=instant(told["asOf"]))


def mark(county: County, at: Any, season: str = SEASON) -> None:
    county_id = county.tree.county.id
    Dirty(sk=Dirty.place(county_id, season, at), at=stamp(at)).save()


def rank(tree: Tree, at: datetime) -> None:
    """A run as of an instant, by nobody's order."""
    job = Job.of(tree.county.id, SEASON, at)
    running.run(Act("system:test", cause=job.run_id), job)
