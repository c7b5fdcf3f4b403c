"""Posts, sizes of committees, elections, terms of office (`domain.md` 1.3, 1.4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Post(StrEnum):
    SECRETARY = "SECRETARY"
    DEPUTY = "DEPUTY"
    ORGANISATION = "ORGANISATION"
    PUBLICITY = "PUBLICITY"
    DISCIPLINE = "DISCIPLINE"
    YOUTH = "YOUTH"  # workers, youth and women
    MEMBER = "MEMBER"  # of the committee, without a field of work
    GROUP_LEADER = "GROUP_LEADER"


APPROVED = (Post.SECRETARY, Post.DEPUTY)  # approved upward; the others are filed
ONE_HOLDER = tuple(post for post in Post if post not in (Post.DEPUTY, Post.MEMBER))
SMALL = (Post.SECRETARY, Post.DEPUTY)  # what a branch without a committee has

COMMITTEE_FROM = 7  # full members
FEWEST, USUAL, MOST = 3, 5, 7
QUORUM = Fraction(4, 5)  # of those with the right to vote must be more than this
MAJORITY = Fraction(1, 2)
EXTENSION_DAYS = 366
REMINDER_MONTHS = 6

HAVE_COMMITTEES = ("BRANCH", "JOINT_BRANCH")  # whose size the number of full members decides
APPOINTED = ("TEMPORARY_BRANCH", "FUNCTIONAL_BRANCH", "WORK_COMMITTEE")
ATTACHING = ("TEMPORARY_BRANCH", "FUNCTIONAL_BRANCH", "FLOATING_BRANCH", "FLOATING_COMMITTEE", "WORK_COMMITTEE")
LEADERLESS = ("ONLINE_BRANCH",)  # a space of a branch
TERMS = {
    "COMMITTEE": (5,),
    "FLOATING_COMMITTEE": (5,),
    "GENERAL_BRANCH": (3, 5),
    "BRANCH": (3, 5),
    "JOINT_BRANCH": (3, 5),
    "FLOATING_BRANCH": (3, 5),
}
"""Years by kind, the usual first; 5 instead of 3 in villages and communities."""

Flaw = tuple[str, str]
"""Field and code."""


@dataclass(frozen=True)
class Seat:
    """A post, who shall hold it, what is known of them where they are at home, and what was said of the choice.

    `near`: at home where they may keep the post (`keeps_post`).
    """

    post: Post
    member_id: str
    category: str | None
    votes: int | None = None
    approved: bool = False
    filed: bool = False
    near: bool = True


def keeps_post(kind: str, path: str, home_path: str) -> bool:
    """Whether a holder who is at home in another branch now keeps a post: where that branch is below the organisation.

    Temporary, functional and floating organisations have the members of others: there, below what they stand under.
    """
    if kind in ATTACHING:
        path = path[: path.rstrip("/").rfind("/") + 1]
    return path not in ("", "/") and home_path.startswith(path)


def flaws_of_seats(kind: str, seats: Sequence[Seat]) -> list[Flaw]:
    """What is wrong with persons and posts, whatever way they came to them; only full members are eligible."""
    found = [(f"holders.{n}.memberId", "not_a_full_member") for n, s in enumerate(seats) if s.category != "FULL"]
    found += [(f"holders.{n}.post", "no_such_post_here") for n, s in enumerate(seats) if not _fits(kind, s.post)]
    if len({(s.post, s.member_id) for s in seats}) < len(seats):
        found.append(("holders", "twice"))
    return found


def _fits(kind: str, post: Post) -> bool:
    return (post is Post.GROUP_LEADER) == (kind == "PARTY_GROUP") and kind not in LEADERLESS


def flaws_of_body(kind: str, full: int, posts: Sequence[tuple[Post, str]], *, whole: bool) -> list[Flaw]:
    """What is wrong with the leadership as it would be: pairs of post and member.

    `whole`: a term election, which fills everything; a by-election may leave a committee short.
    """
    found = [("holders", f"more_than_one_{post.lower()}") for post in ONE_HOLDER if _count(posts, post) > 1]
    if kind in HAVE_COMMITTEES:
        found += _flaws_of_size(full, posts, whole=whole)
    leader = Post.GROUP_LEADER if kind == "PARTY_GROUP" else Post.SECRETARY
    if whole and not _count(posts, leader):
        found.append(("holders", "secretary_missing"))
    return found


def _flaws_of_size(full: int, posts: Sequence[tuple[Post, str]], *, whole: bool) -> list[Flaw]:
    if full < COMMITTEE_FROM:
        return [("holders", "no_committee_below_seven")] if any(post not in SMALL for post, _ in posts) else []
    persons = len({member for _, member in posts})
    if persons > MOST:
        return [("holders", "committee_too_large")]
    return [("holders", "committee_too_small")] if whole and persons < FEWEST else []


def _count(posts: Sequence[tuple[Post, str]], wanted: Post) -> int:
    return len({member for post, member in posts if post is wanted})


def flaws_of_election(kind: str, entitled: int, present: int, seats: Sequence[Seat]) -> list[Flaw]:
    """Who was there, how they voted, what the level above said: approved the secretary, was told of the others."""
    if kind in APPOINTED:
        return [("kind", "appointed_not_elected")]
    found: list[Flaw] = [("present", "more_than_entitled")] if present > entitled else []
    if kind != "PARTY_GROUP" and present <= QUORUM * entitled:
        found.append(("present", "no_quorum"))
    found += [(f"holders.{n}.branchId", "not_below") for n, seat in enumerate(seats) if not seat.near]
    for n, seat in enumerate(seats):
        if seat.votes is not None and seat.votes > present:
            found.append((f"holders.{n}.votes", "more_than_present"))
        elif seat.votes is not None and seat.votes <= MAJORITY * entitled:
            found.append((f"holders.{n}.votes", "no_majority"))
        if seat.post in APPROVED and not seat.approved:
            found.append((f"holders.{n}.approvedBy", "approval_missing"))
        elif seat.post not in (*APPROVED, Post.GROUP_LEADER) and not (seat.filed or seat.approved):
            found.append((f"holders.{n}.filedWith", "filing_missing"))
    return found


def flaws_of_term(kind: str, years: int, *, village: bool) -> list[Flaw]:
    """Three years for branches and general branches, five in villages and communities and for committees."""
    if kind not in TERMS:
        return [("kind", "no_term_of_office")]
    return [] if years == usual_years(kind, village=village) else [("years", "other_term_by_rule")]


def flaws_of_registration(kind: str, started_on: date | None, years: int | None, today: date) -> list[Flaw]:
    """What is wrong with a term as a form or a roster states it, which do not say whether this is a village."""
    found = []
    if started_on and started_on > today:
        found.append(("term_started_on", "date_in_future"))
    if years and years not in TERMS.get(kind, ()):
        found.append(("term_years", "other_term_by_rule" if kind in TERMS else "no_term_of_office"))
    return found


def usual_years(kind: str, *, village: bool) -> int:
    years = TERMS[kind]
    return years[-1] if village else years[0]


class TermState(StrEnum):
    NONE = "NONE"
    CURRENT = "CURRENT"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    EXTENDED = "EXTENDED"


def term_state(ends_on: date | None, extended_to: date | None, day: date) -> TermState:
    """By what stands on a day; due soon from six months before the end on."""
    if ends_on is None:
        return TermState.NONE
    if day < ends_on:
        return TermState.DUE_SOON if day >= months_before(ends_on, REMINDER_MONTHS) else TermState.CURRENT
    return TermState.EXTENDED if extended_to and day < extended_to else TermState.OVERDUE


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    index = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(index // 12, index % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def flaws_of_extension(ends_on: date | None, extended_to: date | None, approved: Collection[str]) -> list[Flaw]:
    """At most a year, and with the approval of the level above."""
    if extended_to is None:
        return []
    if ends_on is None or not ends_on < extended_to or (extended_to - ends_on).days > EXTENSION_DAYS:
        return [("extendedTo", "not_within_a_year")]
    return [] if approved else [("approvedBy", "approval_missing")]
