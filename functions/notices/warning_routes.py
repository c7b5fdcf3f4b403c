"""The route of warnings."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.notices import warning_reading
from functions.notices.warning_models import State, WarningOut
from functions.notices.words_shape import Language
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

InState = Annotated[State, Query(description="The open ones, or with them what was withdrawn")]
InLanguage = Annotated[Language, Query(description="The language of the words")]


def warnings(
    caller: Caller,
    organisation_id: Id,
    state: InState = "open",
    language: InLanguage = "zh",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[WarningOut]:
    """Warnings to an organisation and to all below it, the riskiest first."""
    return warning_reading.warnings(caller, organisation_id, state, language, cursor, limit)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/organisations/<organisation_id>/warnings")(warnings)
