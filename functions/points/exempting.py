"""A branch records who is exempt from the counting, on which ground, for which days and why (`domain.md` 7.1).

It is on the record and needs no second person: it takes nothing from anybody, and only rules that say so leave out who
is exempt. It is the branch's: another to which the member moves records its own.
"""

from datetime import date

from functions.points.dispute_tables import AboutRow
from functions.points.errors import AlreadyExempt, NotSooner
from functions.points.exemption_models import EndExemption, ExemptionOut, ExemptionPage, RecordExemption
from functions.points.exemption_tables import FOR_GOOD, ExemptedItem, ExemptionItem
from functions.points.tables import LedgerRow, Place
from kernel import directory, seasons, submissions
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, Invalid, NotFound
from kernel.events import ExemptionEnded, ExemptionRecorded
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork

RECORD = "points.exemptions.record"


def record(caller: Asking, body: RecordExemption) -> ExemptionOut:
    """Raises `Invalid` for days or a member that do not fit, `AlreadyExempt`; `Forbidden` for oneself."""
    branch, home, kept = _look(body.branch_id, body.member_id)
    caller.may(RECORD, Target(path=branch.path))
    if caller.principal.member_id == body.member_id:
        raise Forbidden
    if faults := _faults(body, home):
        raise Invalid(fields=faults)
    if kept.overlaps(body.member_id, body.first_day, body.last_day or FOR_GOOD):
        raise AlreadyExempt
    act = caller.act()
    item = _item(body, act.actor)
    work = _work(act, RECORD, branch, item, kept)
    work.put_new(item)
    about = AboutRow.partition(item.member_id), f"{AboutRow.EXEMPTION}{item.sk}"
    work.put_new(AboutRow(*about, there_pk=item.pk, there_sk=item.sk))
    work.record(ExemptionRecorded(**_facts(item, branch)))
    reply = _out(item)
    work.commit(reply)
    return reply


def end(caller: Asking, exemption_id: str, body: EndExemption) -> ExemptionOut:
    """Sooner than it would have ended. Raises `Invalid` for a day that is not, or is before the first; `Forbidden` for
    one's own."""
    branch, item = directory.organisation_and(
        body.branch_id, ExemptionItem, ExemptionItem.partition(body.branch_id), exemption_id
    )
    caller.may(RECORD, Target(path=branch.path))
    if item is None or item.state != ExemptionItem.RECORDED:
        raise NotFound
    if caller.principal.member_id == item.member_id:
        raise Forbidden
    _end_on(item, body.last_day)
    kept = ExemptedItem.demand(*ExemptedItem.key_of(branch.id))
    work = _work(caller.act(), "points.exemptions.end", branch, item, kept)
    work.put(item, Changed())
    work.record(ExemptionEnded(**_facts(item, branch)))
    reply = _out(item)
    work.commit(reply)
    return reply


def _end_on(item: ExemptionItem, day: date) -> None:
    if not item.first_day <= day.isoformat() < (item.last_day or FOR_GOOD.isoformat()):
        raise NotSooner(fields=[{"field": "lastDay", "code": "not_sooner"}])
    item.last_day = day.isoformat()


def _work(act: Act, action: str, branch: Organisation, item: ExemptionItem, kept: ExemptedItem) -> UnitOfWork:
    """What counting asks for follows what is recorded."""
    kept.put(item.sk, item.entry)
    work = UnitOfWork(act, chain=branch.id, action=action, subject=item.sk)
    work.put(kept, Changed())
    return work


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int) -> ExemptionPage:
    """A branch's exemptions, newest first."""
    caller.may("points.exemptions.list", Target(path=directory.organisation(branch_id).path))
    items, following = submissions.page(ExemptionItem, branch_id, cursor, limit)
    return ExemptionPage(items=[_out(item) for item in items], as_of=now(), next=following)


def own(caller: Asking) -> ExemptionPage:
    """The caller's own. Raises `NotFound` for somebody who is no member."""
    who = caller.principal.member_id
    caller.may("points.statement", Target(member_id=who))
    rows = AboutRow.query(AboutRow.partition(str(who)), AboutRow.sk.startswith(AboutRow.EXEMPTION))
    items = ExemptionItem.find_all([row.there for row in rows])
    newest = sorted(items, key=lambda item: item.sk, reverse=True)
    return ExemptionPage(items=[_out(item) for item in newest], as_of=now())


def _look(branch_id: str, member_id: str) -> tuple[Organisation, Place | None, ExemptedItem]:
    """The branch, where the member is, and who is exempt, in one call."""
    place, kept = Place(LedgerRow.partition(member_id), Place.SORT), ExemptedItem(*ExemptedItem.key_of(branch_id))
    table = Place.Meta.table_name
    seen = directory.look([branch_id], beside={table: [place.key(), kept.key()]})
    branch = directory.demand_organisation(seen.organisations, branch_id)
    rows = {row["sk"]["S"]: row for row in seen.of(table)}
    home = Place.from_raw_data(rows[place.sk]) if place.sk in rows else None
    return branch, home, ExemptedItem.from_raw_data(rows[kept.sk]) if kept.sk in rows else kept


def _faults(body: RecordExemption, home: Place | None) -> list[dict[str, str]]:
    """Points of closed seasons are not counted anew, and so nobody is exempt in them afterwards."""
    faults = []
    if home is None or home.home != body.branch_id:
        faults.append({"field": "memberId", "code": "not_of_the_branch"})
    if body.first_day.year < min(map(int, seasons.open_seasons(business_day(now())))):
        faults.append({"field": "firstDay", "code": "not_of_an_open_season"})
    if body.last_day and body.last_day < body.first_day:
        faults.append({"field": "lastDay", "code": "before_the_first"})
    return faults


def _item(body: RecordExemption, actor: str) -> ExemptionItem:
    return ExemptionItem(
        ExemptionItem.partition(body.branch_id),
        new_id(),
        member_id=body.member_id,
        ground=body.ground,
        first_day=body.first_day.isoformat(),
        last_day=body.last_day.isoformat() if body.last_day else None,
        reason=body.reason,
        recorded_by=actor,
        recorded_at=stamp(now()),
    )


def _facts(item: ExemptionItem, branch: Organisation) -> dict[str, str]:
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    return {"exemption_id": item.sk, "member_id": item.member_id, **where}


def _out(item: ExemptionItem) -> ExemptionOut:
    return ExemptionOut(
        id=item.sk,
        branch_id=item.organisation_id,
        member_id=item.member_id,
        ground=item.ground,
        first_day=date.fromisoformat(item.first_day),
        last_day=date.fromisoformat(item.last_day) if item.last_day else None,
        reason=item.reason,
        recorded_at=instant(item.recorded_at),
    )
