"""What is said against a list, and what is ruled on it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from functions.ranking.band_rules import Band
from kernel.ids import Id
from kernel.model import Command, Model, Page, Text

Said = Annotated[Text, StringConstraints(min_length=1, max_length=1000)]


class AppealList(Command):
    """A member says why the list that an organisation's thresholds put them on is not right, once a season."""

    organisation_id: Id
    words: Said


class RuleOnAppeal(Command):
    """The list that the member is on until the season ends; none, and the appeal is dismissed."""

    band: Band | None = None
    reason: Said


class AppealOut(Model):
    """`words` and `reason` are empty once the member was erased, and the state is CLOSED if nobody had ruled."""

    id: Id
    organisation_id: Id
    member_id: Id
    season: str
    state: Literal["OPEN", "UPHELD", "DISMISSED", "CLOSED"]
    words: str | None
    opened_at: datetime
    band: Band | None
    reason: str | None
    ruled_at: datetime | None


class AppealPage(Page[AppealOut]):
    """Appeals against the lists of an organisation."""
