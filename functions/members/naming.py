"""Whom a kept search finds for a dispatch of `notices`: named by branch, as ids alone."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import batched

import msgspec

from functions.members.search_lines import AT_ONCE, Place, lines
from functions.members.search_rules import KeptCriteria, matcher
from functions.members.segment_tables import Segment
from kernel import directory
from kernel.clock import business_day
from kernel.directory import Organisation, covers
from kernel.events import AudienceAsked, AudienceNamed
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.subtrees import homes

IN_CHUNK = 45
IN_ACT = 40  # chunks: each is two rows of a transaction


def asked(act: Act, event: AudienceAsked) -> None:
    """Nobody is named for a search that is gone, or of a place that does not lie at or below who asks."""
    for branch, members in found(event.segment_id, event.organisation_id, business_day(act.fact_at)):
        _name(act, event.dispatch_id, branch, members)


def found(segment_id: str, organisation_id: str, today: date) -> Iterator[tuple[Organisation, list[str]]]:
    """Each branch of a kept search with the members whom it finds there: at or below an organisation, else nobody."""
    segment = Segment.find(Segment.partition(segment_id), "NOW")
    if segment is None:
        return
    seen = directory.look([segment.branch_id])
    top = seen.organisations.get(segment.branch_id)
    if top is None or not covers(organisation_id, top.path):
        return
    answers = matcher(msgspec.json.decode(segment.criteria, type=KeptCriteria), today)
    for some in batched(homes(top, seen.moving.open()), AT_ONCE, strict=False):
        here: defaultdict[str, list[str]] = defaultdict(list)
        for branch_id, _path, line in lines(list(some), Place(top.path, "")):
            if answers(line):
                here[branch_id].append(line.id)
        yield from ((branch, here[branch.id]) for branch in some if here[branch.id])


def _name(act: Act, dispatch_id: str, branch: Organisation, members: list[str]) -> None:
    """Found otherwise at another delivery, they are named again; who was told is not told twice."""
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    chunks = enumerate(batched(members, IN_CHUNK, strict=False))
    told = (AudienceNamed(dispatch_id=dispatch_id, chunk=chunk, members=some, **where) for chunk, some in chunks)
    for events in batched(told, IN_ACT, strict=False):
        effect = derived_id(branch.id, *(member for event in events for member in event.members))
        work = UnitOfWork(act, chain=branch.id, action="members.name", subject=dispatch_id, effect=effect)
        for event in events:
            work.record(event)
        work.commit()
