"""The routes of committees' own words for notices."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.notices import template_reading, templates
from functions.notices.template_models import Channel, TemplateOut, TemplateVersionOut, WordNotices
from functions.notices.template_tables import Which
from functions.notices.words_shape import Language, Reader
from kernel.asking import etag
from kernel.http import JSON, Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

InLanguage = Annotated[Language, Query(description="The language of the words")]
ByChannel = Annotated[Channel, Query(description="The channel that they go by")]
ToReader = Annotated[Reader, Query(description="Who reads them")]


def list_templates(
    caller: Caller, organisation_id: Id, language: InLanguage = "zh", channel: ByChannel = "inbox"
) -> Page[TemplateOut]:
    """What notices say to those at an organisation, and what a wording may name."""
    return template_reading.in_force(caller, organisation_id, language, channel)


def list_versions(
    caller: Caller,
    organisation_id: Id,
    code: str,
    reader: ToReader,
    language: InLanguage = "zh",
    channel: ByChannel = "inbox",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TemplateVersionOut]:
    """The versions of an organisation's own wording, newest first."""
    which = Which(code, reader, language, channel)
    return template_reading.versions(caller, organisation_id, which, cursor, limit)


def word(
    caller: Caller, organisation_id: Id, code: str, body: Annotated[WordNotices, Body()]
) -> Response[TemplateVersionOut]:
    """Give a code's notices words of one's own, or take them back."""
    told = templates.save(caller, organisation_id, code, body)
    return Response(200, JSON, told, headers={"ETag": etag(told.version)})


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/organisations/<organisation_id>/notice-templates")(list_templates)
    app.get("/v1/organisations/<organisation_id>/notice-templates/<code>")(list_versions)
    app.put("/v1/organisations/<organisation_id>/notice-templates/<code>")(word)
