"""Where organisations and their service centres are: set by whoever was there, with the day."""

from datetime import date

from pydantic import TypeAdapter

from functions.organisations import datum, versions
from functions.organisations.centre_tables import Centre
from functions.organisations.datum import Datum
from functions.organisations.errors import TooManyCentres
from functions.organisations.place_models import CentreOut, PositionOut, Service, SetCentre, SetPosition
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import CentreAttribute, Organisation
from kernel.errors import Changed, Gone
from kernel.events import OrganisationsChanged
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.transaction import Writes, on_key

MOST_CENTRES = 20  # of one organisation: they are listed on its item

_SERVICES = TypeAdapter(tuple[Service, ...])


def set_position(caller: Asking, organisation_id: str, body: SetPosition) -> PositionOut:
    """Say where an organisation is. Raises `DayToCome`, `Closed`, `Stale`."""
    here = directory.organisation(organisation_id)
    caller.may("organisations.place", Target(path=here.path))
    caller.expect_version(here.version)
    versions.demand_open(here)
    act = caller.act()
    here.position_on = versions.effective(body.verified_on, act)
    here.lat_e6, here.lng_e6 = datum.to_e6(body.lat), datum.to_e6(body.lng)
    work = _work(act, here, "organisations.place")
    reply = PositionOut(
        organisation_id=here.id,
        lat=body.lat,
        lng=body.lng,
        datum="wgs84",
        verified_on=body.verified_on,
        version=int(here.version),
    )
    work.commit(reply)
    return reply


def open_centre(caller: Asking, organisation_id: str, body: SetCentre) -> CentreOut:
    """Open a service centre. Raises `TooManyCentres`, `DayToCome`, `Closed`."""
    here = directory.organisation(organisation_id)
    caller.may("organisations.centres", Target(path=here.path))
    versions.demand_open(here)
    if len(here.centres or []) >= MOST_CENTRES:
        raise TooManyCentres
    return _set(caller, here, Centre(*Centre.key_of(new_id()), organisation_id=here.id), body)


def change_centre(caller: Asking, organisation_id: str, centre_id: str, body: SetCentre) -> CentreOut:
    """Replace what is said of a centre. Raises `NotFound`, `Stale`."""
    here, centre = _find(caller, organisation_id, centre_id)
    caller.expect_version(centre.version)
    return _set(caller, here, centre, body)


def close_centre(caller: Asking, organisation_id: str, centre_id: str) -> CentreOut:
    """Take a centre off the list. The answer is what it was."""
    here, centre = _find(caller, organisation_id, centre_id)
    here.centres = [c for c in here.centres or [] if c.centre_id != centre_id] or None
    work = _work(caller.act(), here, "organisations.centre.close", centre_id)
    work.delete(centre)
    reply = shown(centre, "wgs84")
    work.commit(reply)
    return reply


def close_all(work: Writes, here: Organisation) -> None:
    """The centres of an organisation that is closed are on no list any more."""
    for listed in here.centres or []:
        centre = Centre(*Centre.key_of(listed.centre_id))
        work.rows.append(on_key("Delete", centre, "attribute_exists(pk)", {}, Changed()))
    here.centres = None


def _find(caller: Asking, organisation_id: str, centre_id: str) -> tuple[Organisation, Centre]:
    key = Centre.key_of(centre_id)
    seen = directory.look([organisation_id], [key])
    here = directory.demand_organisation(seen.organisations, organisation_id)
    caller.may("organisations.centres", Target(path=here.path))
    versions.demand_open(here)
    centre = seen.row(Centre, key)
    if centre is None or centre.organisation_id != here.id:
        raise Gone
    return here, centre


def _set(caller: Asking, here: Organisation, centre: Centre, body: SetCentre) -> CentreOut:
    act = caller.act()
    centre.name, centre.address, centre.hours = body.name, body.address, body.hours
    centre.lat_e6, centre.lng_e6 = datum.to_e6(body.lat), datum.to_e6(body.lng)
    centre.verified_on = versions.effective(body.verified_on, act)
    centre.services = _SERVICES.dump_json(body.services).decode()
    others = [c for c in here.centres or [] if c.centre_id != centre.id]
    here.centres = [*others, _summary(centre)]
    work = _work(act, here, "organisations.centre", centre.id)
    work.put(centre)
    reply = shown(centre, "wgs84")
    work.commit(reply)
    return reply


def _summary(centre: Centre) -> CentreAttribute:
    return CentreAttribute(
        centre_id=centre.id,
        name=centre.name,
        lat_e6=centre.lat_e6,
        lng_e6=centre.lng_e6,
        verified_on=centre.verified_on,
    )


def _work(act: Act, here: Organisation, action: str, subject: str | None = None) -> UnitOfWork:
    work = UnitOfWork(act, chain=here.id, action=action, subject=subject or here.id)
    versions.put_changed(work, [here])
    work.record(OrganisationsChanged(county_id=here.county_id, organisations=(here.id,)))
    return work


def shown(centre: Centre, in_datum: Datum) -> CentreOut:
    lat, lng = datum.shown(centre.lat_e6, centre.lng_e6, in_datum)
    return CentreOut(
        id=centre.id,
        organisation_id=centre.organisation_id,
        name=centre.name,
        address=centre.address,
        hours=centre.hours,
        lat=lat,
        lng=lng,
        datum=in_datum,
        verified_on=date.fromisoformat(centre.verified_on),
        services=_SERVICES.validate_json(centre.services),
        version=int(centre.version),
    )
