"""Who is watched where: a branch's item of when its members were last seen follows their moves.

Arrivals and departures are counted (`kernel.membership`), since they are told on several records. A branch keeps the
address of who moved on, so that an attendance that is confirmed late finds the member where they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from functions.notices import absence
from functions.notices.inbox_tables import Notice
from functions.notices.posting import take_all_back
from functions.notices.rules import ABSENT
from functions.notices.sightings import Seen, Sighting
from functions.notices.tables import Mark, Presence, said_of, sighting
from kernel import membership
from kernel.clock import business_day, now, stamp
from kernel.consumer import Told
from kernel.events import (
    MemberErased,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
)
from kernel.journal import Act
from kernel.projection import all_once, once
from kernel.transaction import Writes

Address = list[str]
"""The branch to which somebody moved on, and the order of the fact: its instant, then its number in its chain."""

ARRIVAL, DEPARTURE = 1, -1
NOWHERE = ""


@dataclass(frozen=True)
class Branch:
    """Where something was told to happen."""

    id: str
    county_id: str
    path: str


class Watch:
    """The branches that the events of one transaction concern, read once for one try of it, and changed in place.

    Whom an item knows is taken out of it once, and put back at the end: it is as long as the branch is big.
    """

    def __init__(self, branches: Iterable[Branch] = ()) -> None:
        """`branches`, at most a hundred, are read at once; any other when it is needed."""
        self._branches = Presence.load_all((b.id, b.county_id, b.path) for b in branches)
        self._seen: dict[str, dict[str, Seen]] = {}
        self._cured: set[tuple[str, str]] = set()

    def of(self, branch: Branch) -> Presence:
        if branch.id not in self._branches:
            self._branches[branch.id] = Presence.load(branch.id, branch.county_id, branch.path)
        return self._branches[branch.id]

    def _known(self, presence: Presence) -> dict[str, Seen]:
        if presence.pk not in self._seen:
            self._seen[presence.pk] = presence.seen
        return self._seen[presence.pk]

    def see(self, branch: Branch, member_id: str, *times: Sighting) -> None:
        """The member was seen: noted where they are now. One not heard of yet is here, on credit."""
        homes = self._homes(branch, member_id)
        if len(homes) > 1:
            for presence in homes:
                presence.early[member_id] = [*presence.early.get(member_id, []), *map(said_of, times)]
        elif homes:
            members = self._known(homes[0])
            if member_id not in members:
                homes[0].odd[member_id] = homes[0].odd.get(member_id, 0) - 1
                members[member_id] = Seen(times[0].day, guessed=True)
            before, members[member_id] = members[member_id], members[member_id].again(*times)
            self._cure(homes[0], member_id, before, members[member_id])

    def never_saw(self, branch: Branch, member_id: str, time: Sighting) -> None:
        """What was noted of the member then is taken back, wherever they are now."""
        for presence in self._homes(branch, member_id):
            members = self._known(presence)
            if member_id in members:
                members[member_id] = members[member_id].never(time)
            if early := presence.early.pop(member_id, None):
                presence.early[member_id] = [one for one in early if not sighting(*one).within(time)]

    def members(self, branch: Branch) -> list[str]:
        return list(self._known(self.of(branch)))

    def _homes(self, branch: Branch, member_id: str) -> list[Presence]:
        """The branch at which the member is by now; none if nowhere; or those of a circle, until the enrolment or
        another move is told at one of them."""
        presence, passed = self.of(branch), dict[str, Presence]()
        while presence.pk not in passed:
            if member_id in self._known(presence) or member_id not in presence.gone:
                return [presence]
            passed[presence.pk] = presence
            to, _told = presence.gone[member_id]
            if to == NOWHERE:
                return []
            presence = self.of(Branch(to, presence.county_id, presence.path))
        return list(passed.values())

    def step(self, branch: Branch, member_id: str, change: int, seen: Seen, to: Address | None = None) -> Seen | None:
        """An arrival with what is known of the member, or a departure. Returns what was known before."""
        presence = self.of(branch)
        members = self._known(presence)
        here, known = member_id in members, members.pop(member_id, None)
        if early := presence.early.pop(member_id, None):
            known = (known or seen).again(*(sighting(*one) for one in early))
        if membership.count(presence.odd, member_id, here=here, change=change):
            members[member_id] = known.merged(seen) if known and change > 0 else known or seen
        for before in (known, seen) if known else ():
            self._cure(presence, member_id, before, members.get(member_id))
        if to:  # the latest; of no meaning while the member is here
            presence.gone[member_id] = max(to, presence.gone.get(member_id, to), key=lambda address: address[1])
        return known

    def _cure(self, presence: Presence, member_id: str, before: Seen, after: Seen | None) -> None:
        """What was said of an absence that is over is taken back: of who moved on, what the office was told."""
        if after is None or after.since > before.since:
            self._cured |= {*presence.no_more_absent(member_id)}
        if after:
            box = Notice.member_box(member_id)
            self._cured |= {(box, notice) for notice in before.notices if notice not in after.notices}

    def put(self, writes: Writes, today: date) -> None:
        take_all_back(self._cured, now())
        for presence in self._branches.values():
            if presence.pk in self._seen:
                presence.seen = self._seen[presence.pk]
            absence.arm_earlier(writes, presence, today)
            writes.put(presence)


def enrolled(act: Act, event: MembersEnrolled) -> None:
    """The ladder of a new member starts on the day of coming."""
    watched(act, lambda watch: _arrive(watch, act, event))


def all_enrolled(told: Told) -> bool:
    """The same for several events of one day in one transaction; False if they are to be told one by one."""
    days = {business_day(act.fact_at) for act, _ in told}

    def attempt(writes: Writes) -> None:
        watch = Watch(_branch_of(event) for _, event in told)
        for act, event in told:
            _arrive(watch, act, event)
        watch.put(writes, max(days))

    return len(days) == 1 and all_once([Mark.of(act.cause, ABSENT) for act, _ in told], attempt)


def _branch_of(event: MembersEnrolled) -> Branch:
    return Branch(event.branch_id, event.county_id, event.path)


def _arrive(watch: Watch, act: Act, event: MembersEnrolled) -> None:
    day, where = business_day(act.fact_at), _branch_of(event)
    for member in event.members:
        watch.step(where, member.member_id, ARRIVAL, Seen(day))
        watch.see(where, member.member_id, Sighting(day))  # somewhere else, if a move overtook this


def moved(act: Act, event: MembersMoved) -> None:
    """The ladder goes on where it was. Of who is not heard of at the old branch yet, the day of moving is a guess."""
    day, to = business_day(act.fact_at), Branch(event.branch_id, event.county_id, event.path)
    source = Branch(event.from_branch_id, event.from_county_id, event.path)

    def attempt(watch: Watch) -> None:
        for member in event.members:
            guess = Seen(day, guessed=True, came=day)
            known = watch.step(source, member.member_id, DEPARTURE, guess, _address(act, to.id))
            watch.step(to, member.member_id, ARRIVAL, replace(known, came=day) if known else guess)
            if known and not known.guessed:
                watch.see(to, member.member_id, *known.times)  # further on, if a later move overtook this

    watched(act, attempt)


def _address(act: Act, branch_id: str) -> Address:
    return [branch_id, f"{stamp(act.fact_at)}#{act.cause_seq:012d}"]


def left(act: Act, event: MembersLeft) -> None:
    """Nobody asks where they are any more; the branch's deadline finds them gone on its day."""
    _depart(act, Branch(event.branch_id, event.county_id, event.path), [m.member_id for m in event.members], DEPARTURE)


def erased(act: Act, event: MemberErased) -> None:
    _depart(act, Branch(event.branch_id, event.county_id, ""), [event.member_id], membership.GONE)


def _depart(act: Act, branch: Branch, members: Iterable[str], change: int) -> None:
    def attempt(watch: Watch) -> None:
        for member in members:
            watch.step(branch, member, change, Seen(business_day(act.fact_at)), _address(act, NOWHERE))

    watched(act, attempt)


def watched(act: Act, change: Callable[[Watch], None]) -> None:
    """An event changes what is known of members, once."""

    def attempt(writes: Writes) -> None:
        watch = Watch()
        change(watch)
        watch.put(writes, business_day(act.fact_at))

    once(Mark.of(act.cause, ABSENT), attempt)
