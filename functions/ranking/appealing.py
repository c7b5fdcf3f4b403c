"""A member appeals against the list that they are on; a committee rules. The next run shows what was ruled.

Appeals are of townships and counties: a branch has the lists of the organisation above it.
"""

from functions.ranking import periods
from functions.ranking.appeal_models import AppealList, AppealOut, AppealPage, RuleOnAppeal
from functions.ranking.appeal_tables import AboutRow, AppealItem, RuledRow
from functions.ranking.errors import AlreadyAppealed, NoBandsOfBranches, NoCounty, RuledAlready
from functions.ranking.rules import ABOVE_COUNTIES, BRANCH
from kernel import directory, submissions
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, NotFound
from kernel.events import ListAppealed, ListAppealRuled
from kernel.journal import Act, UnitOfWork


def appeal(caller: Asking, body: AppealList) -> AppealOut:
    """Raises `Invalid` for an organisation that the member is not below, `AlreadyAppealed`, `NoBandsOfBranches`,
    `NoCounty`."""
    caller.may("ranking.appeal", Target(member_id=caller.principal.member_id))
    where, act = _demand_with_lists(caller, body.organisation_id), caller.act()
    item = _item(where, str(caller.principal.member_id), body.words, act)
    work = UnitOfWork(act, chain=where.id, action="ranking.appeal", subject=item.sk)
    work.put_new(item, AlreadyAppealed())
    work.put_anyway(AboutRow(*AboutRow.key_of(item.member_id, where.id, item.sk)))
    work.record(ListAppealed(**_named(item, where)))
    reply = _out(item)
    work.commit(reply)
    return reply


def _demand_with_lists(caller: Asking, organisation_id: str) -> Organisation:
    """A township or county above the caller's branch."""
    if not directory.covers(organisation_id, str(caller.principal.branch_path)):
        raise Invalid(fields=[{"field": "organisationId", "code": "not_yours"}])
    where = directory.organisation(organisation_id)
    if where.level == BRANCH:
        raise NoBandsOfBranches
    if where.level in ABOVE_COUNTIES:
        raise NoCounty
    return where


def _item(where: Organisation, member_id: str, words: str, act: Act) -> AppealItem:
    season = periods.season_at(act.at)
    return AppealItem(
        AppealItem.partition(where.id),
        AppealItem.id_of(where.id, season, member_id),
        season=season,
        member_id=member_id,
        words=words,
        opened_by=act.actor,
        opened_at=stamp(act.at),
    )


def _named(item: AppealItem, where: Organisation) -> dict[str, str]:
    """What every event says of an appeal."""
    return {
        "appeal_id": item.sk,
        "organisation_id": where.id,
        "county_id": where.county_id,
        "member_id": item.member_id,
    }


def rule(caller: Asking, organisation_id: str, appeal_id: str, body: RuleOnAppeal) -> AppealOut:
    """Raises `RuledAlready`; `Forbidden` for the member whose list it is."""
    where, item = _demand_waiting(caller, organisation_id, appeal_id)
    act = caller.act()
    item.state = AppealItem.UPHELD if body.band else AppealItem.DISMISSED
    item.band, item.reason, item.ruled_at = body.band, body.reason, stamp(act.at)
    work = UnitOfWork(act, chain=where.id, action="ranking.appeals.rule", subject=item.sk)
    work.put(item, Changed())
    if body.band:
        key = RuledRow.key_of(item.season, where.county_id, where.id, item.member_id)
        work.put_anyway(RuledRow(*key, band=body.band))
    work.record(ListAppealRuled(**_named(item, where), band=body.band))
    reply = _out(item)
    work.commit(reply)
    return reply


def _demand_waiting(caller: Asking, organisation_id: str, appeal_id: str) -> tuple[Organisation, AppealItem]:
    """An appeal that waits for somebody who may rule on it, and the organisation whose list it is about."""
    where, item = _located(organisation_id, appeal_id)
    caller.may("ranking.appeals.rule", Target(path=where.path, submitted_by=item.opened_by if item else None))
    if item is None:
        raise NotFound
    item.demand_waiting(caller.principal, item.member_id, RuledAlready())
    return where, item


def _located(organisation_id: str, appeal_id: str) -> tuple[Organisation, AppealItem | None]:
    return directory.organisation_and(organisation_id, AppealItem, AppealItem.partition(organisation_id), appeal_id)


def show(caller: Asking, organisation_id: str, appeal_id: str) -> AppealOut:
    """For the member whose it is, and whoever reads the organisation's."""
    where, item = _located(organisation_id, appeal_id)
    if item is None:
        raise NotFound
    caller.may("ranking.appeals.read", Target(path=where.path, member_id=item.member_id))
    return _out(item)


def listed(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> AppealPage:
    where = directory.organisation(organisation_id)
    caller.may("ranking.appeals.read", Target(path=where.path))
    items, following = submissions.page(AppealItem, where.id, cursor, limit, newest_first=False)
    return AppealPage(items=[_out(item) for item in items], as_of=now(), next=following)


def _out(item: AppealItem) -> AppealOut:
    return AppealOut(
        id=item.sk,
        organisation_id=item.organisation_id,
        member_id=item.member_id,
        season=item.season,
        state=item.state,
        words=item.words,
        opened_at=instant(item.opened_at),
        band=item.band,
        reason=item.reason,
        ruled_at=instant(item.ruled_at) if item.ruled_at else None,
    )
