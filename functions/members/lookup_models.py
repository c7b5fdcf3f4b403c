"""Somebody sought by a number that is nowhere in the clear."""

from datetime import datetime
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from functions.members.models import DossierOut, IdNumber, Mobile, Purpose
from kernel.ids import OrganisationId
from kernel.model import Command, Model


class LookUp(Command):
    """A mobile number or an ID number, in whose subtree, and what for."""

    organisation_id: OrganisationId
    mobile: Mobile | None = None
    id_number: IdNumber | None = None
    purpose: Purpose

    @model_validator(mode="after")
    def _one_number(self) -> Self:
        if (self.mobile is None) == (self.id_number is None):
            raise PydanticCustomError("one_number", "names one number, of one kind")
        return self

    @property
    def by(self) -> Literal["mobile", "idNumber"]:
        return "mobile" if self.mobile is not None else "idNumber"


class LookUpOut(Model):
    """Who below the organisation has the number: masked dossiers, or none."""

    items: list[DossierOut]
    as_of: datetime
