"""Who comes to a post and who goes from it, in one transaction with what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.organisations import leadership_rules as rules
from functions.organisations.leadership import Leading
from functions.organisations.leadership_rules import Post
from functions.organisations.leadership_tables import Held, HolderAttribute, SeatRow
from kernel.events import LeadershipChanged
from kernel.journal import UnitOfWork
from kernel.transaction import on_key, put

if TYPE_CHECKING:
    from functions.organisations.leadership_models import Chosen

OF_A_HOLDER = ("post", "member_id", "branch_id", "since", "how", "approved_by", "filed_with")


@dataclass(frozen=True)
class Change:
    """Who comes, how and from when; `ends` are the reasons by which those leave who make room."""

    chosen: "Sequence[Chosen]"
    how: str
    day: str
    ends: str


def install(work: UnitOfWork, here: Leading, change: Change, *, whole: bool) -> None:
    taken = {c.post for c in change.chosen if c.post in rules.ONE_HOLDER}
    pairs = {(c.post, c.member_id) for c in change.chosen}
    leaving = [h for h in here.leaders.holders if whole or h.post in taken or (Post(h.post), h.member_id) in pairs]
    end(work, here, leaving, change.day, change.ends)
    here.leaders.holders = [*here.leaders.holders, *(_holder(here, c, change) for c in change.chosen)]
    for branch_id in dict.fromkeys(c.branch_id or here.home for c in change.chosen):
        if branch_id in here.rolls:
            work.require(here.rolls[branch_id])
    save(work, here, change.day, [c.post for c in change.chosen], leaving)


def _holder(here: Leading, chosen: "Chosen", change: Change) -> HolderAttribute:
    return HolderAttribute(  # type: ignore[no-untyped-call]  # untyped in pynamodb
        post=chosen.post.value,
        member_id=chosen.member_id,
        branch_id=chosen.branch_id or here.home,
        since=change.day,
        how=change.how,
        approved_by=chosen.approved_by,
        filed_with=chosen.filed_with,
    )


def end(work: UnitOfWork, here: Leading, leaving: Sequence[HolderAttribute], day: str, reason: str) -> None:
    ended = work.act.event_id("ended")
    for n, h in enumerate(leaving):
        row = Held(here.place.pk, Held.place(day, ended, n), until=day, reason=reason)
        for name in OF_A_HOLDER:
            setattr(row, name, getattr(h, name))
        work.put_new(row)
    gone = {id(h) for h in leaving}
    here.leaders.holders = [h for h in here.leaders.holders if id(h) not in gone]


def save(work: UnitOfWork, here: Leading, day: str, filled: Sequence[str], left: Sequence[HolderAttribute]) -> None:
    """The holders, where they are at home, what the tree shows of them, and the event."""
    here.leaders.changed_on = max(day, here.leaders.changed_on or "")
    work.put(here.leaders)
    _seat(work, here)
    vacant = sorted({h.post for h in left} - {h.post for h in here.leaders.holders})
    head = Post.GROUP_LEADER if here.place.kind == "PARTY_GROUP" else Post.SECRETARY
    since = next((h.since for h in here.leaders.holders if h.post == head), None)
    here.dirty = here.dirty or since != here.place.secretary_since
    here.place.secretary_since = since
    work.record(
        LeadershipChanged(
            organisation_id=here.place.id,
            county_id=here.place.county_id,
            path=here.place.path,
            posts=tuple(dict.fromkeys(str(post) for post in filled)),
            vacant=tuple(vacant),
        )
    )


def _seat(work: UnitOfWork, here: Leading) -> None:
    """Each holder is found again from the branch where they are at home."""
    seats = here.seats()
    for branch_id, member_id in sorted(here.seated ^ seats):
        row = SeatRow.of(branch_id, member_id, here.place.id)
        known = "attribute_not_exists(pk) OR sk = :sk", {":sk": {"S": row.sk}}
        work.rows.append(put(row, *known) if (branch_id, member_id) in seats else on_key("Delete", row, *known))
