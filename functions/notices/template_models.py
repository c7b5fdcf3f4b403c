"""Requests and responses about the words of notices."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from functions.notices.words_shape import Form, Language, Reader
from kernel.ids import OrganisationId
from kernel.model import Command, Line, Model

Channel = Literal["inbox", "sms", "email", "wechat"]


class WordNotices(Command):
    """A committee's own words for a code's notices to one reader, below it; no `text`: those above count again.

    Placeholders are `{name}` or `{name:form}`, of the facts and forms that the list of templates states.
    """

    reader: Reader
    language: Language
    channel: Channel
    text: Annotated[Line, Field(min_length=1, max_length=300)] | None


class TemplateVersionOut(Model):
    """One version as it was saved; `version` counts them."""

    code: str
    reader: Reader
    language: Language
    channel: Channel
    text: str | None
    saved_at: datetime
    version: int


class TemplateOut(Model):
    """What a reader is told of a code: the facts that a wording may name, those it must, and the words in force.

    `subject` is the built-in sentence. `text` is that of the nearest committee, which is `setBy` (none: there is none);
    `version` is that of this place's own.
    """

    code: str
    reader: Reader
    facts: dict[str, Form]
    required: list[str]
    optional: bool
    subject: str
    text: str | None
    set_by: OrganisationId | None
    version: int
