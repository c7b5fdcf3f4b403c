"""Telling an answer to who waits for it: once, in the boxes at once, outside of the house with the next digest.

A branch is told in parts of forty. Who belongs to it may have changed when an event comes again: the part that a member
was told in notes them in their box, and whoever has the notice is left out.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import batched
from typing import Any

from functions.notices.answers import Answer
from functions.notices.inbox_tables import Notice
from functions.notices.posting import digest_day, post
from functions.notices.sending import place_of
from functions.notices.tables import Presence
from kernel.clock import business_day, stamp
from kernel.events import NoticeSent
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying

MOST_BOXES = 40  # each in two rows of a transaction: the notice, and the name of its box for the digest


def answered_by(tell: Callable[[Any], Answer | None]) -> Callable[[Act, Any], None]:
    """The handler of an event that is this answer."""

    def handle(act: Act, event: Any) -> None:
        if answer := tell(event):
            say(act, answer)

    return handle


def say(act: Act, answer: Answer) -> None:
    county_id = answer.county_id or place_of(answer.organisation_id, "", "").county_id
    boxes = [answer.box] if answer.box else _of_branch(answer.organisation_id)
    for some in batched(boxes, MOST_BOXES, strict=False):
        retrying(partial(_say, act, answer, county_id, some))


def _of_branch(branch_id: str) -> list[str]:
    presence = Presence.find(f"ORG#{branch_id}", "PRESENCE")
    return [Notice.member_box(member) for member in sorted(presence.seen)] if presence else []


def _say(act: Act, answer: Answer, county_id: str, boxes: Sequence[str]) -> None:
    keys = [(box, Notice.id_of(box, f"{answer.code}#{act.cause}", business_day(act.fact_at))) for box in boxes]
    told = {notice.pk for notice in Notice.find_all(keys, consistent=True)}
    rest = [key for key in keys if key[0] not in told]
    if not rest:
        return
    where: dict[str, Any] = {"organisation_id": answer.organisation_id, "county_id": county_id}
    effect = f"{answer.code}#{rest[0][0]}"
    work = UnitOfWork(act, chain=answer.organisation_id, action="notices.answer", subject=answer.subject, effect=effect)
    for key in rest:
        notice = Notice(*key, code=answer.code, facts=dict(answer.facts), sent_at=stamp(act.at), **where)
        post(work, notice, digest_on=digest_day(act))
    work.record(NoticeSent(code=answer.code, **where, day=business_day(act.fact_at), recipients=len(rest)))
    work.commit()
