"""A committee announces a file and gets the form to upload it with."""

from datetime import datetime

from functions.rosters.messages import CSV, XLSX, Order
from functions.rosters.models import RosterCreated, Upload, UploadRoster
from functions.rosters.presigning import form
from functions.rosters.tables import Listed, Roster, SameFile, SavedMapping
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, TooLarge, UnsupportedType
from kernel.events import RosterUploaded
from kernel.ids import new_id
from kernel.journal import UnitOfWork

LARGEST = 64 * 1024 * 1024


def announce(caller: Asking, body: UploadRoster) -> RosterCreated:
    """A new roster in state UPLOADING. Raises `TooLarge`, `UnsupportedType`, `Forbidden`, `NotFound`."""
    where = directory.organisation(body.organisation_id)
    caller.may("rosters.upload", Target(path=where.path))
    if body.size_bytes > LARGEST:
        raise TooLarge
    if body.content_type not in (XLSX, CSV):
        raise UnsupportedType
    roster_id, at = new_id(), now()
    earlier, ask = _known(where.id, body)
    order = _order(roster_id, where, body, caller.principal.subject, at, ask=ask)
    url, fields = form(order)
    upload = Upload(url=url, fields=fields)
    reply = RosterCreated(roster_id=roster_id, state="UPLOADING", same_as=earlier, upload=upload)
    work = UnitOfWork(caller.act(), chain=where.id, action="rosters.upload", subject=roster_id)
    work.put(_roster(roster_id, where, body, caller.principal.subject, at))
    work.put_new(Listed(Listed.partition(where.id), Roster.partition(roster_id)))
    if earlier is None:
        work.put_new(SameFile(SameFile.partition(where.id, body.kind, body.sha256), roster_id=roster_id), Changed())
    work.record(RosterUploaded(roster_id=roster_id, organisation_id=where.id, kind=body.kind, sha256=body.sha256))
    work.commit(reply)
    return reply


def _known(organisation_id: str, body: UploadRoster) -> tuple[str | None, bool]:
    """The first roster of the very same file, if there is one; whether the committee has a mapping. One call."""
    same = (SameFile.partition(organisation_id, body.kind, body.sha256), "FIRST")
    mapping = (SavedMapping.partition(organisation_id, body.kind), "MAPPING")
    found = SameFile.find_all([same, mapping], consistent=True)
    first = next((row.roster_id for row in found if row.sk == "FIRST"), None)
    return first, any(row.sk == "MAPPING" for row in found)


def _order(roster_id: str, where: Organisation, body: UploadRoster, actor: str, at: datetime, *, ask: bool) -> Order:
    return Order(
        roster_id=roster_id,
        kind=body.kind,
        organisation_id=where.id,
        organisation_code=where.code or "",
        organisation_kind=where.kind,
        organisation_level=where.level,
        county_id=where.county_id,
        actor=actor,
        day=business_day(at),
        size_bytes=body.size_bytes,
        sha256=body.sha256,
        content_type=body.content_type,
        ask=ask,
    )


def _roster(roster_id: str, where: Organisation, body: UploadRoster, actor: str, at: datetime) -> Roster:
    return Roster(
        Roster.partition(roster_id),
        organisation_id=where.id,
        county_id=where.county_id,
        kind=body.kind,
        state="UPLOADING",
        filename=body.filename,
        size_bytes=body.size_bytes,
        sha256=body.sha256,
        actor=actor,
        created_at=stamp(at),
    )
