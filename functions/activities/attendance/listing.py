"""The list of an online meeting, as the secretary sends it: who stayed long enough was present."""

from collections.abc import Mapping, Sequence

from functions.activities import reading, rules
from functions.activities.attendance import calling, online_rules
from functions.activities.attendance.confidence_rules import Reason
from functions.activities.attendance.models import OnlineListed, OnlineStay, SendOnlineList, Short
from functions.activities.attendance.tables import Attendance
from functions.activities.disputes.rules import BY_RULING
from functions.activities.errors import NotOpenYet
from functions.activities.reading import Record
from functions.activities.rules import Fault, Presence
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.errors import Invalid
from kernel.journal import Act

BY_LIST = "ONLINE_LIST"


def take(caller: Asking, activity_id: str, body: SendOnlineList) -> OnlineListed:
    """Who stayed the minimum gets a row, who is named as short gets none; to send the same again changes nothing.

    Raises `Invalid` for who is not on the roll or left before they joined, `NotOpenYet`, `WrongState`, `Changed`.
    """
    record = reading.record_for(caller, activity_id, "activities.host")
    act = caller.act()
    calling.replay(act)
    reading.demand_open(record.activity)
    starts_at, ends_at = reading.times(record.activity)
    if act.at < starts_at:
        raise NotOpenYet
    homes = calling.homes_of(record, [entry.member_id for entry in body.entries])
    _demand_sound(body.entries, record, homes)
    needed, stayed = online_rules.minimum(starts_at, ends_at), _stayed(body.entries, record)
    rows = [_row(record, member, spent, homes, act) for member, spent in stayed.items() if spent >= needed]
    changed = [row for row in rows if _differs(row, record.attendance.get(row.member_id))]
    short = [Short(member_id=member, minutes=spent) for member, spent in stayed.items() if spent < needed]
    reply = OnlineListed(listed=len(stayed), changed=len(changed), minimum_minutes=needed, short=short)
    calling.write(act, record, changed, reply, "activities.list_online")
    return reply


def _demand_sound(entries: Sequence[OnlineStay], record: Record, homes: Mapping[str, str | None]) -> None:
    faults: list[Fault] = []
    for number, entry in enumerate(entries):
        if entry.member_id not in record.roll and entry.member_id not in homes:
            faults.append(rules.fault(f"entries.{number}.memberId", "unknown_member"))
        if entry.left_at < entry.joined_at:
            faults.append(rules.fault(f"entries.{number}.leftAt", "before_joining"))
    if faults:
        raise Invalid(fields=faults)


def _stayed(entries: Sequence[OnlineStay], record: Record) -> dict[str, int]:
    """The minutes of each member."""
    stays: dict[str, list[online_rules.Stay]] = {}
    for entry in entries:
        stays.setdefault(entry.member_id, []).append((entry.joined_at, entry.left_at))
    times = reading.times(record.activity)
    return {member: online_rules.minutes(of_member, *times) for member, of_member in stays.items()}


def _row(record: Record, member: str, spent: int, homes: Mapping[str, str | None], act: Act) -> Attendance:
    known = record.attendance.get(member)
    row = Attendance.to(
        record.activity,
        member,
        state=Presence.PRESENT_ONLINE.value,
        method=BY_LIST,
        at=stamp(act.at),
        reasons=[Reason.ONLINE_LIST.value],
        online_minutes=spent,
        home_id=homes.get(member),
        entered_by=act.actor,
    )
    row.version = known.version if known else 0
    return row


def _differs(row: Attendance, known: Attendance | None) -> bool:
    """Whether the list says something new: who signed in, was called present, or is ruled on
    stays as they stand."""
    if known is None or (known.state not in rules.ATTENDED and known.method != BY_RULING):
        return True
    return known.method == BY_LIST and known.online_minutes != row.online_minutes
