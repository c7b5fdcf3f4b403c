"""Somebody other than who entered the line rules on a dispute. Upheld, the line says what the member claims; of an
approved record what followed is told again: attendance is given, or taken back, for this member alone. A dispute of a
record that was called off or withdrawn meanwhile can only be rejected: the answer is what the member is owed."""

from functions.activities import audience, reading
from functions.activities.attendance import calling
from functions.activities.attendance.confidence_rules import Reason
from functions.activities.attendance.tables import Attendance
from functions.activities.disputes import rules as dispute_rules
from functions.activities.disputes.errors import AlreadyRuled, NothingToCorrect, RecordWaits, TooManyRulings
from functions.activities.disputes.models import AttendanceDisputeOut, RuleOnAttendance
from functions.activities.disputes.rules import BY_RULING, Outcome, Stage
from functions.activities.disputes.tables import Dispute, Listed
from functions.activities.ledger import tallying
from functions.activities.reading import Record
from functions.activities.reviews import withdrawing
from functions.activities.roll.elsewhere_tables import Visit
from functions.activities.rules import ATTENDED, EXCUSED, Presence
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, NotFound
from kernel.events import AttendanceConfirmed, AttendanceCorrected, AttendanceDisputeRuled
from kernel.journal import Act, UnitOfWork


def rule(caller: Asking, activity_id: str, member_id: str, body: RuleOnAttendance) -> AttendanceDisputeOut:
    """Raises `Forbidden` for who entered the line, raised the dispute or ruled on it before, `AlreadyRuled`,
    `RecordWaits`, `NothingToCorrect`, `TooManyRulings`, `Changed` where somebody was quicker."""
    record = reading.whole(activity_id)
    dispute, stage = _open(caller, record, member_id)
    if body.upheld and record.activity.state in dispute_rules.CLOSED:
        raise NothingToCorrect
    act = caller.act()
    work = UnitOfWork(act, chain=record.place.id, action="activities.rule_on_dispute", subject=activity_id)
    _settle(work, dispute, body, stage)
    work.record(_ruled(record, dispute))
    if body.upheld:
        _correct(work, record, dispute, stage)
    else:
        work.require(record.activity)
    reply = AttendanceDisputeOut.of(dispute, business_day(act.at))
    work.commit(reply.without_words())
    return reply


def _settle(work: UnitOfWork, dispute: Dispute, body: RuleOnAttendance, stage: Stage) -> None:
    act = work.act
    work.take_away(Listed.to(Listed.OPEN, dispute))
    dispute.outcome = (Outcome.UPHELD if body.upheld else Outcome.REJECTED).value
    dispute.ruled_at, dispute.ruled_by, dispute.ruled_by_stage = stamp(act.at), act.actor, stage.value
    dispute.answer = body.answer if dispute.reason else None  # of who was erased meanwhile no words are kept
    work.put(dispute, Changed())
    work.put_anyway(Listed.to(Listed.RULED, dispute))


def _open(caller: Asking, record: Record, member_id: str) -> tuple[Dispute, Stage]:
    """The dispute, and who rules on it now, if that is the caller."""
    dispute, stage = record.disputes.get(member_id), dispute_rules.stage(record.activity.state)
    _demand_may_rule(caller, record, dispute, stage)
    if dispute is None:
        raise NotFound
    if dispute.outcome != Outcome.OPEN:
        raise AlreadyRuled
    if stage is None:
        raise RecordWaits
    return dispute, stage


def _demand_may_rule(caller: Asking, record: Record, dispute: Dispute | None, stage: Stage | None) -> None:
    """Raises `NotFound` for who sees nothing of it, `Forbidden` for who may not rule at this stage, or ever."""
    line = dispute and record.attendance.get(dispute.member_id)
    target = Target(
        path=record.place.path, stage_id=record.place.county_id, submitted_by=line.entered_by if line else None
    )
    caller.may("activities.rule_finally" if stage is Stage.COMMITTEE else "activities.rule", target)
    if dispute and _is_partial(caller, dispute):
        raise Forbidden


