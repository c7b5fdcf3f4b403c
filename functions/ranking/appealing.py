"""A member appeals against the list that they are on; a committee rules. The next run shows what was ruled.

Appeals are of townships and counties: a branch has the lists of the organisation above it.
"""

import re

from functions.ranking import running
from functions.ranking.appeal_models import AppealList, AppealOut, AppealPage, RuleOnAppeal
from functions.ranking.appeal_tables import AboutRow, AppealItem, RuledRow
from functions.ranking.errors import AlreadyAppealed, NoBandsOfBranches, NoCounty, RuledAlready
from functions.ranking.rules import ABOVE_COUNTIES, BRANCH
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now, stamp
from kernel.errors import Changed, Forbidden, Invalid, Malformed, NotFound
from kernel.events import ListAppealed, ListAppealRuled
from kernel.ids import PATTERN
from kernel.journal import UnitOfWork
from kernel.table import decode_cursor, encode_cursor


def appeal(caller: Asking, body: AppealList) -> AppealOut:
    """Raises `Invalid` for an organisation that the member is not below, `AlreadyAppealed`, `NoBandsOfBranches`,
    `NoCounty`."""
    who = caller.principal
    caller.may("ranking.appeal", Target(member_id=who.member_id))
    if not directory.covers(body.organisation_id, str(who.branch_path)):
        raise Invalid(fields=[{"field": "organisationId", "code": "not_yours"}])
    where = directory.organisation(body.organisation_id)
    if where.level == BRANCH:
        raise NoBandsOfBranches
    if where.level in ABOVE_COUNTIES:
        raise NoCounty
    act, member_id, season = caller.act(), str(who.member_id), running.season_at(now())
    item = AppealItem(
        AppealItem.partition(where.id),
        AppealItem.id_of(where.id, season, member_id),
        season=season,
        member_id=member_id,
        words=body.words,
        opened_by=act.actor,
        opened_at=stamp(act.at),
    )
    work = UnitOfWork(act, chain=where.id, action="ranking.appeal", subject=item.sk)
    work.put_new(item, AlreadyAppealed())
    work.put_anyway(AboutRow(*AboutRow.key_of(member_id, where.id, item.sk)))
    work.record(
        ListAppealed(appeal_id=item.sk, organisation_id=where.id, county_id=where.county_id, member_id=member_id)
    )
    reply = _out(item)
    work.commit(reply)
    return reply


def rule(caller: Asking, organisation_id: str, appeal_id: str, body: RuleOnAppeal) -> AppealOut:
    """Raises `RuledAlready`; `Forbidden` for the member whose list it is."""
    where, item = directory.organisation_and(
        organisation_id, AppealItem, AppealItem.partition(organisation_id), appeal_id
    )
    caller.may("ranking.appeals.rule", Target(path=where.path, submitted_by=item.opened_by if item else None))
    if item is None:
        raise NotFound
    if caller.principal.member_id == item.member_id:
        raise Forbidden
    if item.state != AppealItem.OPEN:
        raise RuledAlready
    act = caller.act()
    item.state = AppealItem.UPHELD if body.band else AppealItem.DISMISSED
    item.band, item.reason, item.ruled_at = body.band, body.reason, stamp(act.at)
    work = UnitOfWork(act, chain=where.id, action="ranking.appeals.rule", subject=item.sk)
    work.put(item, Changed())
    if body.band:
        key = RuledRow.key_of(item.season, where.county_id, where.id, item.member_id)
        work.put_anyway(RuledRow(*key, band=body.band))
    work.record(
        ListAppealRuled(
            appeal_id=item.sk,
            organisation_id=where.id,
            county_id=where.county_id,
            member_id=item.member_id,
            band=body.band,
        )
    )
    reply = _out(item)
    work.commit(reply)
    return reply


def show(caller: Asking, organisation_id: str, appeal_id: str) -> AppealOut:
    """For the member whose it is, and whoever reads the organisation's."""
    where, item = directory.organisation_and(
        organisation_id, AppealItem, AppealItem.partition(organisation_id), appeal_id
    )
    if item is None:
        raise NotFound
    caller.may("ranking.appeals.read", Target(path=where.path, member_id=item.member_id))
    return _out(item)


def listed(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> AppealPage:
    where = directory.organisation(organisation_id)
    caller.may("ranking.appeals.read", Target(path=where.path))
    after = AppealItem.sk > _after(cursor)
    found = list(AppealItem.query(AppealItem.partition(where.id), after, limit=limit + 1, consistent_read=True))
    items = [_out(item) for item in found[:limit]]
    following = encode_cursor({"after": items[-1].id}) if len(found) > limit else None
    return AppealPage(items=items, as_of=now(), next=following)


def _after(cursor: str | None) -> str:
    """Where the page before ended. Raises `Malformed` for a cursor of another making."""
    place = decode_cursor(cursor)
    if place is None:
        return "-"
    if not re.fullmatch(PATTERN, str(place.get("after"))):
        raise Malformed(field="cursor")
    return str(place["after"])


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
