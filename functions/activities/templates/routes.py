"""The routes of activities' templates."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path, Query

from functions.activities.activity_types import TypeCode
from functions.activities.tagged import tagged
from functions.activities.templates import extending as templates
from functions.activities.templates.models import ActivityTemplateOut, ExtendTemplate
from kernel.http import Caller
from kernel.ids import Id
from kernel.model import Page

At = Annotated[Id, Query(alias="organisationId", description="Where the templates count")]
OfType = Annotated[TypeCode, Path(description="A type of activity")]


def list_templates(caller: Caller, organisation_id: At) -> Page[ActivityTemplateOut]:
    """The templates of all types, as they count at an organisation."""
    return templates.in_force(caller, organisation_id)


def show_template(caller: Caller, type: OfType, organisation_id: At) -> Response[ActivityTemplateOut]:
    """The template of a type, as it counts at an organisation."""
    return tagged(templates.show(caller, organisation_id, type))


def extend_template(
    caller: Caller, type: OfType, organisation_id: At, body: Annotated[ExtendTemplate, Body()]
) -> Response[ActivityTemplateOut]:
    """Say what an organisation adds to a type's template, for itself and all below it."""
    return tagged(templates.extend(caller, organisation_id, type, body))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/templates")(list_templates)
    app.get("/v1/activities/templates/<type>")(show_template)
    app.put("/v1/activities/templates/<type>")(extend_template)
