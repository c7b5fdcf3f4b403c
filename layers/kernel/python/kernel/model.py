"""What crosses the wire: camelCase outside, snake_case inside, nothing unknown accepted."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


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
