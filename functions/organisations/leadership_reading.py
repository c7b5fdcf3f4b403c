"""The leadership of an organisation as it is, or was on a day; with its roll, in one read, or two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from functions.organisations import terms
from functions.organisations.leadership_models import Holder, LeadershipOut
from functions.organisations.leadership_rules import COMMITTEE_FROM, HAVE_COMMITTEES, LEADERLESS, Post
from functions.organisations.leadership_tables import Held, HolderAttribute, Leaders
from functions.organisations.roll_tables import Roll
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
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


def show(caller: Asking, organisation_id: str, as_of: date | None) -> LeadershipOut:
    """The holders as of a day, by default today."""
    here = lead(organisation_id)
    caller.may("organisations.leadership.read", Target(path=here.place.path))
    today = business_day(now())
    past = _past(here, as_of) if as_of and as_of < today else []
    return shown(here, as_of or today, past)


def _past(here: Leading, day: date) -> list[Held]:
    """Who held a post on a day and does not any more: of those who left since, the ones who had come by then."""
    span = Held.sk.between(Held.place(f"{day}~"), Held.place("~"))
    return [row for row in Held.query(here.place.pk, span, consistent_read=True) if row.since <= f"{day}"]


def shown(here: Leading, day: date, past: Iterable[Held] = ()) -> LeadershipOut:
    """Of an organisation that was closed by that day nobody holds a post, and none is vacant."""
    closed = (here.place.closed_on or "9") <= day.isoformat()
    present = [h for h in here.leaders.holders if h.since <= day.isoformat() and not closed]
    holders = [*(_holder(h) for h in present), *(_holder(h) for h in past)]
    return LeadershipOut(
        organisation_id=here.place.id,
        as_of=day,
        holders=sorted(holders, key=lambda h: (list(Post).index(Post(h.post)), h.member_id)),
        vacant=[] if closed else _vacant(here, {h.post for h in holders}),
        term=terms.on(here.place, day),
        full_members=here.full,
        version=int(here.place.version),
    )


def _holder(h: HolderAttribute | Held) -> Holder:
    return Holder(
        post=h.post,
        member_id=h.member_id,
        branch_id=h.branch_id,
        since=date.fromisoformat(h.since),
        until=date.fromisoformat(h.until) if isinstance(h, Held) else None,
        how=h.how,
        approved_by=h.approved_by,
        filed_with=h.filed_with,
    )


def _vacant(here: Leading, held: set[str]) -> list[str]:
    """The posts that somebody should hold: the leader's, and in a branch of seven full members those of a committee."""
    kind = here.place.kind
    if kind in LEADERLESS:
        return []
    usual = [Post.GROUP_LEADER] if kind == "PARTY_GROUP" else [Post.SECRETARY]
    if kind in HAVE_COMMITTEES and (here.full or 0) >= COMMITTEE_FROM:
        usual += [Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE]
    return [post.value for post in usual if post not in held]
