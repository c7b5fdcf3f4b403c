"""What an operator states to found a root, and what they are told."""

from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from functions.identity.rules import SUBJECT
from kernel.ids import Id
from kernel.model import Command, Model

Subject = Annotated[str, StringConstraints(pattern=f"^{SUBJECT}$")]


class Founding(Command):
    """The first two administrators of a root that may not exist yet: two people."""

    root_organisation_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{0,31}$")]
    system: Subject
    security: Subject

    @model_validator(mode="after")
    def _two_people(self) -> "Founding":
        if self.system == self.security:
            raise ValueError("system and security exclude one another")
        return self


class Founded(Model):
    """`founded` at the first call, `done` when the same was carried out before."""

    organisation_id: Id
    outcome: Literal["founded", "done"]
