"""What a function is told by its environment, typed, read once at start."""

import os
from functools import cache
from typing import Self

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Base of every settings class: field `photos_bucket` is read from `PHOTOS_BUCKET`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    @cache
    def load(cls) -> Self:
        """The settings of this process. Raises `ValidationError` when a variable is missing or malformed."""
        names = {name: name.upper() for name in cls.model_fields}
        return cls.model_validate({field: os.environ[name] for field, name in names.items() if name in os.environ})


def table_name(noun: str) -> str:
    """The name of a table by its noun; a function that was not told of it gets a name that no role may use."""
    return os.environ.get(f"{noun.upper()}_TABLE", f"{noun}-not-granted")
