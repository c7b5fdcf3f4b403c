"""Minutes: host, recorder, what was said and what was decided (`domain.md` 4.3); host and recorder sign them."""

import secrets
from collections.abc import Collection, Mapping
from typing import get_args

from functions.activities import reading, rules, vote_rules
from functions.activities.activity_types import TYPES
from functions.activities.ballots.rules import State as BallotState
from functions.activities.ballots.tables import Ballot
from functions.activities.errors import MinutesMissing, TextChanged
from functions.activities.minutes import reading as minutes_reading
from functions.activities.minutes.models import MinutesOut, SignerRole, SignMinutes, WriteMinutes
from functions.activities.minutes.reading import digest_of
from functions.activities.minutes.tables import Minutes, Signature
from functions.activities.reading import Record
from functions.activities.rules import Fault
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import stamp
from kernel.errors import Changed, Invalid, TooLarge
from kernel.events import MinutesSigned, MinutesWritten
from kernel.journal import UnitOfWork


def write(caller: Asking, activity_id: str, body: WriteMinutes) -> MinutesOut:
    """Put the minutes in place of what stood; what was signed before is signed no more, unless the text is the same.

    Raises `Stale`, `WrongState` once handed in, `Invalid`, `TooLarge`.
    """
    record = reading.record_for(caller, activity_id, "activities.host")
    reading.demand_open(record.activity)
    minutes = record.minutes or Minutes(record.activity.pk, "MINUTES", content="")
    caller.expect_version(minutes.version)
    demand_sound(body, record, record.people)
    content = content_of(body)
    if content != minutes.content:
        minutes.content, minutes.salt = content, secrets.token_hex(16)
    record.minutes = minutes
    reply = minutes_reading.out(record, minutes.version + 1)
    work = UnitOfWork(caller.act(), chain=record.place.id, action="activities.minute", subject=record.activity.id)
    work.put(minutes, Changed())
    work.require(record.activity)
    work.record(_written(record, reply))
    work.commit(reply)
    return reply


def _written(record: Record, text: MinutesOut) -> MinutesWritten:
    return MinutesWritten(
        activity_id=record.activity.id,
        branch_id=record.place.id,
        host=text.host,
        recorder=text.recorder,
        digest=text.digest,
    )


def content_of(body: WriteMinutes) -> str:
    """As it is stored. Raises `TooLarge`."""
    content = body.model_dump_json(by_alias=True, include=set(WriteMinutes.model_fields))
    if len(content.encode()) > rules.LARGEST_MINUTES:
        raise TooLarge
    return content


def demand_sound(body: WriteMinutes, record: Record, people: Collection[str]) -> None:
    """Raises `Invalid` for what the type's minutes must hold and these do not, for members who are not of these people,
    for decisions that are not taken by this type or here, and for ballots that were not counted or are counted once
    more."""
    kind = record.activity.type
    faults = rules.minutes_missing(kind, body.model_dump())
    named = {"host": body.host, "recorder": body.recorder} | ({"keeper": body.keeper} if body.keeper else {})
    owners = {f"resolutions.{number}.owner": one.owner for number, one in enumerate(body.resolutions) if one.owner}
    owners |= {f"problems.{number}.owner": one.owner for number, one in enumerate(body.problems)}
    named |= owners | {f"speeches.{number}.memberId": speech.member_id for number, speech in enumerate(body.speeches)}
    faults += [rules.fault(field, "unknown_member") for field, member in named.items() if member not in people]
    faults += _decisions(body, record) + _ballots(body, record.ballots) + _tasks(body, kind)
    if faults:
        raise Invalid(fields=faults)


def _decisions(body: WriteMinutes, record: Record) -> list[Fault]:
    stated = {f"resolutions.{number}.decision": one.decision for number, one in enumerate(body.resolutions)}
    taken, barred = TYPES[record.activity.type].decisions, vote_rules.AT_HOME if record.beside_home else ()
    strange = [field for field, decision in stated.items() if decision and decision not in taken]
    elsewhere = [field for field, decision in stated.items() if decision in barred and field not in strange]
    return [
        *(rules.fault(field, "not_of_this_type") for field in strange),
        *(rules.fault(field, "decided_at_home") for field in elsewhere),
    ]


