"""The routes of `identity`: health, the caller's account, grants, and the switches of the committees."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.identity import granting, own_account, switching
from functions.identity.models import (
    AccountOut,
    GrantOut,
    GrantRole,
    Health,
    PoliciesOut,
    PolicyOut,
    SetPolicy,
    SubjectInPath,
)
from functions.identity.rules import Policy
from kernel.asking import etag
from kernel.authority import Role
from kernel.http import Caller, Cursor, Limit, create_app, serve
from kernel.ids import Id
from kernel.model import Page

app = create_app()


@app.get("/v1/health")
def health() -> Health:
    """Whether requests are answered; asks nobody, and needs no token."""
    return Health()


@app.get("/v1/me")
def me(caller: Caller) -> AccountOut:
    """The caller's account: member, branch and roles."""
    return own_account.mine(caller)


@app.post("/v1/grants", status_code=201)
def grant(caller: Caller, body: Annotated[GrantRole, Body()]) -> GrantOut:
    """Give somebody else a role on an organisation."""
    return granting.grant(caller, body)


@app.get("/v1/grants")
def holders(
    caller: Caller,
    organisation_id: Annotated[Id, Query(alias="organisationId")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[GrantOut]:
    """Who holds roles on an organisation."""
    return granting.holders(caller, organisation_id, cursor, limit)


@app.delete("/v1/grants/<subject>/<role>/<organisation_id>")
def revoke(caller: Caller, subject: SubjectInPath, role: Role, organisation_id: Id) -> GrantOut:
    """Take a role from somebody else."""
    return granting.revoke(caller, subject, role, organisation_id)


@app.get("/v1/organisations/<organisation_id>/policies")
def switches(caller: Caller, organisation_id: Id) -> PoliciesOut:
    """The switches in force at an organisation."""
    return switching.switches(caller, organisation_id)


@app.put("/v1/organisations/<organisation_id>/policies/<policy>")
def switch(
    caller: Caller, organisation_id: Id, policy: Policy, body: Annotated[SetPolicy, Body()]
) -> Response[PolicyOut]:
    """Set a switch for an organisation and all below it."""
    told = switching.switch(caller, organisation_id, policy, body.value)
    return Response(200, "application/json", told, headers={"ETag": etag(told.version)})


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return serve(app, event, context)
