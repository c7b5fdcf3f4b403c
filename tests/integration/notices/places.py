"""The county of the simulated year: its townships and branches, who stands below whom on which day, who is at home.

The first 42 of `YEAR_BRANCHES` (42) have the histories that matter; others are like them, below townships of their own.
"""

import os
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from functions.notices.tables import shard_of
from kernel.directory import path_below
from kernel.ids import derived_id
from tests.integration.notices.world import COUNTY

FIRST, LAST = date(2026, 1, 1), date(2027, 1, 20)
ONE = timedelta(days=1)
COUNTY_PATH = path_below("/", COUNTY)
COUNT, FEW = int(os.environ.get("YEAR_BRANCHES", "42")), 42
PARTS = (0,) if COUNT == FEW else (0, 1, 2, 3)  # of the four of a county: a day of the run costs by parts


def named(*name: str | int) -> str:
    """The id of a body that lies in one of the parts."""
    return next(one for n in count() if shard_of(one := derived_id(*name, n)) in PARTS)


NORTH, SOUTH, EAST, WEST = tuple(named(name) for name in ("north", "south", "east", "west"))
FURTHER = tuple(named("township", number) for number in range((COUNT - FEW + 27) // 28))  # 28 branches each
TOWNSHIPS = (NORTH, SOUTH, EAST, WEST, *FURTHER)
GENERAL = named("general branch")
MEMBERS_EACH = 3
HOLDING_MEMBERS = ("BRANCH", "JOINT_BRANCH")


@dataclass(frozen=True)
class Branch:
    """`above`: the committees between the county and the branch. `busy`: how likely it holds a meeting, 0 to 1."""

    id: str
    kind: str
    above: tuple[str, ...]
    founded: date
    busy: float
    members: tuple[str, ...]


FOUNDINGS = [date(2026, *day) for day in ((1, 1), (5, 27), (7, 6), (9, 29), (1, 1), (8, 3), (6, 15), (10, 12), (4, 20))]
FOUNDINGS += [date(2026, 11, 9), date(2026, 9, 7)]  # of each four branches in turn
BUSY = (0.95, 0.6, 0.25, 0.8, 0.05)


def _branch(number: int) -> Branch:
    """Every ninth is a joint one, three of the north stand below a general branch, two below the county."""
    township = TOWNSHIPS[number % 4] if number < FEW else FURTHER[(number - FEW) // 28]
    above = () if number in (40, 41) else (township, GENERAL) if number in (8, 12, 16) else (township,)
    members = tuple(derived_id("year", number, "member", n) for n in range(MEMBERS_EACH))
    kind = "JOINT_BRANCH" if number % 9 == 4 else "BRANCH"
    return Branch(
        named("year", number), kind, above, FOUNDINGS[number // 4 % len(FOUNDINGS)], BUSY[number % 5], members
    )


BRANCHES = [_branch(number) for number in range(COUNT)]
BY_ID = {branch.id: branch for branch in BRANCHES}
MOVED = BRANCHES[2].id, date(2026, 8, 12), WEST  # goes from one township to another in the middle of the year
CLOSED = BRANCHES[1].id, date(2026, 9, 15)  # is dissolved, once its members have gone to its neighbour
NEIGHBOUR = BRANCHES[17].id


def committees(body: str, day: date) -> tuple[str, ...]:
    """Between the county and a body, from the county down, as it is known on the evening of a day."""
    if body not in BY_ID:
        return (NORTH,) if body == GENERAL else ()
    moved, on, to = MOVED
    return (to,) if body == moved and day >= on else BY_ID[body].above


def superior(body: str, day: date) -> str:
    """The committee right below the county, else the county."""
    return next(iter(committees(body, day)), COUNTY)


def path_of(body: str, day: date) -> str:
    path = COUNTY_PATH
    for one in (*committees(body, day), body):
        path = path_below(path, one)
    return path
