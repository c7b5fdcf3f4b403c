"""What became of a dispatch: to how many it came, who opened it, who did what it asks.

Told by the organisations right below the one that is asked about; above the counties a page is one county.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from functions.notices.dispatch_branches import is_above_counties
from functions.notices.dispatch_models import ReachOut, StatusOut
from functions.notices.dispatch_ordering import shown
from functions.notices.dispatch_tables import Content, Tally, Told
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.directory import Organisation, covers
from kernel.errors import Malformed, NotFound
from kernel.table import decode_cursor, encode_cursor

ACTION = "notices.dispatch.read"


def status(caller: Asking, dispatch_id: str, organisation_id: str | None, cursor: str | None, limit: int) -> StatusOut:
    """Raises `NotFound` alike for no dispatch, and for one that was not sent to or from where the caller may look."""
    content, counties = Content.with_counties(dispatch_id)
    if content is None:
        raise NotFound
    place = directory.organisation(organisation_id or content.sender)
    demand_below(caller, ACTION, content, place)
    after = _place(cursor)
    if is_above_counties(place):
        return _by_county(content, place, counties, after)
    tallies = [t for t in _tallies(dispatch_id, place.county_id) if covers(place.id, t.at_path)]
    items = [item for item in _below(place, tallies) if item.organisation_id > after]
    page = items[:limit]
    following = encode_cursor({"after": page[-1].organisation_id}) if len(items) > limit else None
    whole = _sum(place.id, tallies)
    return StatusOut(dispatch=shown(content), reach=whole, items=page, as_of=now(), next=following)


def demand_below(caller: Asking, action: str, content: Content, place: Organisation) -> None:
    """Raises `NotFound` or `Forbidden` unless the place lies at or below the sender, and the caller may there."""
    caller.may(action, Target(path=place.path))
    if not covers(content.sender, place.path):
        raise NotFound


def _by_county(content: Content, place: Organisation, counties: list[str], after: str) -> StatusOut:
    """One of its counties. Of a dispatch that went to a part of what the sender stands above, all lie below it."""
    left = [county for county in sorted(counties) if county > after]
    tallies = [t for t in (_tallies(content.id, left[0]) if left else []) if covers(place.id, t.at_path)]
    reach = _sum(left[0] if left else place.id, tallies)
    following = encode_cursor({"after": left[0]}) if len(left) > 1 else None
    return StatusOut(
        dispatch=shown(content), reach=reach, items=[reach] if tallies else [], as_of=now(), next=following
    )


def _tallies(dispatch_id: str, county_id: str) -> Iterable[Tally]:
    return Tally.query(Told.partition(dispatch_id, county_id), Tally.sk.startswith(Tally.PREFIX))


def _below(place: Organisation, tallies: Iterable[Tally]) -> Iterator[ReachOut]:
    """By the organisation right below the place, or the place itself, in the order of ids."""

    def child(tally: Tally) -> str:
        below = tally.at_path.split(f"/{place.id}/")[1]
        return below.split("/")[0] or place.id

    for organisation_id, some in groupby(sorted(tallies, key=child), key=child):
        yield _sum(organisation_id, list(some))


def _sum(organisation_id: str, tallies: list[Tally]) -> ReachOut:
    return ReachOut(
        organisation_id=organisation_id,
        delivered=sum(int(t.delivered) for t in tallies),
        opened=sum(int(t.opened) for t in tallies),
        acted=sum(int(t.acted) for t in tallies),
    )


def _place(cursor: str | None) -> str:
    """Raises `Malformed`."""
    said = decode_cursor(cursor)
    after = said.get("after") if said else ""
    if not isinstance(after, str):
        raise Malformed(field="cursor")
    return after
