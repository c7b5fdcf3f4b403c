"""The roll of each branch: who belongs to it, counted by arrivals and departures (`kernel.membership`), and what they
are, by the latest fact told of them. The order in which events arrive does not matter."""

from collections.abc import Callable, Iterable
from typing import Any

from functions.activities.roll.tables import Done, Roll
from functions.activities.year_plan import duties
from kernel import membership
from kernel.consumer import Told
from kernel.errors import Changed
from kernel.events import EnrolledMember, MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act
from kernel.projection import all_once, once
from kernel.transaction import Writes

ARRIVAL, DEPARTURE = 1, -1

Fact = list[Any]


def enrolled(act: Act, event: MembersEnrolled) -> None:
    """They come onto the roll."""
    _keep(act, lambda: [_with(Roll.load(event.branch_id), _facts(act, event.members))])
    duties.of_committee(act, (event.branch_id, event.county_id))


def all_enrolled(told: Told) -> bool:
    """The same for several events in one transaction; False if they are to be told one by one."""

    rolls: dict[str, Roll] = {}

    def write(writes: Writes) -> None:
        rolls.update(_rolls(event.branch_id for _, event in told))
        for act, event in told:
            _with(rolls[event.branch_id], _facts(act, event.members))
        for roll in rolls.values():
            writes.put(roll, Changed())

    if not all_once([Done(Done.partition(act.cause)) for act, _ in told], write):
        return False
    for (branch_id, county_id), act in {(event.branch_id, event.county_id): act for act, event in told}.items():
        if duties.is_news(rolls[branch_id]):
            duties.of_committee(act, (branch_id, county_id))
    return True


def _rolls(branch_ids: Iterable[str]) -> dict[str, Roll]:
    """The rolls of at most a hundred branches, by their ids, those that nobody is on yet among them."""
    keys = {branch_id: Roll.partition(branch_id) for branch_id in branch_ids}
    known = {roll.pk: roll for roll in Roll.find_all([(pk, "ROLL") for pk in keys.values()], consistent=True)}
    return {branch_id: known.get(pk) or Roll(pk) for branch_id, pk in keys.items()}


def moved(act: Act, event: MembersMoved) -> None:
    """They leave one roll and come onto another. What they attended is record, and stays where it was."""
    members = [member.member_id for member in event.members]

    def attempt() -> list[Roll]:
        arrived = _with(Roll.load(event.branch_id), _facts(act, event.members))
        return [arrived, _without(Roll.load(event.from_branch_id), members)]

    _keep(act, attempt)
    duties.of_committee(act, (event.branch_id, event.county_id), (event.from_branch_id, event.from_county_id))


def left(act: Act, event: MembersLeft) -> None:
    members = [member.member_id for member in event.members]
    _keep(act, lambda: [_without(Roll.load(event.branch_id), members)])
    duties.of_committee(act, (event.branch_id, event.county_id))


def erased(act: Act, event: MemberErased) -> None:
    """They are on the roll no more, whatever comes late."""
    _keep(act, lambda: [_without(Roll.load(event.branch_id), [event.member_id], membership.GONE)])
    duties.of_committee(act, (event.branch_id, event.county_id))


def changed(act: Act, event: MembersChanged) -> None:
    """What they are now; a correction that overtook the arrival waits for it."""

    def attempt() -> list[Roll]:
        roll = Roll.load(event.branch_id)
        for member, fact in _facts(act, event.members).items():
            known = roll.people if member in roll.people else roll.early
            if not membership.is_gone(roll.odd, member):
                known[member] = _latest(known.get(member), fact)
        return [roll]

    _keep(act, attempt)
    duties.of_committee(act, (event.branch_id, event.county_id))


def _keep(act: Act, attempt: Callable[[], list[Roll]]) -> None:
    def write(writes: Writes) -> None:
        for roll in attempt():
            writes.put(roll, Changed())

    once(Done(Done.partition(act.cause)), write)


def _facts(act: Act, members: Iterable[EnrolledMember]) -> dict[str, Fact]:
    """Category and floating, with the order of the fact: its instant in milliseconds, its number in its chain."""
    order = [int(act.fact_at.timestamp() * 1000), act.cause_seq]
    return {m.member_id: [m.category, m.floating, *order] for m in members}


def _latest(*facts: Fact | None) -> Fact:
    return max((fact for fact in facts if fact), key=lambda fact: fact[2:])


def _with(roll: Roll, arrivals: dict[str, Fact]) -> Roll:
    for member, fact in arrivals.items():
        here = member in roll.people
        known = roll.people.pop(member, None), roll.early.pop(member, None)
        _stand(roll, member, _latest(fact, *known), here=here, change=ARRIVAL)
    return roll


def _without(roll: Roll, members: Iterable[str], change: int = DEPARTURE) -> Roll:
    for member in members:
        here = member in roll.people
        fact = roll.people.pop(member, None) or roll.early.pop(member, None)
        _stand(roll, member, fact, here=here, change=change)
    return roll


def _stand(roll: Roll, member: str, fact: Fact | None, *, here: bool, change: int) -> None:
    """Put the member where the count says: on the roll, or waiting for what is still to come."""
    if membership.count(roll.odd, member, here=here, change=change):
        roll.people[member] = fact
    elif fact and membership.is_expected(roll.odd, member):
        roll.early[member] = fact
