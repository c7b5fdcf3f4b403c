"""What is asked of branches, on the wire."""

from typing import Self

from kernel.burdens import Assessed, Demands
from kernel.ids import OrganisationId
from kernel.model import Model


class DemandsOut(Model):
    requests: int
    forms: int
    photos: int

    @classmethod
    def of(cls, demands: Demands) -> Self:
        return cls(**demands._asdict())


class LoadOut(Model):
    """What was asked of a branch in a month (with what is planned, in a preview), and what may be."""

    organisation_id: OrganisationId
    asked: DemandsOut
    budget: DemandsOut
    over_budget: bool

    @classmethod
    def of(cls, load: Assessed) -> Self:
        asked, budget = DemandsOut.of(load.asked), DemandsOut.of(load.budget)
        return cls(organisation_id=load.branch_id, asked=asked, budget=budget, over_budget=load.over)
