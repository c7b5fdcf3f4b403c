"""The routes of inspection bundles."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.bundles import bundling
from functions.activities.bundles.models import AskBundle, BundleOut
from kernel.http import Caller
from kernel.ids import Id


def ask_bundle(caller: Caller, body: Annotated[AskBundle, Body()]) -> BundleOut:
    """Have a year of a branch put together for an inspection."""
    return bundling.ask(caller, body)


def bundle(caller: Caller, bundle_id: Id) -> BundleOut:
    """How far a bundle is; to who asked for it, a link once it is made."""
    return bundling.show(caller, bundle_id)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/activities/bundles", status_code=201)(ask_bundle)
    app.get("/v1/activities/bundles/<bundle_id>")(bundle)
