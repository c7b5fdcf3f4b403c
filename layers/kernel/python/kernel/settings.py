"""What a function is told by its environment, typed, read once at start."""

import os
from functools import cache
from typing import Self, dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True)
class Settings(msgspec.Struct, frozen=True):
    """Base of every settings class: field `photos_bucket` is read from `PHOTOS_BUCKET`."""

    @classmethod
    @cache
    def load(cls) -> Self:
        """The settings of this process. Raises `ValidationError` when a variable is missing or malformed."""
        names = {name: name.upper() for name in cls.__struct_fields__}
        told = {field: os.environ[name] for field, name in names.items() if name in os.environ}
        return msgspec.convert(told, cls, strict=False)


def table_name(noun: str) -> str:
    """The name of a table by its noun; a function that was not told of it gets a name that no role may use."""
    return os.environ.get(f"{noun.upper()}_TABLE", f"{noun}-not-granted")