def _is_partial(caller: Asking, dispute: Dispute) -> bool:
    """Whose own line it is, and who ruled on it before it was disputed once more."""
    who = caller.principal
    again = dispute.outcome == Outcome.OPEN and who.subject == dispute.ruled_by
    return again or who.subject == dispute.raised_by or who.member_id == dispute.member_id


def _correct(work: UnitOfWork, record: Record, dispute: Dispute, stage: Stage) -> None:
    member = dispute.member_id
    line = record.attendance.get(member)
    before, after = line.state if line else None, Presence(dispute.claim)
    row = _corrected(record, member, after, work.act)
    record.attendance[member] = row
    if stage is Stage.COMMITTEE:
        _tell(work, record, member, before, after)
    work.put(row, Changed())
    if row.home_id:
        work.put_anyway(Visit.to(record.activity, member, row.home_id))
    work.put(record.activity)


def _corrected(record: Record, member: str, state: Presence, act: Act) -> Attendance:
    """The line as it is from now on, with what it was."""
    known = record.attendance.get(member)
    home_id = known.home_id if known else calling.homes_of(record, [member]).get(member)
    row = Attendance.to(record.activity, member, state=state.value, method=BY_RULING, at=stamp(act.at))
    row.reasons, row.home_id = [Reason.RULED_ON_DISPUTE.value], home_id
    row.entered_by, row.version = (known.entered_by, known.version) if known else (None, 0)
    row.was = [*(known.was or ()), {"state": known.state, "method": known.method, "at": known.at}] if known else []
    return row


def _tell(work: UnitOfWork, record: Record, member: str, before: str | None, after: Presence) -> None:
    activity, found = record.activity, dispute_rules.effect(before, after)
    parts, corrections = withdrawing.confirmed(record), list(activity.corrections or ())
    if not dispute_rules.has_room(len(parts), corrections):
        raise TooManyRulings
    [(home, _)] = record.by_branch([member])
    told = {"home": home.id, "member": member}
    if found.taken_back:
        part = dispute_rules.part_of(member, [(place.id, members) for place, members in parts], corrections)
        corrections.append(told | {"part": part, "attended": False})
        work.record(_taken_back(record, home, part, member))
    if found.given or found.reason:
        part = dispute_rules.FIRST_CORRECTION + len(corrections)
        if found.given:
            corrections.append(told | {"part": part, "attended": True})
        work.record(_given(record, home, part, member, after))
    activity.corrections = corrections or None
    activity.tally = tallying.corrected(activity.tally, before, after)


def _taken_back(record: Record, home: Organisation, part: int, member: str) -> AttendanceCorrected:
    activity = record.activity
    return AttendanceCorrected(
        activity_id=activity.id,
        branch_id=home.id,
        county_id=home.county_id,
        path=home.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        chunk=part,
        member_id=member,
    )


def _given(record: Record, home: Organisation, part: int, member: str, state: Presence) -> AttendanceConfirmed:
    activity = record.activity
    return AttendanceConfirmed(
        activity_id=activity.id,
        branch_id=home.id,
        county_id=home.county_id,
        path=home.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        chunk=part,
        members=(member,) if state in ATTENDED else (),
        audience=audience.of(activity).kind.value,
        excused=(member,) if state in EXCUSED else (),
        exempt=(member,) if state is Presence.EXEMPT else (),
    )


def _ruled(record: Record, dispute: Dispute) -> AttendanceDisputeRuled:
    return AttendanceDisputeRuled(
        activity_id=record.activity.id,
        branch_id=record.place.id,
        county_id=record.place.county_id,
        type=record.activity.type,
        member_id=dispute.member_id,
        upheld=dispute.outcome == Outcome.UPHELD,
        by_committee=dispute.ruled_by_stage == Stage.COMMITTEE,
    )
