"""A volunteer service is called off, by who offers it or because they are closed: places in it stand in nobody's way
from then on."""

from datetime import datetime

from functions.activities.service.tables import Service, calling_off
from kernel.clock import stamp
from kernel.events import ServiceCalledOff
from kernel.journal import Act, UnitOfWork


def calling(act: Act, service: Service, at: datetime) -> UnitOfWork:
    """On the record of who offers it."""
    place_id = service.organisation_id
    work = UnitOfWork(act, chain=place_id, action="activities.service.call_off", subject=service.id)
    work.rows.append(calling_off(service, stamp(at)))
    work.record(ServiceCalledOff(service_id=service.id, organisation_id=place_id, county_id=service.county_id))
    return work
