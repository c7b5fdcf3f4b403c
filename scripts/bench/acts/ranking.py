"""Standings and boards after a run, and the run itself, of a county of three branches."""

import random
from array import array
from dataclasses import replace
from typing import Any

from functions.ranking import (
    app,
    on_nightly_part,
    on_nightly_planned,
    on_organisations,
    on_points_posted,
    on_policy_changed,
    on_ranking_started,
    on_schedule,
    running,
)
from functions.ranking.running import Job
from kernel import scoreboard
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import FoundedOrganisation, OrganisationsFounded, PointsPosted, PolicyChanged, RankingStarted
from kernel.journal import Act
from kernel.scoreboard import Scoreboard
from scripts.bench.acts import ATTENDING, CONTEXT, MEMBERS, Arrange, Doing, asking, starting, telling
from tests.builders import Tree, account, answer, request
from tests.integration.ranking.county import SEASON, member, minutes

LARGEST = 500


def founded(tree: Tree) -> OrganisationsFounded:
    made = (tree.county, tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch)
    organisations = tuple(
        FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level) for o in made
    )
    return OrganisationsFounded(county_id=tree.county.id, organisations=organisations)


def posted(tree: Tree) -> PointsPosted:
    return PointsPosted(branch_id=tree.branch.id, county_id=tree.county.id, season=SEASON, rows=20, total=100)


def board(branch: Organisation, size: int, chance: random.Random) -> Scoreboard:
    """A board with points of the season, and three activities of the last two hours that most attended."""
    members = [member(branch, number) for number in range(1, 1 + size)]
    earlier = array("i", [5 * chance.randint(0, 40) for _ in range(1 + size)]).tobytes()
    held = replace(scoreboard.enrol(scoreboard.Board(), members), points=earlier)
    for number in range(3):
        came = [slot for slot in range(1, 1 + size) if chance.random() < ATTENDING / MEMBERS]
        held = scoreboard.add(held, dict.fromkeys(came, 5), minutes(number))
    key = Scoreboard.partition(SEASON, branch.county_id), Scoreboard.place(branch.id)
    item = Scoreboard(*key, path=branch.path, version=1)
    item.hold(held)
    return item


def ranked(size: int = MEMBERS, *, run: bool = True) -> Tree:
    """Boards with points on them and, unless told otherwise, a run behind them."""
    tree, chance = Tree(), random.Random(1)  # noqa: S311 - the same points every time
    for branch in (tree.branch, tree.sister, tree.far_branch):
        board(branch, size, chance).save()
    account("member", member_id=member(tree.branch, 1), branch=tree.branch)
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    telling(on_organisations.lambda_handler, founded(tree))()
    telling(on_points_posted.lambda_handler, posted(tree))()
    if run:
        job = Job.of(tree.county.id, SEASON, minutes(10))
        running.run(Act("system:bench", cause=job.run_id), job)
    return tree


def standing(size: int) -> Arrange:
    def arrange() -> Doing:
        ranked(size)
        return asking(app.lambda_handler, "GET", "/v1/me/standing", "member")

    return arrange


def ask(method: str, path: str, by: str, *, starts: bool = False, **query: str) -> Arrange:
    def arrange() -> Doing:
        tree = ranked()
        job = Job.of(tree.county.id, SEASON, minutes(10))
        body = {"organisationId": tree.county.id} if starts else None
        place = path.replace("{county}", tree.county.id).replace("{run}", job.run_id)
        return asking(app.lambda_handler, method, place, by, body, query=query)

    return arrange


def tell(handler: Any, event: Any) -> Arrange:
    return lambda: telling(handler, event(ranked(run=False)))


def schedule() -> Doing:
    ranked(run=False)
    return starting(on_schedule.lambda_handler, {})


def part() -> Doing:
    return starting(on_nightly_part.lambda_handler, {"counties": [ranked(run=False).county.id]})


def planned() -> Doing:
    ranked(run=False)
    return starting(on_nightly_planned.lambda_handler, {})


def tree_grows() -> Doing:
    tree = Tree()
    return telling(on_organisations.lambda_handler, founded(tree))


def policy(tree: Tree) -> PolicyChanged:
    return PolicyChanged(
        organisation_id=tree.township.id, county_id=tree.county.id, policy="public_ranking", value="on"
    )


def by_hand(tree: Tree) -> RankingStarted:
    """A run that the county's administrator has asked for."""
    asked = {"organisationId": tree.county.id}
    _, told = answer(app.lambda_handler(request("POST", "/v1/rankings/runs", subject="admin", body=asked), CONTEXT))
    return RankingStarted(run_id=told["runId"], county_id=tree.county.id, as_of=told["asOf"])


REQUESTS: dict[str, Arrange] = {
    "standing (branch of 24)": standing(MEMBERS),
    "standing (branch of 500)": standing(LARGEST),
    "board of members": ask("GET", "/v1/rankings/{county}", "member"),
    "board of organisations": ask("GET", "/v1/rankings/{county}", "admin", of="organisations"),
    "start a run": ask("POST", "/v1/rankings/runs", "admin", starts=True),
    "show a run": ask("GET", "/v1/rankings/runs/{run}", "admin"),
}
EVENTS: dict[str, Arrange] = {
    "on_points_posted": tell(on_points_posted.lambda_handler, posted),
    "on_organisations (6)": tree_grows,
    "on_policy_changed": tell(on_policy_changed.lambda_handler, policy),
    "on_ranking_started (3 branches)": tell(on_ranking_started.lambda_handler, by_hand),
    "on_schedule (1 county of 3 branches)": schedule,
    "on_nightly_planned (1 county)": planned,
    "on_nightly_part (1 county of 3 branches)": part,
}
