"""Invitations: whoever an activity is for is told of it, and of every change, and reminded on the day before.

Forty members of a branch are told in one act, which also notes that they were. Whoever was told of the plan is told of
what becomes of it, whether the branch's roll has changed since or not. The latest fact counts, in whatever order facts
are told: an invitation that comes after a change names the new time, one that comes after the cancellation is not sent.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import batched

from functions.notices import obligations
from functions.notices.digesting import DeliverySettings
from functions.notices.gathering_tables import Called, Gathering
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.obligation_facts import Met, Owed, Told, order_of
from functions.notices.obligation_tables import Obligation
from functions.notices.posting import digest_day, post
from functions.notices.rules import ACTIVITY_SOON
from functions.notices.tables import Presence
from kernel.clock import business_day, stamp
from kernel.errors import Changed
from kernel.events import ActivityCancelled, ActivityChanged, ActivityPlanned, NoticeSent
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.sending import send
from kernel.transaction import Writes, transact

INVITED, MOVED, CANCELLED = "ACTIVITY_INVITED", "ACTIVITY_CHANGED", "ACTIVITY_CANCELLED"
MOST_KEYS = 100
MOST_MEMBERS = 40  # each in two rows of a transaction: the notice, and the name of its box for the digest
URGENT_BEFORE = timedelta(days=2)
"""Of what begins so soon word goes out at once, not with the next morning's digest."""

Fact = ActivityPlanned | ActivityChanged | ActivityCancelled


def planned(act: Act, event: ActivityPlanned) -> None:
    """Invite everybody it is for; nobody to what had begun when it was entered."""
    if event.starts_at <= act.fact_at:
        return
    retrying(partial(_keep, act, event))
    for branch_id, members in _meant(event):
        while retrying(partial(_invite, act, event, branch_id, members)):
            pass
    _remind_and_hurry(act, event, INVITED)


def changed(act: Act, event: ActivityChanged) -> None:
    """A record that was corrected after a return concerns nobody who was invited."""
    if event.to_come and retrying(partial(_keep, act, event)):
        _tell(act, event, MOVED)
        _remind_and_hurry(act, event, MOVED)


def cancelled(act: Act, event: ActivityCancelled) -> None:
    if retrying(partial(_keep, act, event)):
        _tell(act, event, CANCELLED)
        _remind_and_hurry(act, event, CANCELLED)


def _keep(act: Act, event: Fact) -> bool:
    """Whether it is the latest that is known; then it is kept."""
    plan, order = Gathering.load(event.activity_id), order_of(act)
    if order <= plan.order:
        return order == plan.order
    plan.order, plan.starts_at = order, stamp(event.starts_at)
    plan.cancelled = isinstance(event, ActivityCancelled)
    writes = Writes()
    writes.put(plan)
    if transact(writes.rows):
        raise Changed
    return True


def _meant(event: ActivityPlanned) -> Iterable[tuple[str, list[str]]]:
    """Branch → its members that are meant; where none are named, whoever belongs to it now."""
    if event.members is not None:
        return [(event.branches[0], sorted(event.members))]
    known = Presence.load_all((branch_id, event.county_id, "") for branch_id in event.branches)
    return [(branch_id, sorted(presence.seen)) for branch_id, presence in known.items()]


def _invite(act: Act, event: ActivityPlanned, branch_id: str, members: list[str]) -> bool:
    """Up to forty who were not told yet. False when all were, or when nobody is to be told any more."""
    plan = Gathering.load(event.activity_id)
    told = {member for called in Called.of(event.activity_id, branch_id) for member in called.members}
    rest = [member for member in members if member not in told][:MOST_MEMBERS]
    if plan.cancelled or not rest:
        return False
    called = Called.to(event.activity_id, branch_id, rest)
    work = _work(act, event, called, INVITED, plan.start)
    work.put_new(called)
    work.require(plan)
    work.commit()
    return True


def _tell(act: Act, event: ActivityChanged | ActivityCancelled, code: str) -> None:
    for called in Called.of(event.activity_id):
        _work(act, event, called, code, event.starts_at).commit()


def _work(act: Act, event: Fact, called: Called, code: str, starts_at: datetime) -> UnitOfWork:
    """The notices of those who are told together, in the chain of their branch."""
    branch_id, day = called.branch_id, business_day(act.fact_at)
    work = UnitOfWork(act, chain=branch_id, action="notices.invite", subject=event.activity_id, effect=called.sk)
    for member in called.members:
        notice = Notice(
            *_place(act, code, member),
            code=code,
            organisation_id=branch_id,
            county_id=event.county_id,
            facts={"activityId": event.activity_id, "startsAt": stamp(starts_at)},
            due_on=business_day(starts_at).isoformat(),
            sent_at=stamp(act.at),
            urgent=_is_near(act, starts_at),
        )
        post(work, notice, digest_on=None if notice.urgent else digest_day(act))
    where = {"organisation_id": branch_id, "county_id": event.county_id}
    work.record(NoticeSent(code=code, **where, day=day, recipients=len(called.members)))
    return work


def _place(act: Act, code: str, member_id: str) -> tuple[str, str]:
    box = Notice.member_box(member_id)
    return box, Notice.id_of(box, f"{code}#{act.cause}", business_day(act.fact_at))


def _is_near(act: Act, starts_at: datetime) -> bool:
    return starts_at - act.fact_at < URGENT_BEFORE


def _remind_and_hurry(act: Act, event: Fact, code: str) -> None:
    """Order the reminders anew, and send out at once what is urgent; a second delivery does so again, to no effect."""
    plan = Gathering.load(event.activity_id)
    for called in batched(Called.of(event.activity_id), MOST_KEYS, strict=False):
        owed = Obligation.stored((one.subject, ACTIVITY_SOON) for one in called)
        for one in called:
            if told := _reminder(event, plan, one, owed.get((one.subject, ACTIVITY_SOON))):
                obligations.settle(act, [told], f"{ACTIVITY_SOON}#{one.sk}")
            if _is_near(act, event.starts_at):
                _send_out(act, event, code, one)


def _reminder(event: Fact, plan: Gathering, called: Called, owed: Obligation | None) -> Told | None:
    """What is owed by the latest that is known; nothing new if the time stays."""
    where = ACTIVITY_SOON, called.subject, called.branch_id, event.county_id, ""
    if plan.cancelled:
        return Met(*where, plan.order)
    if owed and owed.facts.get("startsAt") == plan.starts_at:
        return None
    facts = {"activityId": event.activity_id, "startsAt": plan.starts_at, "members": list(called.members)}
    return Owed(*where, plan.order, ACTIVITY_SOON, business_day(plan.start), facts)


def _send_out(act: Act, event: Fact, code: str, called: Called) -> None:
    places = (_place(act, code, member) for member in called.members)
    due = (Due(box=box, county_id=event.county_id, notice_id=at, urgent=True) for box, at in places)
    send(DeliverySettings.load().delivery_queue, due)
