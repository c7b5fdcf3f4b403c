"""Guests and observers on the wire: how many, and from where; nobody by name."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from functions.activities.attendance.guest_tables import Guests
from kernel.model import Command, Line, Model

MOST_GROUPS = 30


class GuestGroup(Command):
    """So many people of one organisation who were there and are not on the roll."""

    organisation: Annotated[Line, StringConstraints(min_length=1, max_length=100)]
    count: Annotated[int, Field(ge=1, le=1000, strict=True)]
    role: Literal["OBSERVER", "GUEST"] = "GUEST"


class CountGuests(Command):
    """All of them: what was said before is replaced."""

    guests: Annotated[tuple[GuestGroup, ...], Field(max_length=MOST_GROUPS)]


class GuestsOut(Model):
    guests: tuple[GuestGroup, ...]
    total: int
    version: int

    @classmethod
    def of(cls, stored: Guests | None, version: float | None = None) -> Self:
        groups = CountGuests.model_validate_json(stored.content).guests if stored else ()
        number = (stored.version if stored else 0) if version is None else version
        return cls(guests=groups, total=sum(group.count for group in groups), version=int(number))
