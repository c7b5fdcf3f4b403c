"""What crosses the wire: camelCase outside, snake_case inside, nothing unknown accepted."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError
from pydantic_core.core_schema import no_info_before_validator_function

from kernel.spelling import is_plain


def _line(text: str) -> str:
    if not is_plain(text):
        raise PydanticCustomError("control_character", "holds characters that cannot be seen")
    return text


def _text(text: str) -> str:
    _line("".join(text.replace("\r\n", "\n").split("\n")).replace("\t", ""))
    return text


def _day(value: Any) -> Any:
    if isinstance(value, int | float) or (isinstance(value, str) and not ISO_DAY.fullmatch(value)):
        raise PydanticKnownError("date_type")
    return value


def _instant(value: Any) -> Any:
    if isinstance(value, int | float) or (isinstance(value, str) and not ISO_INSTANT.fullmatch(value)):
        raise PydanticKnownError("datetime_type")
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise PydanticKnownError("int_type")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise PydanticKnownError("float_type")
    return value


def _truth(value: Any) -> Any:
    if not isinstance(value, bool):
        raise PydanticKnownError("bool_type")
    return value


ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_INSTANT = re.compile(rf"{ISO_DAY.pattern}[Tt ][0-9:.,]+([Zz]|[+-][0-9:]+)?")
WRITTEN: dict[str, Callable[[Any], Any]] = {
    "date": _day,
    "datetime": _instant,
    "int": _whole,
    "float": _number,
    "bool": _truth,
}
"""What a property of these types may be in JSON. Pydantic would take a number for seconds since 1970, text for a
number, and "yes" for true."""
NO_SCHEMA = {"metadata", "serialization", "default", "function"}


def as_written(schema: Any) -> Any:
    """The schema, in which nothing is taken for what it is not written as."""
    if isinstance(schema, list | tuple):
        return type(schema)(as_written(part) for part in schema)
    if not isinstance(schema, dict) or (schema.get("type") == "function-before" and _ours(schema)):
        return schema
    inner = {name: part if name in NO_SCHEMA else as_written(part) for name, part in schema.items()}
    check = WRITTEN.get(str(schema.get("type")))
    return no_info_before_validator_function(check, inner) if check else inner


def _ours(schema: dict[str, Any]) -> bool:
    return schema["function"]["function"] in WRITTEN.values()


Day = Annotated[date, BeforeValidator(_day)]
"""A day in a query; in bodies `Command` sees to it."""
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

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cast(CoreSchema, as_written(handler(source)))


class Page[T](Model):
    """A part of a list, what it is as of, and the cursor of the next part (none at the end)."""

    items: list[T]
    as_of: datetime
    next: str | None = None
