"""Positions and centres of a subtree: as a map with the freshness of each point, and as the list that anybody may read.

Both are read from the index of the tree alone, page by page in the order of the paths.
"""

from collections.abc import Iterator
from datetime import date

from functions.organisations import datum, placing, ranges, walking
from functions.organisations.centre_tables import Centre
from functions.organisations.coverage_rules import FRESH_DAYS
from functions.organisations.datum import Datum
from functions.organisations.place_models import CentreOut, CentreSummary, Feature, MapOut, Point
from functions.organisations.walking import Walk
from kernel.asking import Asking
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.model import Page


def show(caller: Asking, organisation_id: str, in_datum: Datum, cursor: str | None, limit: int) -> MapOut:
    """A part of the map: of at most so many organisations, of one county."""
    walk = walking.begin(caller, "organisations.map", organisation_id, cursor)
    found, more = _part(walk, limit, _on_the_map)
    today = business_day(now())
    features = [feature for o in found for feature in _features(o, in_datum, today)]
    return MapOut(features=features, datum=in_datum, as_of=now(), next=more)


def centres(organisation_id: str, in_datum: Datum, cursor: str | None, limit: int) -> Page[CentreSummary]:
    """The centres of a subtree, for anybody: of at most so many organisations, of one county. Raises `NotFound`."""
    walk = walking.begin(None, "", organisation_id, cursor)
    found, more = _part(walk, limit, _with_centres)
    return Page(items=[s for o in found for s in _summaries(o, in_datum)], as_of=now(), next=more)


def centre(centre_id: str, in_datum: Datum) -> CentreOut:
    """One centre and its services, for anybody. Raises `NotFound`."""
    return placing.shown(Centre.demand(*Centre.key_of(centre_id)), in_datum)


def _on_the_map(o: Organisation) -> bool:
    return o.lat_e6 is not None or bool(o.centres)


def _with_centres(o: Organisation) -> bool:
    return bool(o.centres)


def _part(walk: Walk, limit: int, wanted: ranges.Wanted) -> tuple[list[Organisation], str | None]:
    """The organisations of a part, the top itself at the beginning of its own tree, and the cursor of the next."""
    below = ranges.present(walk.part(limit + 1, wanted=wanted), walk.moves)
    own = [walk.top] if walk.begins and wanted(walk.top) and not walk.top.closed else []
    return [*own, *below[:limit]], walk.cursor(below[limit - 1].path if len(below) > limit else None)


def _features(o: Organisation, in_datum: Datum, today: date) -> Iterator[Feature]:
    if o.lat_e6 is not None and o.lng_e6 is not None:
        facts = {"what": "organisation", "organisationId": o.id, "name": o.name, "kind": o.kind}
        yield _feature(o.id, (o.lat_e6, o.lng_e6), str(o.position_on), facts, in_datum, today)
    for c in o.centres or []:
        facts = {"what": "centre", "organisationId": o.id, "name": c.name}
        yield _feature(c.centre_id, (c.lat_e6, c.lng_e6), c.verified_on, facts, in_datum, today)


def _feature(
    its_id: str, place: tuple[float, float], verified_on: str, facts: dict[str, str], in_datum: Datum, today: date
) -> Feature:
    lat, lng = datum.shown(*place, in_datum)
    days = (today - date.fromisoformat(verified_on)).days
    freshness = {"verifiedOn": verified_on, "daysSince": days, "fresh": days <= FRESH_DAYS}
    return Feature(id=its_id, geometry=Point(coordinates=(lng, lat)), properties={**facts, **freshness})


def _summaries(o: Organisation, in_datum: Datum) -> Iterator[CentreSummary]:
    for c in o.centres or []:
        lat, lng = datum.shown(c.lat_e6, c.lng_e6, in_datum)
        yield CentreSummary(
            id=c.centre_id,
            organisation_id=o.id,
            name=c.name,
            lat=lat,
            lng=lng,
            datum=in_datum,
            verified_on=date.fromisoformat(c.verified_on),
        )
