"""Boards of task completion, a branch's lines and rulings, of a county of three branches."""

import random
from functools import reduce
from typing import Any

from functions.ranking import app, on_organisations
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import Envelope
from scripts.bench.acts import Arrange, Doing, asking, telling
from tests.builders import Tree, account
from tests.integration.ranking.checklists import done, tell
from tests.integration.ranking.county import member, minutes
from tests.integration.ranking.province import Province, parts
from tests.integration.ranking.runs import found

EXCUSE = {"decision": "EXCUSED", "reason": "全员抗洪。"}


def founded() -> Tree:
    tree = Tree()
    account("member", member_id=member(tree.branch, 1), branch=tree.branch)
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    found(tree)
    return tree


def recorded(tree: Tree) -> list[Envelope]:
    """A theme day of this month that was handed in and passed its final review."""
    return done(tree.branch, held_on=business_day(now())).facts()


def tasks(method: str, path: str, by: str, body: Any = None, **query: str) -> Arrange:
    """A branch has a record; the path may name the county, the branch and a line of this month that is not done."""

    def arrange() -> Doing:
        tree = founded()
        tell(*recorded(tree))
        line = f"GROUP_MEETING.{business_day(now()):%Y-%m}"
        named = {"{county}": tree.county.id, "{branch}": tree.branch.id, "{line}": line}
        place = reduce(lambda text, name: text.replace(name, named[name]), named, path)
        return asking(app.lambda_handler, method, place, by, body, query=query)

    return arrange


def above() -> Doing:
    """A province of which a night has summed up four counties."""
    province = Province(random.Random(1))  # noqa: S311 - the same points every time
    account("top", (Role.AUDITOR, Organisation.demand(Organisation.partition(province.id("P")), "NOW")))
    parts(minutes(10))
    path = f"/v1/rankings/{province.id('P')}/tasks"
    return asking(app.lambda_handler, "GET", path, "top", query={"of": "committees"})


def record_passes() -> Doing:
    """The final review of a record that was handed in."""
    *before, last = recorded(founded())
    tell(*before)
    return telling(on_organisations.lambda_handler, last)


REQUESTS: dict[str, Arrange] = {
    "task board of branches": tasks("GET", "/v1/rankings/{county}/tasks", "member"),
    "task board of committees": tasks("GET", "/v1/rankings/{county}/tasks", "admin", of="committees"),
    "task board of a province": above,
    "lines of a branch's tasks": tasks("GET", "/v1/rankings/{branch}/tasks/lines", "member"),
    "rule on a line": tasks("POST", "/v1/rankings/{branch}/tasks/lines/{line}/ruling", "admin", EXCUSE),
}
EVENTS: dict[str, Arrange] = {"on_organisations (a record passes)": record_passes}
