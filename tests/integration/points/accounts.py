"""What happens to members, told as events, and where their points then are."""

from datetime import date, timedelta
from typing import Any

import msgspec

from functions.points import checking, on_activity_reviewed, on_attendance_confirmed, on_members
from functions.points.checking import Check
from functions.points.tables import LedgerRow
from kernel import scoreboard
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import (
    AttendanceConfirmed,
    AttendanceCorrected,
    AttendanceWithdrawn,
    AwardConfirmed,
    EnrolledMember,
    Envelope,
    Event,
    LeftMember,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
    PointsDisputeRuled,
)
from kernel.ids import derived_id, new_id
from kernel.scoreboard import Scoreboard
from kernel.seasons import season_of
from tests.builders import Tree, envelope
from tests.trust.delivery import until_done

MEMBER, OTHER = derived_id("member", 1), derived_id("member", 2)
SEASON = season_of(business_day(now()))
HELD = business_day(now())
HANDLERS = {
    **dict.fromkeys(
        ("AttendanceConfirmed", "AttendanceWithdrawn", "AttendanceCorrected"), on_attendance_confirmed.lambda_handler
    ),
    **dict.fromkeys(("AwardConfirmed", "PointsDisputeRuled"), on_activity_reviewed.lambda_handler),
}


def tell(*events: Event | Envelope) -> None:
    for event in events:
        told = event if isinstance(event, Envelope) else envelope(event)
        until_done(HANDLERS.get(told.event, on_members.lambda_handler), told)


def place(where: Organisation) -> dict[str, Any]:
    return {"branch_id": where.id, "county_id": where.county_id, "path": where.path}


def people(*members: str) -> dict[str, Any]:
    return {"members": tuple(EnrolledMember(member_id=m, category="FULL") for m in members or (MEMBER,))}


def enrolled(where: Organisation, *members: str) -> MembersEnrolled:
    return MembersEnrolled(**place(where), **people(*members))


def moved(before: Organisation, after: Organisation, *members: str) -> MembersMoved:
    source: dict[str, Any] = {"from_branch_id": before.id, "from_county_id": before.county_id}
    return MembersMoved(**source, **place(after), **people(*members))


def left(where: Organisation, member: str = MEMBER) -> MembersLeft:
    return MembersLeft(**place(where), members=(LeftMember(member_id=member, reason="DECEASED"),))


def attended(where: Organisation, *members: str, type_: str = "THEME_DAY", on: date = HELD) -> AttendanceConfirmed:
    facts: dict[str, Any] = {"activity_id": new_id(), "type": type_, "held_on": on, "chunk": 0}
    return AttendanceConfirmed(**place(where), **facts, members=members or (MEMBER,))


def awarded(where: Organisation, rule_id: str, member: str = MEMBER, on: date = HELD) -> AwardConfirmed:
    facts: dict[str, Any] = {"award_id": new_id(), "to": "member", "account": member}
    return AwardConfirmed(**place(where), **facts, rule_id=rule_id, held_on=on)


def upheld(where: Organisation, row: LedgerRow) -> PointsDisputeRuled:
    """Of a line that a fact gave."""
    facts: dict[str, Any] = {"dispute_id": new_id(), "member_id": row.pk.removeprefix("LEDGER#")}
    source = row.activity_id or row.award_id
    return PointsDisputeRuled(**place(where), **facts, source_id=source, line=row.sk, outcome="upheld")


def rows(member: str = MEMBER) -> list[LedgerRow]:
    found = LedgerRow.query(LedgerRow.partition(member), consistent_read=True)
    return [row for row in found if row.is_line]


def taken_back(event: AttendanceConfirmed) -> AttendanceWithdrawn:
    facts = msgspec.to_builtins(event)
    for name in ("audience", "excused", "exempt"):
        facts.pop(name, None)
    return msgspec.convert(facts, AttendanceWithdrawn)


def corrected(event: AttendanceConfirmed, member: str = MEMBER) -> AttendanceCorrected:
    facts = msgspec.to_builtins(taken_back(event))
    del facts["members"]
    return msgspec.convert(facts | {"memberId": member}, AttendanceCorrected)


def stored(where: Organisation, season: str = SEASON) -> scoreboard.Board:
    item = Scoreboard.find(Scoreboard.partition(season, where.county_id), Scoreboard.place(where.id))
    return item.board if item else scoreboard.Board()


def ranked(where: Organisation, season: str = SEASON) -> dict[str, int]:
    """Who is on a branch's board now, with how much."""
    members, points = scoreboard.present(stored(where, season))
    ids = scoreboard.member_ids(scoreboard.Board(members))
    return dict(zip(ids, scoreboard.numbers(points)[1:], strict=True))


def lines(member: str = MEMBER) -> list[tuple[str, int, int]]:
    return [(str(row.rule_id), int(row.value), int(row.balance)) for row in rows(member)]


def wrong(tree: Tree, at: Any = None) -> int:
    """How many balances the nightly proof finds that are not the sum of their lines."""
    return checking.check(Check(county_id=tree.county.id, as_of=at or now() + timedelta(seconds=2)))
