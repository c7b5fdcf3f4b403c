"""A province with two cities and four counties, one of them directly below it, beside what everybody has."""

import random
from array import array
from dataclasses import dataclass, field
from datetime import datetime

from functions.ranking import on_nightly_above, on_nightly_part, on_nightly_planned, on_organisations
from kernel import scoreboard
from kernel.clock import stamp
from kernel.directory import Organisation, path_below
from kernel.events import FoundedOrganisation, OrganisationMoved, OrganisationsFounded
from kernel.ids import derived_id
from kernel.scoreboard import Scoreboard
from tests.builders import envelope
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, minutes
from tests.trust.delivery import until_done

BELOW = {"A": "P", "B": "P", "A1": "A", "A2": "A", "B1": "B", "D": "P"}
LEVELS = {"P": "PROVINCE", "A": "CITY", "B": "CITY"}


@dataclass
class Province:
    """Members by branch: id → points; branches by the county that they stand in."""

    chance: random.Random
    season: str = SEASON
    parents: dict[str, str] = field(default_factory=lambda: dict(BELOW))
    points: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("P", *BELOW):
            self._found(name)
        for county in ("A1", "A2", "B1", "D"):
            for number in range(3):
                self._enrol(county, f"{county}-{number}", self.chance.randint(0, 40))

    def path(self, name: str) -> str:
        if name.rpartition("-")[0]:
            return path_below(self.path(name.rpartition("-")[0]), self.id(name))
        return path_below(self.path(self.parents[name]) if name in self.parents else "/", self.id(name))

    def id(self, name: str) -> str:
        return derived_id("province", name)

    def _found(self, name: str) -> None:
        one = FoundedOrganisation(
            organisation_id=self.id(name), path=self.path(name), kind="COMMITTEE", level=LEVELS.get(name, "COUNTY")
        )
        told = OrganisationsFounded(county_id=self.id(name), organisations=(one,))
        until_done(on_organisations.lambda_handler, envelope(told))
        Organisation(
            Organisation.partition(self.id(name)),
            path=self.path(name),
            county_id=self.id(name),
            name=name,
            kind="COMMITTEE",
            level=LEVELS.get(name, "COUNTY"),
            version=1,
        ).save()

    def _enrol(self, county: str, branch: str, size: int) -> None:
        self.points[branch] = {derived_id(branch, n): self.chance.choice((0, 5, 5, 10, 45)) for n in range(size)}
        board = scoreboard.enrol(scoreboard.Board(), self.points[branch])
        packed = array("i", [0, *self.points[branch].values()]).tobytes()
        key = Scoreboard.partition(self.season, self.id(county)), Scoreboard.place(self.id(branch))
        item = Scoreboard(*key, path=self.path(branch), version=1)
        item.hold(scoreboard.Board(board.members, packed))
        item.save()

    def give(self, branch: str, member: str, value: int, at: datetime, *, counts: bool) -> None:
        """Points for a member; `counts` says whether they are given before the instant that is asked for."""
        key = Scoreboard.partition(self.season, self.id(branch.split("-")[0])), Scoreboard.place(self.id(branch))
        item = Scoreboard.demand(*key)
        slot = scoreboard.slot_of(item.board, member)
        assert slot
        item.hold(scoreboard.add(item.board, {slot: value}, at))
        item.save()
        self.points[branch][member] += value if counts else 0

    def move(self, county: str, to: str) -> None:
        """A county comes below another city."""
        old = self.path(county)
        self.parents[county] = to
        told = OrganisationMoved(
            organisation_id=self.id(county),
            county_id=self.id(county),
            old_path=old,
            new_path=self.path(county),
            effective_on=minutes(0).date(),
        )
        until_done(on_organisations.lambda_handler, envelope(told))

    def everybody(self, name: str) -> dict[str, int]:
        """Points of all members in or below an organisation."""
        below = (members for branch, members in self.points.items() if f"/{self.id(name)}/" in self.path(branch))
        return {member: points for members in below for member, points in members.items()}

    def rank(self, name: str, points: int) -> int:
        return 1 + sum(other > points for other in self.everybody(name).values())


def parts(at: datetime, *, without: str = "") -> str:
    """The counties ranked as of a night's instant, which is returned; `without`: one whose run fails."""
    plan = on_nightly_planned.lambda_handler({"asOf": stamp(at)}, Context())
    for part in plan["parts"]:
        counties = [county for county in part if county != without]
        on_nightly_part.lambda_handler({"asOf": plan["asOf"], "counties": counties}, Context())
    return str(plan["asOf"])


def night(at: datetime, *, without: str = "") -> dict[str, int]:
    """What the state machine does."""
    return on_nightly_above.lambda_handler({"asOf": parts(at, without=without)}, Context())


def place_of(province: Province, branch: str) -> Organisation:
    """A branch, in the table of organisations."""
    place = Organisation(
        Organisation.partition(province.id(branch)),
        path=province.path(branch),
        county_id=province.id(branch.split("-")[0]),
        name=branch,
        kind="BRANCH",
        level="BRANCH",
        version=1,
    )
    place.save()
    return place
