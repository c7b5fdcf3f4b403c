"""Standings, boards, lists and closed seasons after a run, and the run itself, of a county of three branches."""

import random
from array import array
from dataclasses import replace
from datetime import timedelta
from typing import Any

from functions.ranking import (
    app,
    closing,
    on_nightly_above,
    on_nightly_part,
    on_nightly_planned,
    on_organisations,
    on_points_posted,
    on_policy_changed,
    on_ranking_started,
    on_schedule,
    running,
)
from functions.ranking.periods import Period
from functions.ranking.running import Job
from kernel import scoreboard
from kernel.authority import Role
from kernel.clock import business_day, now, stamp, start_of
from kernel.directory import Organisation
from kernel.events import FoundedOrganisation, OrganisationsFounded, PointsPosted, PolicyChanged, RankingStarted
from kernel.journal import Act
from kernel.scoreboard import Scoreboard
from scripts.bench.acts import (
    ATTENDING,
    CONTEXT,
    MEMBERS,
    Arrange,
    Doing,
    asking,
    checklists,
    starting,
    telling,
    weekly,
)
from tests.builders import Tree, account, answer, request
from tests.integration.ranking.county import SEASON, member, minutes
from tests.integration.ranking.province import Province, night, parts, place_of

LARGEST = 500
Body = dict[str, Any]
APPEAL: Body = {"organisationId": "{county}", "words": "积分未计。"}
RULING: Body = {"band": "gold", "reason": "情况属实。"}
BANDS: Body = {"effectiveOn": f"{business_day(now())}", "gold": 90, "silver": 75, "yellow": 60, "warning": 5}


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


def standing_in_a_province() -> Doing:
    """Of a branch as large as they come, below a city and a province that a night has ranked."""
    province = Province(random.Random(1))  # noqa: S311 - the same points every time
    branch = place_of(province, "A1-1")
    board(branch, LARGEST, random.Random(1)).save()  # noqa: S311 - the same points every time
    account("member", member_id=member(branch, 1), branch=branch)
    night(minutes(10))
    return asking(app.lambda_handler, "GET", "/v1/me/standing", "member")


def above() -> Doing:
    Province(random.Random(1))  # noqa: S311 - the same points every time
    return starting(on_nightly_above.lambda_handler, {"asOf": parts(minutes(10))})


def ask(method: str, path: str, by: str, *, body: Body | None = None, **query: str) -> Arrange:
    """`body`: its values may name the county as the path does."""

    def arrange() -> Doing:
        tree = ranked()
        job = Job.of(tree.county.id, SEASON, minutes(10))
        sent = (
            {name: tree.county.id if value == "{county}" else value for name, value in body.items()} if body else None
        )
        place = path.replace("{county}", tree.county.id).replace("{run}", job.run_id)
        return asking(app.lambda_handler, method, place, by, sent, query=query)

    return arrange


def appealing(method: str, path: str, by: str, body: Body | None = None) -> Arrange:
    """A member has appealed against the county's list; the path may name the appeal."""

    def arrange() -> Doing:
        tree = ranked()
        words = {"organisationId": tree.county.id, "words": "积分未计。"}
        asked = request("POST", "/v1/rankings/appeals", subject="member", body=words)
        _, made = answer(app.lambda_handler(asked, CONTEXT))
        place = path.replace("{county}", tree.county.id).replace("{appeal}", made["id"])
        return asking(app.lambda_handler, method, place, by, body)

    return arrange


def tell(handler: Any, event: Any) -> Arrange:
    return lambda: telling(handler, event(ranked(run=False)))


def schedule() -> Doing:
    ranked(run=False)
    return starting(on_schedule.lambda_handler, {})


def closed(path: str, by: str) -> Arrange:
    """A month of the county is closed; somebody asks for it."""

    def arrange() -> Doing:
        tree = ranked()
        period = Period(f"{SEASON}-01", SEASON, business_day(minutes(10)), None)
        closing.close(tree.county.id, period, minutes(10))
        place = path.replace("{county}", tree.county.id).replace("{season}", period.name)
        return asking(app.lambda_handler, "GET", place, by)

    return arrange


def month_ends() -> Doing:
    """The night after a month: three boards of the year are ranked, and the month is closed."""
    tree = ranked(run=False)
    night_of = start_of(business_day(minutes(0)).replace(day=1)) + timedelta(hours=3)
    return starting(on_nightly_part.lambda_handler, {"asOf": stamp(night_of), "counties": [tree.county.id]})


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


def week_ends() -> Doing:
    return telling(on_ranking_started.lambda_handler, weekly.ended(ranked(), MEMBERS))


REQUESTS: dict[str, Arrange] = {
    "standing (branch of 24)": standing(MEMBERS),
    "standing (branch of 500)": standing(LARGEST),
    "standing (branch of 500, below a city and a province)": standing_in_a_province,
    "board of members": ask("GET", "/v1/rankings/{county}", "member"),
    "board of organisations": ask("GET", "/v1/rankings/{county}", "admin", of="organisations"),
    "appeal against a list": ask("POST", "/v1/rankings/appeals", "member", body=APPEAL),
    "appeals": appealing("GET", "/v1/rankings/{county}/appeals", "admin"),
    "show an appeal": appealing("GET", "/v1/rankings/{county}/appeals/{appeal}", "member"),
    "rule on an appeal": appealing("POST", "/v1/rankings/{county}/appeals/{appeal}/ruling", "admin", RULING),
    "closed seasons": closed("/v1/rankings/{county}/seasons", "member"),
    "chart of an organisation": closed("/v1/rankings/{county}/history", "admin"),
    "own chart": closed("/v1/rankings/history/own", "member"),
    "own closed season": closed("/v1/rankings/seasons/{season}", "member"),
    **checklists.REQUESTS,
    "ask to be told each week": ask("PUT", "/v1/rankings/weekly/own", "member", body={"wanted": True}),
    "whether told each week": ask("GET", "/v1/rankings/weekly/own", "member"),
    "start a run": ask("POST", "/v1/rankings/runs", "admin", body={"organisationId": "{county}"}),
    "set the thresholds of the lists": ask("PUT", "/v1/rankings/{county}/bands", "admin", body=BANDS),
    "thresholds of the lists": ask("GET", "/v1/rankings/{county}/bands", "admin"),
    "show a run": ask("GET", "/v1/rankings/runs/{run}", "admin"),
}
EVENTS: dict[str, Arrange] = {
    "on_points_posted": tell(on_points_posted.lambda_handler, posted),
    "on_organisations (6)": tree_grows,
    **checklists.EVENTS,
    "on_policy_changed": tell(on_policy_changed.lambda_handler, policy),
    "on_ranking_started (3 branches)": tell(on_ranking_started.lambda_handler, by_hand),
    "on_ranking_started (a week ends for 24 members)": week_ends,
    "on_schedule (1 county of 3 branches)": schedule,
    "on_nightly_planned (1 county)": planned,
    "on_nightly_part (1 county of 3 branches)": part,
    "on_nightly_part (the same, a month ends)": month_ends,
    "on_nightly_above (4 counties, 2 cities, 1 province)": above,
}
