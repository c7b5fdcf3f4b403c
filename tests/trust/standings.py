"""Somebody suspended, in a term and beside their home, and a change that waits: for the routes about them."""

from collections.abc import Callable
from typing import Any

from functions.members import app, app_sealing
from kernel.authority import Role
from kernel.clock import business_day, now
from tests.trust.trees import Level, Relation, Trees, caller


def put_on_hold(demand: Callable[..., Any], trees: Trees, on_hold: str, member_id: str) -> dict[str, str]:
    """The names of what was arranged, by the routes themselves."""
    admin = caller(Role.COUNTY_ADMIN, Relation.OWN, Level.BRANCH)
    project = trees.found(trees.township, "431128-101-900", "FUNCTIONAL_BRANCH", "BRANCH")
    today, path = f"{business_day(now())}", f"/v1/members/{on_hold}"
    abroad = {"reason": "SETTLED_ABROAD", "effectiveOn": today}
    demand(app.lambda_handler, "POST", f"{path}/suspension", admin, abroad)
    demand(app.lambda_handler, "PUT", f"{path}/term", admin, {"reason": "PASSIVE", "startsOn": today})
    demand(app.lambda_handler, "POST", f"{path}/attachments", admin, {"organisationId": project.id})
    change = {"facts": {"education": "31"}}
    proposed = demand(app_sealing.lambda_handler, "POST", f"/v1/members/{member_id}/proposals", "submitter", change)
    return {"on_hold": on_hold, "project": project.id, "sister": trees.sister.id, "proposal": proposed["id"]}
