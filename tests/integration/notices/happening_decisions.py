"""What somebody must decide in the simulated year, and what is decided, as events."""

from typing import Any

from kernel.directory import ancestors
from kernel.events import (
    AttendanceDisputed,
    AttendanceDisputeRuled,
    AwardProposed,
    AwardRefused,
    ErasureRequested,
    ErasureWithdrawn,
    Event,
    ListAppealed,
    ListAppealRuled,
    PointsDisputed,
    PointsDisputeRuled,
)
from tests.integration.notices.life import RULED
from tests.integration.notices.world import COUNTY

SECOND_PEOPLE = {"award", "award_decided", "erasure", "erasure_over"}
DECISIONS = {*RULED, *RULED.values(), *SECOND_PEOPLE}


def of_decision(what: str, said: dict[str, Any], at: dict[str, Any], path: str) -> Event:
    of = _of_second_person if what in SECOND_PEOPLE else _of_dispute
    return of(what, said, at, path)


def _of_dispute(what: str, said: dict[str, Any], at: dict[str, Any], path: str) -> Event:
    who = {"member_id": said["member"]}
    line: dict[str, Any] = (
        {"activity_id": said["id"], "type": "THEME_DAY", "by_committee": said["committee"]} | who | at
    )
    above = ancestors(path)[-2]
    points: dict[str, Any] = {"dispute_id": said["id"], "path": path} | who | at
    listed: dict[str, Any] = {"appeal_id": said["id"], "organisation_id": ancestors(path)[1], "county_id": COUNTY} | who
    match what:
        case "disputed":
            return AttendanceDisputed(answer_by=said["due"], **line)
        case "ruled":
            return AttendanceDisputeRuled(upheld=False, **line)
        case "points_disputed":
            return PointsDisputed(committee_id=above, due_on=said["due"], **points)
        case "points_ruled":
            return PointsDisputeRuled(source_id=said["id"], line="line", outcome="dismissed", **points)
        case "appealed":
            return ListAppealed(**listed)
    return ListAppealRuled(band=None, **listed)


def _of_second_person(what: str, said: dict[str, Any], at: dict[str, Any], path: str) -> Event:
    match what:
        case "award":
            return AwardProposed(award_id=said["id"], path=path, **at)
        case "award_decided":
            return AwardRefused(award_id=said["id"], **at)
        case "erasure":
            return ErasureRequested(member_id=said["id"], ground="RETENTION_OVER", path=path, **at)
    return ErasureWithdrawn(member_id=said["id"], **at)
