"""The leadership of an organisation as it is, or was on a day; with its roll, in one read, or two."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from functions.organisations import terms
from functions.organisations.leadership import Leading, lead
from functions.organisations.leadership_models import Holder, LeadershipOut, Term
from functions.organisations.leadership_rules import COMMITTEE_FROM, HAVE_COMMITTEES, LEADERLESS, Post
from functions.organisations.leadership_tables import Held, HolderAttribute
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now


def show(caller: Asking, organisation_id: str, as_of: date | None) -> LeadershipOut:
    """The holders as of a day, by default today."""
    here = lead(organisation_id)
    caller.may("organisations.leadership.read", Target(path=here.place.path))
    today = business_day(now())
    past = _past(here, as_of) if as_of and as_of < today else []
    return shown(here, as_of or today, past)


def _past(here: Leading, day: date) -> list[Held]:
    """Who held a post on a day and does not any more: of those who left since, the ones who had come by then."""
    span = Held.sk.between(Held.place(f"{day}~"), Held.place("~"))
    return [row for row in Held.query(here.place.pk, span, consistent_read=True) if row.since <= f"{day}"]


def shown(here: Leading, day: date, past: Iterable[Held] = ()) -> LeadershipOut:
    """Of an organisation that was closed by that day nobody holds a post, and none is vacant."""
    closed = (here.place.closed_on or "9") <= day.isoformat()
    present = [h for h in here.leaders.holders if h.since <= day.isoformat() and not closed]
    holders = [*(_holder(h) for h in present), *(_holder(h) for h in past)]
    return LeadershipOut(
        organisation_id=here.place.id,
        as_of=day,
        holders=sorted(holders, key=lambda h: (list(Post).index(Post(h.post)), h.member_id)),
        vacant=[] if closed else _vacant(here, {h.post for h in holders}),
        term=Term(**asdict(terms.on(here.place, day))),
        full_members=here.full,
        version=int(here.place.version),
    )


def _holder(h: HolderAttribute | Held) -> Holder:
    return Holder(
        post=h.post,
        member_id=h.member_id,
        branch_id=h.branch_id,
        since=date.fromisoformat(h.since),
        until=date.fromisoformat(h.until) if isinstance(h, Held) else None,
        how=h.how,
        approved_by=h.approved_by,
        filed_with=h.filed_with,
    )


def _vacant(here: Leading, held: set[str]) -> list[str]:
    """The posts that somebody should hold: the leader's, and in a branch of seven full members those of a committee."""
    kind = here.place.kind
    if kind in LEADERLESS:
        return []
    usual = [Post.GROUP_LEADER] if kind == "PARTY_GROUP" else [Post.SECRETARY]
    if kind in HAVE_COMMITTEES and (here.full or 0) >= COMMITTEE_FROM:
        usual += [Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE]
    return [post.value for post in usual if post not in held]
