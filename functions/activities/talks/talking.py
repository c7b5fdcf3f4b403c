"""Heart-to-heart talks: recorded by one of the two or by the secretary, taken back where it was a mistake, and what the
year still lacks (`domain.md` 4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from functions.activities.plans.convening import DUPLICATE, UNKNOWN_MEMBER, is_branch
from functions.activities.roll.tables import Roll
from functions.activities.rules import Fault, fault
from functions.activities.tables import TABLE
from functions.activities.talks import rules as talk_rules
from functions.activities.talks.models import NameTalk, RecordTalk, SetCommittee, TalksOut
from functions.activities.talks.tables import Talks
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import AlreadyExists, Changed, Gone, Invalid, NotFound
from kernel.events import TalkCommitteeSet, TalkRecorded, TalkWithdrawn
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.record import Head

READ, RECORD = "activities.talks.read", "activities.talks.record"


@dataclass
class Year:
    """A branch, its roll of the moment and the talks of a year."""

    place: Organisation
    roll: set[str]
    talks: Talks
    head: Head


def _look(branch_id: str, year: int) -> Year:
    """One read. Raises `NotFound` without the branch."""
    key, heads = Talks.key_of(branch_id, year), Head.Meta.table_name
    keys = [Roll(Roll.partition(branch_id), "ROLL").key(), Talks(*key).key()]
    seen = directory.look([branch_id], beside={TABLE: keys, heads: [Head(branch_id).key()]})
    rows = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    return Year(
        directory.demand_organisation(seen.organisations, branch_id),
        set(Roll.from_raw_data(rows["ROLL"]).members) if "ROLL" in rows else set(),
        Talks.from_raw_data(rows[key[1]]) if key[1] in rows else Talks(*key),
        next((Head.from_raw_data(row) for row in seen.of(heads)), Head(branch_id)),
    )


def show(caller: Asking, branch_id: str, year: int | None, member_id: str | None) -> TalksOut:
    """All of a year, or one member's: who talked with whom is not for every member to see."""
    found = _look(branch_id, year or business_day(now()).year)
    if member_id is not None and member_id not in found.roll and member_id != caller.principal.member_id:
        raise NotFound
    caller.may(READ, Target(path=found.place.path, member_id=member_id))
    return TalksOut.of(found.talks, found.roll, member_id)


def set_committee(caller: Asking, branch_id: str, year: int, body: SetCommittee) -> TalksOut:
    """Say who belongs to the committee in a year. Raises `Invalid`, `Stale`, `Changed`."""
    found = _look(branch_id, year)
    caller.may("activities.plan", Target(path=found.place.path))
    caller.expect_version(found.talks.version)
    if faults := _not_a_branch(found.place) + _strange(body.members, found.roll):
        raise Invalid(fields=faults)
    found.talks.committee = sorted(body.members)
    reply = TalksOut.of(found.talks, found.roll, version=found.talks.version + 1)
    work = _work(caller.act(), found, "activities.talks.set_committee")
    work.record(TalkCommitteeSet(branch_id=branch_id, year=year, members=len(body.members)))
    work.commit(reply)
    return reply


def record(caller: Asking, body: RecordTalk) -> TalksOut:
    """Raises `Invalid`, `AlreadyExists` for the talk of these two on this day."""
    return retrying(partial(_record, caller, caller.act(), body))


def _record(caller: Asking, act: Act, body: RecordTalk) -> TalksOut:
    found, name = _asked(caller, body)
    if faults := _not_a_branch(found.place) + _faults(body, found.roll, business_day(act.at)):
        raise Invalid(fields=faults)
    if name in found.talks.held:
        raise AlreadyExists
    if len(found.talks.held) >= talk_rules.MOST_TALKS:
        raise Invalid(fields=[fault("heldOn", "too_many")])
    found.talks.held[name] = body.occasion
    members = (min(body.members), max(body.members))
    where = {"branch_id": body.branch_id, "county_id": found.place.county_id}
    told = TalkRecorded(**where, members=members, held_on=body.held_on, occasion=body.occasion)
    return _done(caller, act, found, told)


def withdraw(caller: Asking, body: NameTalk) -> TalksOut:
    """Take a mistaken one back. Raises `NotFound`."""
    return retrying(partial(_withdraw, caller, caller.act(), body))


def _withdraw(caller: Asking, act: Act, body: NameTalk) -> TalksOut:
    found, name = _asked(caller, body)
    if found.talks.held.pop(name, None) is None:
        raise Gone
    members = (min(body.members), max(body.members))
    where = {"branch_id": body.branch_id, "county_id": found.place.county_id}
    return _done(caller, act, found, TalkWithdrawn(**where, members=members, held_on=body.held_on))


def _asked(caller: Asking, body: NameTalk) -> tuple[Year, str]:
    """The year of the talk and its name there, if the caller is one of the two, or the secretary."""
    found = _look(body.branch_id, body.held_on.year)
    mine = caller.principal.member_id if caller.principal.member_id in body.members else None
    caller.may(RECORD, Target(path=found.place.path, member_id=mine))
    return found, Talks.name_of(body.held_on, body.members)


def _done(caller: Asking, act: Act, found: Year, told: TalkRecorded | TalkWithdrawn) -> TalksOut:
    """What is shown is the caller's own, unless they are told of all."""
    whose = caller.principal.member_id if caller.principal.member_id in told.members else None
    reply = TalksOut.of(found.talks, found.roll, whose, found.talks.version + 1)
    work = _work(act, found, RECORD if isinstance(told, TalkRecorded) else "activities.talks.withdraw")
    work.record(told)
    work.commit(reply)
    return reply


def _work(act: Act, found: Year, action: str) -> UnitOfWork:
    work = UnitOfWork(act, chain=found.place.id, action=action, subject=found.place.id, head=found.head)
    work.put(found.talks, Changed())
    return work


def _not_a_branch(place: Organisation) -> list[Fault]:
    return [] if is_branch(place) else [fault("branchId", "not_a_branch")]


def _faults(body: NameTalk, roll: set[str], today: date) -> list[Fault]:
    possible = talk_rules.on_a_day_that_can_be(body.held_on, today)
    return _strange(body.members, roll) + ([] if possible else [fault("heldOn", "out_of_range")])


def _strange(members: Sequence[str], roll: set[str]) -> list[Fault]:
    unknown = [fault(f"members.{n}", UNKNOWN_MEMBER) for n, member in enumerate(members) if member not in roll]
    twice = [fault(f"members.{n}", DUPLICATE) for n, member in enumerate(members) if member in members[:n]]
    return unknown + twice
