"""What functions tell one another: camelCase on the wire, snake_case inside, nothing unknown accepted.

Written and read by msgspec, a C extension that starts in a tenth of pydantic's time: a function that answers no request
does without the latter (`docs/decisions/2026-11-21-cold-start-budgets.md`). What arrives is checked when it is read;
what is made here is checked by mypy.
"""

from typing import Any, dataclass_transform

import msgspec


class _ByKeyword(msgspec.StructMeta):
    """Fields are given by name, so that one with a default may stand before one without: for subclasses as well."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any) -> Any:
        return super().__new__(cls, name, bases, namespace, **{"kw_only": True} | config)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Message(
    msgspec.Struct,
    metaclass=_ByKeyword,
    frozen=True,
    rename="camel",
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Leaves out on the wire what is as usual."""
