"""The routes of preferences."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.notices import preferences
from functions.notices.preference_models import PreferencesOut, SetPreferences
from kernel.asking import etag
from kernel.http import JSON, Caller


def show(caller: Caller) -> Response[PreferencesOut]:
    """How the caller wants to be told."""
    return _tagged(preferences.show(caller))


def choose(caller: Caller, body: Annotated[SetPreferences, Body()]) -> Response[PreferencesOut]:
    """Say in which language, when and by which channels."""
    return _tagged(preferences.choose(caller, body))


def _tagged(told: PreferencesOut) -> Response[PreferencesOut]:
    return Response(200, JSON, told, headers={"ETag": etag(told.version)})


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/me/notices/preferences")(show)
    app.put("/v1/me/notices/preferences")(choose)
