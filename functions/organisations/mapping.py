"""Positions and centres of a subtree: as a map with the freshness of each point, and as the list that anybody may read.

Both are read from the index of the tree alone, page by page in the order of the paths.
"""

from collections.abc import Iterator
from datetime import date

from functions.organisations import datum, placing, ranges
from functions.organisations import rules as tree_rules
from functions.organisations.centre_tables import Centre
from functions.organisations.coverage_rules import FRESH_DAYS
from functions.organisations.datum import Datum
from functions.organisations.errors import AboveCounty
from functions.organisations.listing import after_of
from functions.organisations.place_models import CentreOut, CentreSummary, Feature, MapOut, Point
from functions.organisations.ranges import Part
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation, Seen, demand_organisation
from kernel.model import Page
from kernel.table import encode_cursor


def show(caller: Asking, organisation_id: str, in_datum: Datum, cursor: str | None, limit: int) -> MapOut:
    """A part of the map: of at most so many organisations. Raises `AboveCounty`."""
    seen = directory.look([organisation_id])
    top = demand_organisation(seen.organisations, organisation_id)
    caller.may("organisations.map", Target(path=top.path))
    found, more = _part(top, seen, cursor, limit, _on_the_map)
    today = business_day(now())
    features = [feature for o in found for feature in _features(o, in_datum, today)]
    return MapOut(features=features, datum=in_datum, as_of=now(), next=more)


def centres(organisation_id: str, in_datum: Datum, cursor: str | None, limit: int) -> Page[CentreSummary]:
    """The centres of a subtree, for anybody: of at most so many organisations. Raises `AboveCounty`, `NotFound`."""
    seen = directory.look([organisation_id])
    top = demand_organisation(seen.organisations, organisation_id)
    found, more = _part(top, seen, cursor, limit, _with_centres)
    return Page(items=[s for o in found for s in _summaries(o, in_datum)], as_of=now(), next=more)


def centre(centre_id: str, in_datum: Datum) -> CentreOut:
    """One centre and its services, for anybody. Raises `NotFound`."""
    return placing.shown(Centre.demand(*Centre.key_of(centre_id)), in_datum)


def _on_the_map(o: Organisation) -> bool:
    return o.lat_e6 is not None or bool(o.centres)


def _with_centres(o: Organisation) -> bool:
    return bool(o.centres)


def _part(
    top: Organisation, seen: Seen, cursor: str | None, limit: int, wanted: ranges.Wanted
) -> tuple[list[Organisation], str | None]:
    """The organisations of a part, the top itself in the first, and the cursor of the next."""
    if tree_rules.above_county(top.level):
        raise AboveCounty
    after = after_of(top, cursor)
    below = ranges.present(Part(top, after, limit + 1, deep=True, wanted=wanted), seen.moving.open())
    own = [top] if cursor is None and wanted(top) and not top.closed else []
    more = encode_cursor({"after": below[limit - 1].path}) if len(below) > limit else None
    return [*own, *below[:limit]], more


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
