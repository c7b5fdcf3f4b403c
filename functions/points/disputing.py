"""A member disputes a line of their own; the committee above the branch rules on it. What is upheld is taken back by
`functions.points.reversing`, once it is told."""

from datetime import date
from typing import Literal

from functions.points.dispute_models import DisputeLine, DisputeOut, DisputePage, RuleOnDispute
from functions.points.dispute_tables import AboutRow, DisputeItem
from functions.points.errors import AlreadyDisputed, NotDisputable, RuledAlready
from functions.points.tables import LedgerRow
from kernel import directory, seasons, submissions
from kernel.asking import Asking
from kernel.authority import Target
from kernel.calendar import add_working_days
from kernel.clock import business_day, instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, NotFound
from kernel.events import PointsDisputed, PointsDisputeRuled
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.record import Head

WORKING_DAYS_TO_RULE = 15


def dispute(caller: Asking, body: DisputeLine) -> DisputeOut:
    """Raises `Invalid` for a line that is not the caller's, `NotDisputable`, `AlreadyDisputed`."""
    member_id = str(caller.principal.member_id)
    caller.may("points.dispute", Target(member_id=caller.principal.member_id))
    row = LedgerRow.find(LedgerRow.partition(member_id), body.line)
    if row is None:
        raise Invalid(fields=[{"field": "line", "code": "not_yours"}])
    _demand_disputable(row)
    branch, head = directory.organisation_and(row.branch_id, Head, row.branch_id)
    act = caller.act()
    item = _item(row, branch, member_id, body.words, act.actor)
    work = UnitOfWork(act, chain=branch.id, action="points.dispute", subject=item.sk, head=head or Head(branch.id))
    work.put_new(item)
    place = AboutRow.partition(member_id), f"{AboutRow.DISPUTE}{row.sk}"
    work.put_new(AboutRow(*place, there_pk=item.pk, there_sk=item.sk), AlreadyDisputed())
    work.record(_opened(item))
    reply = _out(item)
    work.commit(reply)
    return reply


def _opened(item: DisputeItem) -> PointsDisputed:
    return PointsDisputed(
        dispute_id=item.sk,
        member_id=item.member_id,
        branch_id=item.branch_id,
        county_id=item.county_id,
        path=item.path,
        committee_id=item.organisation_id,
        due_on=date.fromisoformat(item.due_on),
    )


def _demand_disputable(row: LedgerRow) -> None:
    """Only what a fact gave, while its season is open; a line that moves or takes back a balance is none of these."""
    given = row.is_line and (row.activity_id or row.award_id) and row.reverses is None
    if not given or row.season not in seasons.open_seasons(business_day(now())):
        raise NotDisputable


def _item(row: LedgerRow, branch: Organisation, member_id: str, words: str, actor: str) -> DisputeItem:
    above, present = directory.ancestors(branch.path), now()
    return DisputeItem(
        DisputeItem.partition(above[-2] if len(above) > 1 else branch.id),
        new_id(),
        member_id=member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        line=row.sk,
        source=row.activity_id or row.award_id,
        value=row.value,
        zh=row.zh,
        en=row.en,
        words=words,
        opened_by=actor,
        opened_at=stamp(present),
        due_on=add_working_days(business_day(present), WORKING_DAYS_TO_RULE).isoformat(),
    )


def rule(caller: Asking, dispute_id: str, body: RuleOnDispute) -> DisputeOut:
    """Raises `RuledAlready`; `Forbidden` for the member whose line it is."""
    item = _demand_open(caller, dispute_id, body.organisation_id)
    act = caller.act()
    item.state, item.reason = body.outcome.upper(), body.reason
    item.ruled_by, item.ruled_at = act.actor, stamp(act.at)
    work = UnitOfWork(act, chain=item.branch_id, action="points.disputes.rule", subject=item.sk)
    work.put(item, Changed())
    work.record(_ruled(item, body.outcome))
    reply = _out(item)
    work.commit(reply)
    return reply


def _demand_open(caller: Asking, dispute_id: str, committee_id: str) -> DisputeItem:
    """A dispute that waits for somebody who may rule on it."""
    key = DisputeItem.partition(committee_id), dispute_id
    committee, item = directory.organisation_and(committee_id, DisputeItem, *key)
    caller.may("points.disputes.rule", Target(path=committee.path, submitted_by=item.opened_by if item else None))
    if item is None:
        raise NotFound
    item.demand_waiting(caller.principal, item.member_id, RuledAlready())
    return item


def _ruled(item: DisputeItem, outcome: Literal["upheld", "dismissed"]) -> PointsDisputeRuled:
    return PointsDisputeRuled(
        dispute_id=item.sk,
        member_id=item.member_id,
        branch_id=item.branch_id,
        county_id=item.county_id,
        path=item.path,
        source_id=item.source,
        line=item.line,
        outcome=outcome,
    )


def of_committee(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> DisputePage:
    """What went to a committee, newest first."""
    caller.may("points.disputes.list", Target(path=directory.organisation(organisation_id).path))
    items, following = submissions.page(DisputeItem, organisation_id, cursor, limit)
    return DisputePage(items=[_out(item) for item in items], as_of=now(), next=following)


def own(caller: Asking) -> DisputePage:
    """The caller's own disputes, newest first, at most a hundred."""
    caller.may("points.dispute", Target(member_id=caller.principal.member_id))
    partition = AboutRow.partition(str(caller.principal.member_id))
    kept = AboutRow.query(partition, AboutRow.sk.startswith(AboutRow.DISPUTE), scan_index_forward=False, limit=100)
    items = DisputeItem.find_all([row.there for row in kept], consistent=True)
    return DisputePage(items=[_out(item) for item in sorted(items, key=lambda i: i.sk, reverse=True)], as_of=now())


def _out(item: DisputeItem) -> DisputeOut:
    due_on = date.fromisoformat(item.due_on)
    return DisputeOut(
        id=item.sk,
        organisation_id=item.organisation_id,
        member_id=item.member_id,
        branch_id=item.branch_id,
        line=item.line,
        value=int(item.value),
        zh=item.zh,
        en=item.en,
        state=item.state,
        words=item.words,
        opened_at=instant(item.opened_at),
        due_on=due_on,
        overdue=item.state == DisputeItem.OPEN and due_on < business_day(now()),
        reason=item.reason,
        ruled_at=instant(item.ruled_at) if item.ruled_at else None,
    )