def _ballots(body: WriteMinutes, ballots: Mapping[str, Ballot]) -> list[Fault]:
    """What a ballot counted is taken over from it once, and not written down a second time."""
    named = [(number, one) for number, one in enumerate(body.resolutions) if one.ballot]
    counted = {ballot_id for ballot_id, ballot in ballots.items() if ballot.state == BallotState.COUNTED}
    faults, taken = [], set()
    for number, one in named:
        if one.ballot not in counted:
            faults.append(rules.fault(f"resolutions.{number}.ballot", "unknown_ballot"))
        elif (one.decision, one.in_favour, one.against, one.abstained, one.written) != (None,) * 5:
            faults.append(rules.fault(f"resolutions.{number}.ballot", "says_it_by_itself"))
        elif one.ballot in taken:
            faults.append(rules.fault(f"resolutions.{number}.ballot", "duplicate"))
        taken.add(one.ballot)
    return faults


def _tasks(body: WriteMinutes, kind: str) -> list[Fault]:
    """A task has an owner and a day; of one meeting there are at most so many as its approval can put. Problems are
    listed where they are sought."""
    halves = [(number, one) for number, one in enumerate(body.resolutions) if bool(one.owner) != bool(one.due_on)]
    faults = [
        rules.fault(f"resolutions.{number}.{'dueOn' if one.owner else 'owner'}", "missing") for number, one in halves
    ]
    if body.problems and not TYPES[kind].lists_problems:
        faults.append(rules.fault("problems", "not_of_this_type"))
    tasks = sum(1 for one in body.resolutions if one.owner) + len(body.problems)
    return [*faults, *([rules.fault("resolutions", "too_many_tasks")] if tasks > rules.MOST_TASKS else [])]


def sign(caller: Asking, activity_id: str, body: SignMinutes) -> MinutesOut:
    """The caller signs, as host, recorder or both, the text whose digest they were shown; again changes nothing.

    Raises `MinutesMissing`, `TextChanged`, `WrongState` once the record was handed in.
    """
    record = reading.whole(activity_id)
    if record.minutes is None:
        caller.may("activities.read", Target(path=record.place.path))
        raise MinutesMissing
    named = {role: record.minutes.text[role] for role in get_args(SignerRole)}
    mine = [role for role, member in named.items() if member == caller.principal.member_id]
    caller.may("activities.sign_minutes", Target(path=record.place.path, member_id=named[(mine or ["host"])[0]]))
    if body.digest != digest_of(record.activity.id, record.minutes.salt, record.minutes.content):
        raise TextChanged
    unsigned = [role for role in mine if role not in minutes_reading.signed(record, body.digest)]
    if not unsigned:
        return minutes_reading.out(record)
    reading.demand_open(record.activity)
    return _sign(caller, record, record.minutes, unsigned, body.digest)


def _sign(caller: Asking, record: Record, minutes: Minutes, roles: list[SignerRole], digest: str) -> MinutesOut:
    act, activity = caller.act(), record.activity
    work = UnitOfWork(act, chain=record.place.id, action="activities.sign_minutes", subject=activity.id)
    work.require(activity)
    work.require(minutes)
    for role in roles:
        signature = record.signatures.get(role) or Signature(activity.pk, Signature.place(role))
        signature.member_id, signature.digest, signature.at = minutes.text[role], digest, stamp(act.at)
        record.signatures[role] = signature
        work.put(signature, Changed())
        work.record(_signed(record, signature, role))
    reply = minutes_reading.out(record)
    work.commit(reply)
    return reply


def _signed(record: Record, signature: Signature, role: SignerRole) -> MinutesSigned:
    return MinutesSigned(
        activity_id=record.activity.id,
        branch_id=record.place.id,
        member_id=signature.member_id,
        role=role,
        digest=signature.digest,
    )
