"""What a trial of rules is asked with and what it answers."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from functions.points.models import Season
from functions.points.rule_models import RulesIn
from kernel.ids import Id
from kernel.model import Model


class SimulateRules(RulesIn):
    """Rules to be tried on what was counted in a season (the present one unless named) at a place and below it.

    `target`: what a member should reach in a season; bands are told only with it.
    """

    organisation_id: Id
    season: Season | None = None
    target: Annotated[int, Field(ge=1, le=100_000)] | None = None


class ComparedOut(Model):
    """Accounts under the rules that counted beside the same under the others; `quartiles` are of the changes."""

    accounts: int
    gain: int
    lose: int
    most_gained: int
    most_lost: int
    quartiles: tuple[int, ...] = ()
    total_before: int
    total_after: int


class BandMoveOut(Model):
    """So many members go from one band to another, or stay."""

    source: Literal["gold", "silver", "yellow", "black"]
    target: Literal["gold", "silver", "yellow", "black"]
    members: int


class MemberChange(Model):
    member_id: Id
    before: int
    after: int


class SimulationOut(Model):
    """A trial. `each` tells of every member, by id, where the place is one branch; otherwise there are only sums."""

    id: Id
    organisation_id: Id
    season: str
    state: Literal["RUNNING", "DONE"]
    members: ComparedOut | None = None
    branches: ComparedOut | None = None
    bands: tuple[BandMoveOut, ...] = ()
    each: tuple[MemberChange, ...] = ()
    as_of: datetime | None = None
