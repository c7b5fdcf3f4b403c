"""A trial of other rules: what it is asked for, and what came out; for queue and table."""

from datetime import datetime

import msgspec

from functions.points.rules import RuleSet
from kernel.ids import Id
from kernel.message import Message


class Order(Message, rename=None):
    """Try a set on all that was counted at an organisation and below it in a season."""

    simulation_id: Id
    organisation_id: Id
    county_id: Id
    season: str
    rule_set: RuleSet
    target: int | None = None


class Compared(Message, rename=None):
    """Accounts under the rules that counted, beside the same under the others. `quartiles` are of the changes."""

    accounts: int
    gain: int
    lose: int
    most_gained: int
    most_lost: int
    quartiles: tuple[int, ...] = ()
    total_before: int
    total_after: int


class BandMove(Message, rename=None):
    source: str
    target: str
    members: int


class Found(Message, rename=None):
    """What a trial found. `each`: member → before and after, for a trial of one branch."""

    members: Compared
    branches: Compared
    bands: tuple[BandMove, ...] = ()
    each: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    as_of: datetime
