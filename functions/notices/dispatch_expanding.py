"""An order is carried out: its branches are found, and each branch's members go to the queue in chunks.

A message that comes again finds branches and members as they are by then; who has a copy gets no other.
"""

from collections.abc import Iterable, Iterator
from itertools import batched

from functions.notices.dispatch_counties import Part, fan_out
from functions.notices.dispatch_messages import IN_CHUNK, Chunk, CountyPart
from functions.notices.dispatch_tables import Content, Listed, Reached
from functions.notices.tables import Presence
from kernel import directory
from kernel.directory import Organisation, demand_organisation
from kernel.events import AudienceNamed, DispatchOrdered
from kernel.journal import Act
from kernel.sending import send
from kernel.settings import Settings
from kernel.subtrees import homes
from kernel.together import AT_ONCE


class DispatchSettings(Settings):
    dispatch_queue: str


def ordered(_act: Act, event: DispatchOrdered) -> None:
    """A subtree or a list; whom a search finds is told by `AudienceNamed`."""
    if event.audience == "list":
        _to_list(event.dispatch_id)
    elif event.top_id:
        part = Part(event.dispatch_id, event.top_id)
        if fan_out(part) is None:
            subtree(part.of(event.county_id))


def named(_act: Act, event: AudienceNamed) -> None:
    """Whom a search found, some of one branch."""
    content = Content.find(*Content.key_of(event.dispatch_id))
    if content is None or content.retracted_at:
        return
    Reached.of(content.id, event.county_id).save()
    chunk = Chunk(
        dispatch_id=content.id,
        branch_id=event.branch_id,
        county_id=event.county_id,
        path=event.path,
        members=event.members,
        first=event.chunk == 0,
    )
    _send([chunk])


def subtree(part: CountyPart) -> int:
    """Everybody at home at and below the top, within one county. Returns how many messages were sent."""
    content = Content.find(*Content.key_of(part.dispatch_id))
    if content is None or content.retracted_at:
        return 0
    seen = directory.look([part.top_id])
    top = demand_organisation(seen.organisations, part.top_id)
    branches = homes(top, seen.moving.open())
    Reached.of(content.id, top.county_id).save()
    return _send(chunk for branch, members in _at_home(branches) for chunk in _chunks(content.id, branch, members))


def _to_list(dispatch_id: str) -> None:
    listed = Listed.demand(Listed.of(dispatch_id).pk, "LIST")
    places = directory.organisations(listed.branches)
    for county_id in dict.fromkeys(place.county_id for place in places.values()):
        Reached.of(dispatch_id, county_id).save()
    _send(chunk for b, place in places.items() for chunk in _chunks(dispatch_id, place, listed.branches[b]))


def _at_home(branches: Iterable[Organisation]) -> Iterator[tuple[Organisation, list[str]]]:
    for some in batched(branches, AT_ONCE, strict=False):
        found = Presence.find_all([(f"ORG#{branch.id}", "PRESENCE") for branch in some], consistent=True)
        members = {presence.organisation_id: sorted(presence.members) for presence in found}
        yield from ((branch, members[branch.id]) for branch in some if members.get(branch.id))


def _chunks(dispatch_id: str, branch: Organisation, members: Iterable[str]) -> Iterator[Chunk]:
    for number, some in enumerate(batched(members, IN_CHUNK, strict=False)):
        yield Chunk(
            dispatch_id=dispatch_id,
            branch_id=branch.id,
            county_id=branch.county_id,
            path=branch.path,
            members=some,
            first=number == 0,
        )


def _send(chunks: Iterable[Chunk]) -> int:
    return send(DispatchSettings.load().dispatch_queue, chunks)
