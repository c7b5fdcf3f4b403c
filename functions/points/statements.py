"""A member's statement: the balance of the present season, and each line with its rule and its evidence."""

from collections.abc import Sequence
from datetime import date

from functions.points.models import Evidence, RuleWords, Statement, StatementLine
from functions.points.tables import LedgerRow
from kernel import directory, seasons
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now
from kernel.errors import Malformed, NotFound
from kernel.table import decode_cursor, encode_cursor


def own(caller: Asking, cursor: str | None, limit: int) -> Statement:
    """The caller's own. Raises `NotFound` for somebody who is no member."""
    member_id = caller.principal.member_id
    caller.may("points.statement", Target(member_id=member_id))
    newest = _newest(str(member_id), 1 if cursor else limit + 1)
    return _statement(str(member_id), newest, cursor, limit)


def of_member(caller: Asking, member_id: str, cursor: str | None, limit: int) -> Statement:
    """For the member, and for those above the branch whose board the member is on."""
    newest = _newest(member_id, 1 if cursor else limit + 1)
    place = newest[0] if newest and not newest[0].is_line else None
    path = directory.organisation(place.branch_id).path if place else ""
    caller.may("points.statement", Target(path=path, member_id=member_id))
    if place is None:
        raise NotFound
    return _statement(member_id, newest, cursor, limit)


def _newest(member_id: str, lines: int) -> list[LedgerRow]:
    """The member's place, which sorts last, and the newest lines, in one look."""
    rows = LedgerRow.query(
        LedgerRow.partition(member_id), scan_index_forward=False, limit=lines + 1, consistent_read=True
    )
    return list(rows)


def _statement(member_id: str, newest: Sequence[LedgerRow], cursor: str | None, limit: int) -> Statement:
    present = now()
    season = seasons.season_of(business_day(present))
    lines = [row for row in newest if row.is_line]
    balance = int(lines[0].balance) if lines and lines[0].season == season else 0
    page = _page(member_id, cursor, limit + 1) if cursor else lines
    more = len(page) > limit
    return Statement(
        member_id=member_id,
        season=season,
        balance=balance,
        items=[_line(row) for row in page[:limit]],
        as_of=present,
        next=encode_cursor({"sk": page[limit - 1].sk}) if more else None,
    )


def _page(member_id: str, cursor: str, limit: int) -> list[LedgerRow]:
    rows = LedgerRow.query(
        LedgerRow.partition(member_id),
        LedgerRow.sk < _last(cursor),
        scan_index_forward=False,
        limit=limit,
        consistent_read=True,
    )
    return list(rows)


def _last(cursor: str) -> str:
    """Where the page before ended. Raises `Malformed` for a cursor of another making."""
    place = (decode_cursor(cursor) or {}).get("sk")
    if not isinstance(place, str) or not LedgerRow.A_LINE.match(place):
        raise Malformed(field="cursor")
    return place


def _line(row: LedgerRow) -> StatementLine:
    return StatementLine(
        id=row.sk,
        posted_at=instant(row.posted_at),
        season=row.season,
        value=int(row.value),
        full_value=int(row.full_value),
        balance=int(row.balance),
        branch_id=row.branch_id,
        rule=RuleWords(rule_set_id=row.rule_set_id, id=row.rule_id, zh=row.zh, en=row.en),
        evidence=_evidence(row),
        reverses=row.reverses,
    )


def _evidence(row: LedgerRow) -> Evidence | None:
    if row.activity_id is None and row.award_id is None:
        return None
    return Evidence(activity_id=row.activity_id, award_id=row.award_id, held_on=date.fromisoformat(row.held_on))
