"""Who leads an organisation, with the rolls that say who may: read in one look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from functions.organisations.leadership_tables import Leaders
from functions.organisations.roll_tables import Roll
from kernel import directory
from kernel.directory import Organisation, demand_organisation


@dataclass
class Leading:
    """An organisation, its holders, and the branches with their rolls, which say who is a full member.

    `home`: the branch whose members lead it. `seated`: branch and member of those who held a post when it was read.
    """

    place: Organisation
    leaders: Leaders
    home: str
    rolls: Mapping[str, Roll] = field(default_factory=dict)
    branches: Mapping[str, Organisation] = field(default_factory=dict)
    dirty: bool = False
    seated: set[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.seated = self.seats()

    def seats(self) -> set[tuple[str, str]]:
        """Branch and member of those who hold a post."""
        return {(h.branch_id, h.member_id) for h in self.leaders.holders}

    @property
    def full(self) -> int | None:
        """Full members on its own roll; None where members are not at home."""
        if not self.place.holds_members:
            return None
        return self.rolls[self.place.id].full if self.place.id in self.rolls else 0

    def category(self, member_id: str, branch_id: str | None) -> str | None:
        roll = self.rolls.get(branch_id or self.home)
        return roll.members.get(member_id) if roll else None


def lead(organisation_id: str, branches: Iterable[str] = ()) -> Leading:
    """The organisation with its holders and rolls; a Party group's members are on the roll of its branch."""
    wanted = dict.fromkeys([organisation_id, *branches])
    key = Leaders.key_of(organisation_id)
    seen = directory.look(wanted, [key, *(Roll.key_of(branch) for branch in wanted)])
    place = demand_organisation(seen.organisations, organisation_id)
    rolls = {branch: roll for branch in wanted if (roll := seen.row(Roll, Roll.key_of(branch)))}
    home = place.id
    if place.kind == "PARTY_GROUP" and place.parent_id:
        home = place.parent_id
        above = directory.look([], [Roll.key_of(home)]).row(Roll, Roll.key_of(home))
        rolls |= {home: above} if above else {}
    return Leading(place, seen.row(Leaders, key) or Leaders(*key, holders=[]), home, rolls, seen.organisations)
