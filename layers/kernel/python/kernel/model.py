"""What crosses the wire: camelCase outside, snake_case inside, nothing unknown accepted."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from kernel.spelling import is_plain


def _line(text: str) -> str:
    if not is_plain(text):
        raise PydanticCustomError("control_character", "holds characters that cannot be seen")
    return text


def _text(text: str) -> str:
    _line("".join(text.replace("\r\n", "\n").split("\n")).replace("\t", ""))
    return text


Line = Annotated[str, AfterValidator(_line)]
"""Free text of one line: a title, a name, a reason. Constrain its length where it is used."""
Text = Annotated[str, AfterValidator(_text)]
"""Free text that may have several lines."""


class Model(BaseModel):
    """A response, or a part of one."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, defer_build=True)


class Command(BaseModel):
    """A request's body: an unknown property is refused, so that nobody sets what they were not asked for."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        str_strip_whitespace=True,
        defer_build=True,
    )


class Page[T](Model):
    """A part of a list, what it is as of, and the cursor of the next part (none at the end)."""

    items: list[T]
    as_of: datetime
    next: str | None = None
