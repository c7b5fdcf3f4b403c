"""The host opens a ballot, with its electorate as it is then, and closes it."""

from functions.activities import reading, rules, vote_rules
from functions.activities.activity_types import TYPES, Decision
from functions.activities.attendance.tables import Attendance
from functions.activities.ballots import rules as ballot_rules
from functions.activities.ballots.errors import TooFewVoters, TooManyBallots, TooManyVoters
from functions.activities.ballots.models import BallotOut, OpenBallot
from functions.activities.ballots.reading import find
from functions.activities.ballots.rules import FEWEST_VOTERS, MOST_BALLOTS, MOST_VOTERS, State
from functions.activities.ballots.tables import Ballot
from functions.activities.errors import NotOpenYet
from functions.activities.reading import Record
from functions.activities.rules import Fault, fault
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.errors import Changed, Invalid, WrongState
from kernel.events import BallotClosed, BallotOpened
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.record import Head


def open_one(caller: Asking, activity_id: str, body: OpenBallot) -> BallotOut:
    """From now on who is of the electorate, and there, may vote; nobody comes into it or leaves it any more.

    Raises `WrongState` (not planned), `NotOpenYet`, `Invalid`, `TooFewVoters`, `TooManyVoters`, `TooManyBallots`.
    """
    record, act = reading.record_for(caller, activity_id, "activities.host"), caller.act()
    takes = TYPES[record.activity.type].decisions
    decision = body.decision or next(iter(takes), None)
    if decision not in takes:
        raise Invalid(fields=[fault("decision", "not_of_this_type")])
    if record.beside_home and decision in vote_rules.AT_HOME:
        raise Invalid(fields=[fault("decision", "decided_at_home")])
    ballot = begun(record, decision, body.question, act)
    _put_in(ballot, record, body)
    reply = BallotOut.whole(ballot, None, 1)
    opening(record, ballot, act).commit(reply)
    return reply


def begun(record: Record, decision: Decision, question: str, act: Act) -> Ballot:
    """A ballot of the meeting, with its electorate as it is now.

    Raises `WrongState`, `NotOpenYet`, `TooFewVoters`, `TooManyVoters`, `TooManyBallots`.
    """
    _demand_on(record, act)
    ballot = Ballot(*Ballot.key_of(record.activity.id, new_id()), branch_id=record.place.id, state=State.OPEN.value)
    ballot.question, ballot.decision, ballot.opened_at = question, decision.value, stamp(act.at)
    presences = {member: row.state for member, row in record.attendance.items()}
    voters = vote_rules.voters(decision, record.voting_roll, presences)
    if len(voters) < FEWEST_VOTERS:
        raise TooFewVoters
    if len(voters) > MOST_VOTERS:
        raise TooManyVoters
    ballot.freeze(voters)
    return ballot


def _demand_on(record: Record, act: Act) -> None:
    """Raises `WrongState`, `NotOpenYet` unless the meeting may vote now; `TooManyBallots`."""
    if record.activity.state != rules.State.PLANNED:
        raise WrongState
    if act.at < reading.times(record.activity)[0] - rules.OPENS_BEFORE:
        raise NotOpenYet
    if len(record.ballots) >= MOST_BALLOTS:
        raise TooManyBallots


def opening(record: Record, ballot: Ballot, act: Act, head: Head | None = None) -> UnitOfWork:
    """The act that puts it to the vote."""
    work = UnitOfWork(act, chain=record.place.id, action="activities.open_ballot", subject=ballot.id, head=head)
    work.put_new(ballot)
    work.require(record.activity)
    work.record(
        BallotOpened(
            activity_id=record.activity.id,
            ballot_id=ballot.id,
            branch_id=record.place.id,
            decision=ballot.decision,
            entitled=len(ballot.electors),
            candidates=len(ballot.candidates),
            seats=int(ballot.seats),
        )
    )
    return work


def _put_in(ballot: Ballot, record: Record, body: OpenBallot) -> None:
    """Candidates and seats: as they are named, or those of a run-off. Raises `Invalid`."""
    if body.run_off_of:
        faults = _run_off(ballot, record, body)
    else:
        ballot.candidates, ballot.seats = sorted(body.candidates), body.seats or 0
        faults = _named(ballot, body)
        ballot.write_ins = ballot.asked.elects and body.write_ins
    if faults:
        raise Invalid(fields=faults)


def _named(ballot: Ballot, body: OpenBallot) -> list[Fault]:
    asked = ballot.asked
    if not asked.elects:
        return [fault(name, "not_an_election") for name in ("candidates", "seats") if getattr(body, name)]
    if body.seats is None:
        return [fault("seats", "missing")]
    if len(body.candidates) < ballot_rules.least_candidates(body.seats):
        return [fault("candidates", "too_few")]
    sound = len(set(body.candidates)) == len(body.candidates) and asked.electorate.issuperset(body.candidates)
    return [] if sound else [fault("candidates", "not_eligible")]


def _run_off(ballot: Ballot, record: Record, body: OpenBallot) -> list[Fault]:
    """Among those who tied in an election of this activity, for the seats that their tie left open. One that was not
    counted is held again, one that was is not: who ties in it has a run-off of their own."""
    before = record.ballots.get(body.run_off_of or "")
    if ballot.decision != Decision.ELECTION or before is None or not (before.election or {}).get("runOff"):
        return [fault("runOffOf", "no_tie")]
    others = [one for one in record.ballots.values() if one.run_off_of == before.id]
    if any(one.tally is None or one.election for one in others):
        return [fault("runOffOf", "decided")]
    if body.candidates or body.seats:
        return [fault("runOffOf", "names_nobody")]
    tie = before.election["runOff"]
    ballot.candidates, ballot.seats, ballot.run_off_of = tie["candidates"], tie["seats"], before.id
    return []


def close(caller: Asking, activity_id: str, ballot_id: str) -> BallotOut:
    """Nobody votes from now on; who is there of the electorate is what the quorum is held against. Raises `WrongState`,
    `Stale`, `Changed`."""
    found, act = find(activity_id, ballot_id), caller.act()
    found.demand(caller, "activities.host")
    ballot = found.ballot
    caller.expect_version(ballot.version)
    found.demand_meeting()
    if ballot.state != State.OPEN:
        raise WrongState
    ballot.state, ballot.closed_at, ballot.present = State.CLOSED, stamp(act.at), _present(ballot)
    reply = BallotOut.whole(ballot, None, ballot.version + 1)
    work = found.work(act, "activities.close_ballot")
    work.put(ballot, Changed())
    work.record(_closed(ballot))
    work.commit(reply)
    return reply


def _closed(ballot: Ballot) -> BallotClosed:
    return BallotClosed(
        activity_id=ballot.activity_id,
        ballot_id=ballot.id,
        branch_id=ballot.branch_id,
        entitled=len(ballot.electors),
        present=int(ballot.present or 0),
    )


def _present(ballot: Ballot) -> int:
    rows = Attendance.query(ballot.pk, Attendance.sk.startswith(Attendance.place("")), consistent_read=True)
    there = {row.member_id for row in rows if row.state in vote_rules.THERE}
    return len(there & ballot.asked.electorate)
