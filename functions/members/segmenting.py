"""Searches that an organisation keeps: stored as what is asked, run when they are read."""

from functions.members import searching, waiting
from functions.members.search_models import Criteria, FoundOut, SaveSegment, SegmentOut
from functions.members.segment_tables import Segment
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now, stamp
from kernel.events import SegmentDeleted, SegmentSaved
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.model import Page

ACTION = "members.segment"


def save(caller: Asking, body: SaveSegment) -> SegmentOut:
    place = directory.organisation(body.organisation_id)
    caller.may(ACTION, Target(path=place.path))
    act, segment_id = caller.act(), new_id()
    segment = Segment(Segment.partition(segment_id), branch_id=place.id, county_id=place.county_id, label=body.name)
    segment.criteria = body.criteria.model_dump_json(by_alias=True, exclude_defaults=True)
    segment.saved_at = stamp(act.at)
    segment.list_under(place.county_id, place.id, segment.saved_at[:10], segment_id)
    work = UnitOfWork(act, chain=place.id, action=ACTION, subject=segment_id)
    work.put_new(segment)
    work.record(SegmentSaved(segment_id=segment_id, organisation_id=place.id))
    reply = _shown(segment)
    work.commit(reply)
    return reply


def of_organisation(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[SegmentOut]:
    """The searches kept for one organisation, the oldest first."""
    caller.may(searching.ACTION, Target(path=directory.organisation(organisation_id).path))
    found, following = waiting.of_place(Segment, organisation_id, cursor, limit)
    return Page(items=[_shown(segment) for segment in found], as_of=now(), next=following)


def run(caller: Asking, segment_id: str, cursor: str | None, limit: int) -> Page[FoundOut]:
    """Whoever answers to it now. Raises `NotFound` alike for a segment out of sight and for none."""
    segment = Segment.demand(Segment.partition(segment_id), "NOW")
    criteria = Criteria.model_validate_json(segment.criteria)
    return searching.search(caller, segment.branch_id, criteria, cursor, limit)


def delete(caller: Asking, segment_id: str) -> SegmentOut:
    """What was deleted."""
    segment = Segment.demand(Segment.partition(segment_id), "NOW")
    place = directory.organisation(segment.branch_id)
    caller.may(ACTION, Target(path=place.path))
    work = UnitOfWork(caller.act(), chain=place.id, action=ACTION, subject=segment.id)
    work.delete(segment)
    work.record(SegmentDeleted(segment_id=segment.id, organisation_id=place.id))
    reply = _shown(segment)
    work.commit(reply)
    return reply


def _shown(segment: Segment) -> SegmentOut:
    return SegmentOut.model_validate(
        {
            "id": segment.id,
            "organisation_id": segment.branch_id,
            "name": segment.label,
            "criteria": Criteria.model_validate_json(segment.criteria),
            "saved_at": segment.saved_at,
        }
    )
