"""One person proposes what a machine cannot see, another stands for it; then it is posted as any fact is."""

from datetime import date

from functions.points import rulebook
from functions.points.award_models import AwardOut, AwardPage, DecideAward, ProposeAward
from functions.points.award_tables import AwardItem
from functions.points.dispute_tables import AboutRow
from functions.points.errors import DecidedAlready
from functions.points.rules import Beneficiary, Rule
from functions.points.tables import LedgerRow, Place
from kernel import directory, seasons, submissions
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, Invalid, NotFound
from kernel.events import AwardConfirmed, AwardProposed, AwardRefused
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.record import Head


def propose(caller: Asking, body: ProposeAward) -> AwardOut:
    """Raises `Invalid` for what no rule in force knows, a member of another branch, or a day of a closed season."""
    branch, home, head = _look(body)
    caller.may("points.awards.propose", Target(path=branch.path))
    if body.member_id and caller.principal.member_id == body.member_id:
        raise Forbidden
    rule = _demand_rule(body, branch, home)
    act, award_id = caller.act(), new_id()
    item = _item(body, branch, rule, award_id, act.actor)
    work = UnitOfWork(act, chain=branch.id, action="points.awards.propose", subject=award_id, head=head)
    work.put_new(item)
    if body.member_id:
        about = AboutRow.partition(body.member_id), f"{AboutRow.AWARD}{award_id}"
        work.put_new(AboutRow(*about, there_pk=item.pk, there_sk=item.sk))
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    work.record(AwardProposed(award_id=award_id, **where, member_id=body.member_id))
    reply = _out(item)
    work.commit(reply)
    return reply


def _look(body: ProposeAward) -> tuple[Organisation, Place | None, Head]:
    """The branch, where the member is, and the head of the branch's chain, in one call."""
    place = Place(LedgerRow.partition(body.member_id or body.branch_id), Place.SORT)
    tables = {Place.Meta.table_name: [place.key()], Head.Meta.table_name: [Head(body.branch_id).key()]}
    seen = directory.look([body.branch_id], beside=tables)
    branch = directory.demand_organisation(seen.organisations, body.branch_id)
    home = next((Place.from_raw_data(row) for row in seen.of(Place.Meta.table_name)), None)
    head = next((Head.from_raw_data(row) for row in seen.of(Head.Meta.table_name)), Head(branch.id))
    return branch, home, head


def _demand_rule(body: ProposeAward, branch: Organisation, home: Place | None) -> Rule:
    to = Beneficiary.MEMBER if body.member_id else Beneficiary.BRANCH
    today, faults = business_day(now()), []
    if body.member_id and (home is None or home.home != branch.id):
        faults.append({"field": "memberId", "code": "not_of_the_branch"})
    if body.held_on > today or seasons.season_of(body.held_on) not in seasons.open_seasons(today):
        faults.append({"field": "heldOn", "code": "not_of_an_open_season"})
    rule = None if faults else rulebook.in_force(branch.path, body.held_on).item(body.rule_id, to)
    if rule is None:
        raise Invalid(fields=faults or [{"field": "ruleId", "code": "not_in_force"}])
    return rule


def _item(body: ProposeAward, branch: Organisation, rule: Rule, award_id: str, actor: str) -> AwardItem:
    return AwardItem(
        AwardItem.partition(branch.id),
        award_id,
        to=rule.to.value,
        account=body.member_id or branch.id,
        county_id=branch.county_id,
        rule_id=rule.id,
        zh=rule.zh,
        en=rule.en,
        held_on=body.held_on.isoformat(),
        reason=body.reason,
        evidence=body.evidence,
        proposed_by=actor,
        proposed_at=stamp(now()),
    )


def decide(caller: Asking, award_id: str, body: DecideAward) -> AwardOut:
    """The second person's word. Raises `DecidedAlready`; `Forbidden` for the proposer and for who would receive it."""
    branch, item = directory.organisation_and(body.branch_id, AwardItem, AwardItem.partition(body.branch_id), award_id)
    caller.may("points.awards.decide", Target(path=branch.path, submitted_by=item.proposed_by if item else None))
    if item is None:
        raise NotFound
    item.demand_waiting(caller.principal, item.account, DecidedAlready())
    act = caller.act()
    item.state = AwardItem.CONFIRMED if body.decision == "confirm" else AwardItem.REFUSED
    item.decided_by, item.decided_at = act.actor, stamp(act.at)
    work = UnitOfWork(act, chain=branch.id, action=f"points.awards.{body.decision}", subject=award_id)
    work.put(item, Changed())
    work.record(_decided(item, branch))
    reply = _out(item)
    work.commit(reply)
    return reply


def _decided(item: AwardItem, branch: Organisation) -> AwardConfirmed | AwardRefused:
    if item.state == AwardItem.REFUSED:
        return AwardRefused(award_id=item.sk, branch_id=branch.id, county_id=branch.county_id)
    return AwardConfirmed(
        award_id=item.sk,
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        to="member" if item.to == Beneficiary.MEMBER else "branch",
        account=item.account,
        rule_id=item.rule_id,
        held_on=date.fromisoformat(item.held_on),
    )


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int) -> AwardPage:
    """A branch's awards, newest first."""
    caller.may("points.awards.list", Target(path=directory.organisation(branch_id).path))
    items, following = submissions.page(AwardItem, branch_id, cursor, limit)
    return AwardPage(items=[_out(item) for item in items], as_of=now(), next=following)


def show(caller: Asking, award_id: str, branch_id: str) -> AwardOut:
    """For those above the branch, and for the member who received it: what their line rests on."""
    branch, item = directory.organisation_and(branch_id, AwardItem, AwardItem.partition(branch_id), award_id)
    if item is None:
        raise NotFound
    caller.may("points.awards.read", Target(path=branch.path, member_id=item.account))
    return _out(item)


def _out(item: AwardItem) -> AwardOut:
    return AwardOut(
        id=item.sk,
        branch_id=item.organisation_id,
        to=Beneficiary(item.to),
        account=item.account,
        rule_id=item.rule_id,
        zh=item.zh,
        en=item.en,
        held_on=date.fromisoformat(item.held_on),
        state=item.state,
        reason=item.reason,
        evidence=item.evidence,
        proposed_at=instant(item.proposed_at),
        decided_at=instant(item.decided_at) if item.decided_at else None,
    )
