"""Sign-ins that a phone made while it was offline, when it is online again: each is an act of its own, carried out at
most once, however often and in whatever order they come."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Literal

from functions.activities import reading
from functions.activities import rules as policy
from functions.activities.attendance import attending, codes, confidence_rules
from functions.activities.attendance.attending import Scene
from functions.activities.attendance.confidence_rules import Reason
from functions.activities.attendance.errors import BadSignature, CounterReused, ReplayedTooLate
from functions.activities.attendance.models import AttendanceOut
from functions.activities.attendance.tables import Attendance
from functions.activities.devices import keys as device_keys
from functions.activities.devices import registering
from functions.activities.devices import rules as offline_rules
from functions.activities.devices.models import Bundle, BundleOut, OfflineSignIn, Replayed
from functions.activities.devices.rules import Placed
from functions.activities.devices.tables import Counted, Device
from functions.activities.errors import SignInClosed, WrongCode
from functions.activities.tables import TABLE, Activity
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.errors import AlreadyExists, Busy, Changed, DomainError, NotFound
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.together import Raw, read_tables

BY_BUNDLE = "OFFLINE"
PERIOD = timedelta(seconds=codes.PERIOD)


type Outcome = Literal["RECORDED", "STANDS"]
type Rows = dict[tuple[str, str], Raw]


def replay(caller: Asking, device_id: str, body: Bundle) -> BundleOut:
    """What became of each, in the order in which they were sent; they are carried out in the order of their counters.

    Raises `NotFound` for another's phone, `DeviceRevoked`, `BadSignature` for a bundle that the phone did not sign.
    """
    rows = _read(device_id, body.sign_ins)
    device = registering.own(caller, _device(rows, device_id))
    key = device_keys.key_of(device.id, device.member_id)
    if not offline_rules.is_signed(key, body.text(device.id), body.signature):
        raise BadSignature
    act, done = Act(caller.principal.subject), dict[int, Replayed]()
    for place in sorted(range(len(body.sign_ins)), key=lambda n: body.sign_ins[n].counter):
        one = body.sign_ins[place]
        when = offline_rules.placed(one.clocks(), body.clocks(), act.at)
        done[place] = _told(Sent(caller, device_id, key, one, when, act), rows)
    return BundleOut(sign_ins=[done[place] for place in range(len(body.sign_ins))])


@dataclass(frozen=True)
class Sent:
    """One sign-in of a bundle, by whom, from which phone, and when it was made."""

    caller: Asking
    device_id: str
    key: bytes = field(repr=False)
    one: OfflineSignIn
    when: Placed
    act: Act

    @property
    def text(self) -> str:
        return self.one.text(self.device_id)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def _told(sent: Sent, rows: Rows) -> Replayed:
    """What refuses one sign-in is told, and holds up no other. Raises `Busy`: to be sent again, nothing was decided."""
    one, first = sent.one, [rows]
    told = partial(Replayed, counter=one.counter, activity_id=one.activity_id)

    def attempt() -> tuple[Outcome, Attendance]:
        return _attempt(sent, first.pop() if first else _read(sent.device_id, [one]))

    try:
        if not offline_rules.is_signed(sent.key, sent.text, one.signature):
            raise BadSignature
        outcome, row = retrying(attempt)
    except Busy:
        raise
    except DomainError as refusal:
        return told(outcome="REFUSED", code=refusal.code)
    return told(outcome=outcome, row=AttendanceOut.of(row))


def _attempt(sent: Sent, rows: Rows) -> tuple[Outcome, Attendance]:
    """Raises `Changed` where the same bundle, or somebody on the same phone, was quicker: to be looked at anew."""
    device, activity = _device(rows, sent.device_id), _activity(rows, sent.one.activity_id)
    counted = rows.get((device.pk, Counted.place(sent.one.counter)))
    if counted and Counted.from_raw_data(counted).digest != sent.digest:
        raise CounterReused
    about = attending.scene(sent.caller, activity, device.id, [device.member_id])
    standing = about.rows.get(about.member_id)
    if standing:
        return "STANDS", standing
    reading.demand_open(activity)
    row = _row(about, device, sent)
    _write(about, device, sent, row)
    return "RECORDED", row


def _write(about: Scene, device: Device, sent: Sent, row: Attendance) -> None:
    work = UnitOfWork(sent.act, chain=about.place.id, action="activities.replay", subject=about.activity.id)
    attending.gather(work, about, row)
    place, digest = Counted.place(sent.one.counter), sent.digest
    work.put_new(Counted(device.pk, place, digest=digest, activity_id=about.activity.id))
    if sent.one.counter > device.counter:
        device.counter = sent.one.counter
        work.put(device, Changed())
    try:
        work.commit()
    except AlreadyExists:
        raise Changed from None


def _read(device_id: str, sign_ins: Sequence[OfflineSignIn]) -> Rows:
    """The phone, what its numbers stand for, and the activities, in one call."""
    phone = Device.partition(device_id)
    places = {(phone, "NOW"), *((phone, Counted.place(one.counter)) for one in sign_ins)}
    places |= {(Activity.partition(one.activity_id), "NOW") for one in sign_ins}
    keys = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in sorted(places)]
    found = read_tables({TABLE: {"Keys": keys, "ConsistentRead": True}})[TABLE]
    return {(row["pk"]["S"], row["sk"]["S"]): row for row in found}


def _device(rows: Rows, device_id: str) -> Device:
    return Device.from_raw_data(_demand(rows, Device.partition(device_id)))


def _activity(rows: Rows, activity_id: str) -> Activity:
    return Activity.from_raw_data(_demand(rows, Activity.partition(activity_id)))


def _demand(rows: Rows, pk: str) -> Raw:
    if (pk, "NOW") not in rows:
        raise NotFound
    return dict(rows[(pk, "NOW")])


def _row(about: Scene, device: Device, sent: Sent) -> Attendance:
    """Raises `ReplayedTooLate`, `WrongCode`, `SignInClosed`."""
    times = starts_at, ends_at = reading.times(about.activity)
    made = _by_code(about.activity, sent)
    if not policy.sign_in_opens(*times, made.at):
        raise SignInClosed
    behind = (Reason.OUT_OF_ORDER.value,) if sent.one.counter < device.counter else ()
    in_time = confidence_rules.of_time(starts_at, ends_at, made.at)
    return Attendance.to(
        about.activity,
        about.member_id,
        state=policy.presence_at(starts_at, made.at).value,
        method=BY_BUNDLE,
        at=stamp(made.at),
        reached_at=stamp(sent.act.at),
        reasons=[*made.reasons, in_time, *sent.when.reasons, *behind],
    )


def _by_code(activity: Activity, sent: Sent) -> Placed:
    """When it was by the code, too. Raises `ReplayedTooLate`, `WrongCode`."""
    starts_at, ends_at = reading.times(activity)
    if sent.act.at > ends_at + offline_rules.REPLAY_WINDOW:
        raise ReplayedTooLate
    first, last = starts_at - policy.OPENS_BEFORE, min(ends_at + policy.CLOSES_AFTER, sent.act.at)
    shown_at = codes.shown_at(sent.one.code, activity.secret, first, last, sent.when.at)
    if shown_at is None:
        raise WrongCode
    return offline_rules.with_code(sent.when.at, shown_at, PERIOD)
