"""The branch hands in its record: who attended is frozen, the first committee's turn begins."""

from datetime import datetime

from functions.activities import audience, reading, rules, vote_rules
from functions.activities.ballots.errors import BallotOpen
from functions.activities.ballots.rules import State as BallotState
from functions.activities.errors import (
    AttendanceMissing,
    MinutesMissing,
    NotHeld,
    RecordIncomplete,
    TooManyAttended,
    VotesDiffer,
)
from functions.activities.ledger import tallying
from functions.activities.minutes import reading as minutes_reading
from functions.activities.minutes.tables import Minutes
from functions.activities.models import ActivityOut
from functions.activities.reading import Record
from functions.activities.reviews import excusing, flagging
from functions.activities.tasks import burdens as task_burdens
from kernel.asking import Asking
from kernel.clock import instant, stamp
from kernel.events import ActivitySubmitted
from kernel.journal import Act, UnitOfWork


def submit(caller: Asking, activity_id: str) -> ActivityOut:
    """Raises `WrongState` and its kinds (`NotHeld`, `MinutesMissing`, `AttendanceMissing`); `ReasonRequired` for tasks
    beyond the budgets of branches; `Changed` if the roll was called meanwhile."""
    record = reading.record_for(caller, activity_id, "activities.submit")
    activity, act = record.activity, caller.act()
    caller.expect_version(activity.version)
    reading.demand_open(activity)
    _demand_ballots_counted(record)
    _demand_complete(record, act.at)
    _demand_what_committees_ask(record)
    weighed = task_burdens.demand_reason(record, act.at)
    minutes = _with_electorates(record)
    _hand_in(record, act)
    reply = ActivityOut.of(activity, activity.version + 1)
    work = UnitOfWork(act, chain=record.place.id, action="activities.submit", subject=activity.id, head=weighed.head)
    work.put(activity)
    work.put(minutes)
    work.record(_submitted(record, len(weighed.over)))
    work.commit(reply)
    return reply


def _demand_ballots_counted(record: Record) -> None:
    """Raises `BallotOpen`."""
    if any(ballot.state != BallotState.COUNTED for ballot in record.ballots.values()):
        raise BallotOpen


def _demand_complete(record: Record, at: datetime) -> None:
    if at < instant(record.activity.ends_at):
        raise NotHeld
    _demand_votes_agree(record)
    if not record.attended:
        raise AttendanceMissing
    if len(excusing.parts(record, record.confirmations(record.attended))) > rules.MOST_CONFIRMATIONS:
        raise TooManyAttended


def _hand_in(record: Record, act: Act) -> None:
    activity = record.activity
    committees = rules.stages(record.place.path, record.place.county_id)
    presences = {member: row.state for member, row in record.attendance.items()}
    activity.state = rules.state_at(0, committees).value
    activity.stage_id = committees[0]
    activity.round = int(activity.round) + 1
    activity.submitted_by, activity.submitted_at = act.actor, stamp(act.at)
    activity.submitters = sorted({*(activity.submitters or ()), act.actor})
    activity.entitled = rules.entitled(record.expected, presences)
    activity.freeze(sorted(record.attended))
    activity.tally = tallying.of(record)
    activity.waits_since, activity.flags = activity.submitted_at, flagging.flags(record) or None


def _demand_votes_agree(record: Record) -> None:
    """Raises `MinutesMissing`; `VotesDiffer` where more voted than could."""
    if record.minutes is None:
        raise MinutesMissing
    text = minutes_reading.out(record)
    of, cast = minutes_reading.electorates(record), minutes_reading.cast(text.resolutions, record.activity.type)
    faults = [
        rules.fault(f"resolutions.{number}.{field}", "more_than_could_vote")
        for number, votes in enumerate(cast)
        for field in vote_rules.faults_of(votes, *of[votes.decision.value])
    ]
    if faults:
        raise VotesDiffer(fields=faults)


def _demand_what_committees_ask(record: Record) -> None:
    """Raises `RecordIncomplete` for what the templates above asked for when it was planned."""
    missing = sorted(set(record.activity.demands) & flagging.lacking(record))
    if missing:
        raise RecordIncomplete(fields=[rules.fault(name, "missing") for name in missing])


def _with_electorates(record: Record) -> Minutes:
    """Who was entitled to vote and present is what it is now, whoever comes onto the roll later."""
    if record.minutes is None:
        raise MinutesMissing
    record.minutes.electorates = dict(minutes_reading.electorates(record))
    return record.minutes


def _submitted(record: Record, over_budget: int) -> ActivitySubmitted:
    activity, whom = record.activity, audience.of(record.activity)
    return ActivitySubmitted(
        activity_id=activity.id,
        branch_id=record.place.id,
        county_id=record.place.county_id,
        path=record.place.path,
        type=activity.type,
        held_on=reading.held_on(activity),
        round=int(activity.round),
        audience=whom.kind.value,
        branches=whom.branches,
        over_budget=over_budget,
    )
