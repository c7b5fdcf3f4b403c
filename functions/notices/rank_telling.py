"""A member who asked for it is told how their ranks changed since the week before: one notice, with the digest."""

from functions.notices.inbox_tables import Notice
from functions.notices.posting import digest_day, post
from kernel.clock import business_day, stamp
from kernel.events import LevelChange, NoticeSent, RankChanged
from kernel.journal import Act, UnitOfWork

CODE = "RANK_CHANGED"


def rank_changed(act: Act, event: RankChanged) -> None:
    """Nothing where branch and county do not both compare: its sentence speaks of these two."""
    levels = {level.organisation_id: level for level in event.levels}
    branch, county = levels.get(event.branch_id), levels.get(event.county_id)
    if not branch or not county:
        return
    day, box = business_day(event.as_of), Notice.member_box(event.member_id)
    notice = Notice(
        box,
        Notice.id_of(box, CODE, day),
        code=CODE,
        organisation_id=event.branch_id,
        county_id=event.county_id,
        facts=_facts(event, branch, county),
        sent_at=stamp(act.at),
    )
    work = UnitOfWork(act, chain=event.branch_id, action="notices.tell_rank", subject=event.member_id)
    post(work, notice, digest_on=digest_day(act))
    work.record(
        NoticeSent(code=CODE, organisation_id=event.branch_id, county_id=event.county_id, day=day, recipients=1)
    )
    work.commit()


def _facts(event: RankChanged, branch: LevelChange, county: LevelChange) -> dict[str, str | int]:
    return {
        "since": business_day(event.since).isoformat(),
        "points": branch.points,
        "pointsBefore": branch.points_before,
        **_of("branch", branch),
        **_of("county", county),
    }


def _of(name: str, level: LevelChange) -> dict[str, int]:
    return {
        f"{name}Rank": level.rank,
        f"{name}RankBefore": level.rank_before,
        f"{name}Members": level.members,
        f"{name}MembersBefore": level.members_before,
    }
