"""Dossiers over time: their past, status, homes, parts beside the home, and changes that wait for a decision."""

from typing import Any

from functions.members import app, app_sealing, on_organisations_merged, on_policy_changed
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import OrganisationsMerged, PolicyChanged
from scripts.bench.acts import Arrange, Doing, Handler, asking, telling
from tests.builders import Tree, account, answer, batch, request
from tests.integration.members.people import enrolled

TODAY = f"{business_day(now())}"
NUMBERS = range(2, 22)
CHANGE = {"facts": {"education": "11"}, "sealed": {"mobile": "15411112222"}}


def _branch() -> tuple[Tree, str]:
    """A branch of twenty, whose committee wants nothing proposed, and the first of them, corrected three times."""
    tree = Tree()
    first = enrolled(tree, *NUMBERS)[0]
    account("secretary", (Role.SECRETARY, tree.branch))
    account("county", (Role.COUNTY_ADMIN, tree.county))
    policy = {"policy": "member_changes_by_proposal", "value": "off"}
    on_policy_changed.lambda_handler(
        batch(PolicyChanged(organisation_id=tree.county.id, county_id=tree.county.id, **policy)), None
    )
    for code in ("11", "14", "21"):
        _told(app.lambda_handler, "PATCH", f"/v1/members/{first}", "secretary", {"education": code})
    return tree, first


def _told(handler: Handler, method: str, path: str, by: str, body: Any) -> Any:
    return answer(handler(request(method, path, subject=by, body=body), None))[1]


def ask(handler: Handler, method: str, path: str, body: Any = None, by: str = "county", **query: str) -> Arrange:
    def arrange() -> Doing:
        _, first = _branch()
        return asking(handler, method, path.replace("{id}", first), by, body, query=query or None)

    return arrange


def move() -> Doing:
    tree, first = _branch()
    body = {"branchId": tree.sister.id, "effectiveOn": TODAY, "reason": "工作单位变动"}
    return asking(app.lambda_handler, "POST", f"/v1/members/{first}/moves", "county", body)


def beside(*, listed: bool = False) -> Arrange:
    def arrange() -> Doing:
        tree, first = _branch()
        project = tree.found(tree.township, "431128-101-900", "FUNCTIONAL_BRANCH", "BRANCH")
        path, body = f"/v1/members/{first}/attachments", {"organisationId": project.id}
        if not listed:
            return asking(app.lambda_handler, "POST", path, "secretary", body)
        _told(app.lambda_handler, "POST", path, "secretary", body)
        return asking(app.lambda_handler, "GET", "/v1/members", "county", query={"attachedTo": project.id})

    return arrange


def proposed(method: str, rest: str = "", body: Any = None) -> Arrange:
    def arrange() -> Doing:
        _, first = _branch()
        made = _told(app_sealing.lambda_handler, "POST", f"/v1/members/{first}/proposals", "secretary", CHANGE)
        handler = app_sealing.lambda_handler if rest == "/decision" else app.lambda_handler
        return asking(handler, method, f"/v1/proposals/{made['id']}{rest}", "county", body)

    return arrange


def merged() -> Doing:
    tree, _ = _branch()
    tree.branch.closed_on, tree.branch.closed_into = TODAY, tree.sister.id
    tree.branch.save()
    told = OrganisationsMerged(
        organisation_id=tree.branch.id,
        into_id=tree.sister.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        into_path=tree.sister.path,
        effective_on=business_day(now()),
    )
    return telling(on_organisations_merged.lambda_handler, told)


SEALED, DEAD = {"mobile": "15411112222"}, {"reason": "DECEASED", "effectiveOn": TODAY}
REQUESTS: dict[str, Arrange] = {
    "dossier of a past day": ask(app.lambda_handler, "GET", "/v1/members/{id}", asOf=TODAY),
    "history": ask(app.lambda_handler, "GET", "/v1/members/{id}/history"),
    "fields": ask(app.lambda_handler, "GET", "/v1/members/{id}/fields"),
    "verify": ask(app.lambda_handler, "POST", "/v1/members/{id}/verifications", {"fields": ["name"]}),
    "correct sealed": ask(app_sealing.lambda_handler, "PATCH", "/v1/members/{id}/sealed", SEALED, "secretary"),
    "departure": ask(app.lambda_handler, "POST", "/v1/members/{id}/departure", DEAD),
    "move": move,
    "attach": beside(),
    "list beside": beside(listed=True),
    "propose": ask(app_sealing.lambda_handler, "POST", "/v1/members/{id}/proposals", CHANGE, "secretary"),
    "proposal": proposed("GET"),
    "decide": proposed("POST", "/decision", {"outcome": "accepted"}),
}
EVENTS: dict[str, Arrange] = {"on_organisations_merged (20)": merged}
