"""A branch that records who is exempt, and what it asks for."""

from datetime import timedelta
from typing import Any

from functions.points import app
from functions.points.rules import Beneficiary, Rule, Standing
from kernel.authority import Role
from tests.builders import Tree, account, answer, request
from tests.conftest import Context
from tests.integration.points.accounts import HELD, MEMBER, OTHER, enrolled, tell
from tests.integration.points.rulings import in_force

DAY = Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "Theme day")
FIRST, TOMORROW = HELD - timedelta(days=3), HELD + timedelta(days=1)
PATH = "/v1/points/exemptions"


def people(tree: Tree) -> None:
    in_force(tree.county, DAY, excludes=(Standing.ILL,))
    account("secretary", (Role.SECRETARY, tree.branch), member_id=OTHER, branch=tree.branch)
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("neighbour", (Role.SECRETARY, tree.sister))
    account("member", member_id=MEMBER, branch=tree.branch)
    tell(enrolled(tree.branch, MEMBER, OTHER))


def call(method: str, path: str, subject: str | None = "secretary", **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=subject, **rest), Context()))


def asked(tree: Tree, ground: str = "ill", **other: Any) -> dict[str, Any]:
    body = {"branchId": tree.branch.id, "memberId": MEMBER, "ground": ground, "firstDay": FIRST.isoformat()}
    return body | {"reason": "长期住院治疗。"} | other


def record(tree: Tree, ground: str = "ill", **other: Any) -> Any:
    status, told = call("POST", PATH, body=asked(tree, ground, **other))
    assert status == 201, told
    return told


def end(tree: Tree, exemption_id: str, last_day: Any, subject: str = "secretary") -> tuple[int, Any]:
    body = {"branchId": tree.branch.id, "lastDay": str(last_day)}
    return call("POST", f"{PATH}/{exemption_id}/end", subject, body=body)
