"""What committees ask and are answered of the thresholds of the lists."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from functions.ranking.band_rules import Basis
from kernel.ids import Id
from kernel.model import Command, Model

MOST_POINTS = 1_000_000
Edge = Annotated[int, Field(ge=0, le=MOST_POINTS)]


class SetBands(Command):
    """From a day on: percent of the best (`SHARE`) or points; `warning`: how near an edge a warning comes, 0 never."""

    effective_on: date
    basis: Basis = "SHARE"
    gold: Edge
    silver: Edge
    yellow: Edge
    warning: Edge = 0

    @model_validator(mode="after")
    def _descend(self) -> Self:
        if not self.gold > self.silver > self.yellow:
            raise ValueError("gold, silver and yellow must descend")
        if self.basis == "SHARE" and self.gold > 100:
            raise ValueError("a share is at most 100")
        return self


class BandsSetOut(Model):
    effective_on: date
    basis: Basis
    gold: int
    silver: int
    yellow: int
    warning: int


class BandsOut(Model):
    """The organisation's own sets, the latest first; where none has begun, the one above counts, else our default."""

    organisation_id: Id
    items: list[BandsSetOut]
    as_of: datetime
