"""Accounts, grants and switches."""

from functions.identity import app, on_account_bound, on_founding
from kernel.authority import Role
from kernel.events import AccountBound
from kernel.ids import new_id
from scripts.bench.acts import Arrange, Doing, asking, starting, telling
from tests.builders import Tree, account


def ask(method: str, path: str, body: object = None, *, by_branch: bool = False, held: bool = False) -> Arrange:
    """A request about grants by the security administrator, about switches by the county's."""
    by = "admin" if "/policies" in path else "guard"

    def arrange() -> Doing:
        tree = Tree()
        account("guard", (Role.SECURITY, tree.county))
        account("admin", (Role.COUNTY_ADMIN, tree.county))
        granted = {"subject": "newcomer", "role": "secretary", "organisationId": tree.branch.id}
        if held:
            asking(app.lambda_handler, "POST", "/v1/grants", "guard", granted)()
        sent = granted if body == "grant" else body
        query = {"organisationId": tree.branch.id} if by_branch else None
        return asking(app.lambda_handler, method, path.replace("{id}", tree.branch.id), by, sent, query=query)

    return arrange


def account_bound() -> Doing:
    tree = Tree()
    account("someone")
    event = AccountBound(
        subject="someone", member_id=new_id(), branch_id=tree.branch.id, county_id=tree.county.county_id
    )
    return telling(on_account_bound.lambda_handler, event)


def founding() -> Doing:
    order = {"rootOrganisationCode": "431128-000", "system": "first", "security": "second"}
    return starting(on_founding.lambda_handler, order)


REQUESTS: dict[str, Arrange] = {
    "me": ask("GET", "/v1/me"),
    "grant": ask("POST", "/v1/grants", "grant"),
    "list grants": ask("GET", "/v1/grants", by_branch=True, held=True),
    "revoke": ask("DELETE", "/v1/grants/newcomer/secretary/{id}", held=True),
    "switches": ask("GET", "/v1/organisations/{id}/policies"),
    "set a switch": ask("PUT", "/v1/organisations/{id}/policies/lists", {"value": "on"}),
}
EVENTS: dict[str, Arrange] = {"on_account_bound": account_bound, "on_founding": founding}
