"""Posts of members who left, moved away or were erased: they are vacant from that day on, on the record.

The roll knew of it first, and elections rest on the roll (`seating.install`): nobody comes to a post in between.
"""

from collections import defaultdict
from collections.abc import Collection

from functions.organisations import seating, versions
from functions.organisations.leadership import Leading, lead
from functions.organisations.leadership_rules import keeps_post
from functions.organisations.leadership_tables import HolderAttribute, SeatRow
from functions.organisations.roll_tables import FULL
from kernel.clock import business_day
from kernel.events import MemberErased, MembersLeft, MembersMoved
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def moved(act: Act, event: MembersMoved) -> None:
    """A post above the new branch too is kept; the others are not."""
    _follow(act, event.from_branch_id, {m.member_id for m in event.members}, "MOVED", event.branch_id)


def left(act: Act, event: MembersLeft) -> None:
    _follow(act, event.branch_id, {m.member_id for m in event.members}, "LEFT")


def erased(act: Act, event: MemberErased) -> None:
    _follow(act, event.branch_id, {event.member_id}, "ERASED")


def _follow(act: Act, branch_id: str, members: Collection[str], reason: str, home: str | None = None) -> None:
    seats = SeatRow.query(f"ORG#{branch_id}", SeatRow.sk.startswith(SeatRow.PREFIX), consistent_read=True)
    by_organisation = defaultdict(set)
    for member_id, organisation_id in (row.open() for row in seats):
        if member_id in members:
            by_organisation[organisation_id].add(member_id)
    for organisation_id, of in sorted(by_organisation.items()):
        retrying(lambda o=organisation_id, m=of: _vacate(act, o, branch_id, m, reason, home))  # type: ignore[misc]  # bound at once


def _vacate(
    act: Act, organisation_id: str, branch_id: str, members: Collection[str], reason: str, home: str | None
) -> None:
    here = lead(organisation_id, [branch_id, *([home] if home else [])])
    gone = [h for h in here.leaders.holders if h.branch_id == branch_id and h.member_id in members]
    gone = [h for h in gone if here.category(h.member_id, branch_id) is None]
    if not gone:
        return
    work = UnitOfWork(act, chain=organisation_id, action="organisations.vacate", subject=organisation_id)
    kept = _kept(work, here, gone, home) if home else []
    leaving = [h for h in gone if h not in kept]
    day = max(business_day(act.fact_at).isoformat(), *(h.since for h in gone))
    seating.end(work, here, leaving, day, reason)
    seating.save(work, here, day, [], leaving)
    if here.dirty:
        versions.put_changed(work, [here.place])
    work.commit()


def _kept(work: UnitOfWork, here: Leading, gone: list[HolderAttribute], home: str) -> list[HolderAttribute]:
    """Those who hold their post from the new branch now, as long as its roll says so."""
    place = here.branches.get(home)
    if place is None or not keeps_post(here.place.kind, here.place.path, place.path):
        return []
    kept = [h for h in gone if here.category(h.member_id, home) == FULL]
    for holder in kept:
        holder.branch_id = home
    if kept:
        work.require(here.rolls[home])
    return kept
