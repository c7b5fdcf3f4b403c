"""What the columns of a file are, where its header does not say so: a person tells, and the committee may keep it."""

import json
from collections.abc import Mapping as Dictionary

import msgspec

from functions.rosters.columns import fields_of, word
from functions.rosters.errors import NotToBeMapped
from functions.rosters.header import missing, twice
from functions.rosters.mapping_models import MapColumns, MappingOut, SaveMapping
from functions.rosters.mapping_use import order
from functions.rosters.messages import Layout, Mapping
from functions.rosters.models import RosterOut
from functions.rosters.reading import shown
from functions.rosters.reading_orders import reading_ordered
from functions.rosters.tables import Roster, SavedMapping, kind_of
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.errors import Invalid
from kernel.events import RosterMappingSaved
from kernel.journal import UnitOfWork
from kernel.rows import Kind

MOST_HEADINGS = 200


def tell(caller: Asking, roster_id: str, body: MapColumns) -> RosterOut:
    """The roster in state PARSING again, its file to be read by this mapping. Raises `NotToBeMapped`, `Invalid`."""
    roster = Roster.of(roster_id)
    saved = _seen(caller, roster.organisation_id, kind_of(roster), "rosters.map")
    if roster.state != "NEEDS_MAPPING" or roster.layout is None:
        raise NotToBeMapped
    layout, fields = msgspec.json.decode(roster.layout, type=Layout), body.fields()
    _check(kind_of(roster), fields)
    order(roster, Mapping(sheet=body.sheet or layout.sheet, row=_row(body, layout), fields=fields))
    work = UnitOfWork(caller.act(), chain=roster.organisation_id, action="rosters.map", subject=roster.id)
    work.put(roster)
    work.record(reading_ordered(roster))
    if body.save:
        work.put(_learned(saved, layout, fields))
        work.record(RosterMappingSaved(organisation_id=roster.organisation_id, kind=kind_of(roster)))
    reply = shown(roster)
    work.commit(reply)
    return reply


def _row(body: MapColumns, layout: Layout) -> int:
    return layout.row if body.header_row is None else body.header_row


def _check(kind: Kind, fields: Dictionary[str, str]) -> None:
    known, stated = fields_of(kind), list(fields.values())
    wrong = [
        {"field": f"body.columns.{letter}", "code": "unknown_field"} for letter in fields if fields[letter] not in known
    ]
    wrong += [{"field": "body.columns", "code": "twice", "column": heading} for heading in twice(kind, stated)]
    wrong += [{"field": "body.columns", "code": "missing", "column": heading} for heading in missing(kind, stated)]
    if wrong:
        raise Invalid(fields=wrong)


def _learned(saved: SavedMapping, layout: Layout, fields: Dictionary[str, str]) -> SavedMapping:
    """The committee's mapping with the headings of this file, those that hold nothing included."""
    headings = {word(one.heading): fields.get(one.letter) for one in layout.columns if word(one.heading)}
    kept = list((saved.open() | headings).items())[-MOST_HEADINGS:]
    saved.headings = json.dumps(dict(kept), ensure_ascii=False)
    return saved


def _seen(caller: Asking, organisation_id: str, kind: Kind, action: str) -> SavedMapping:
    """The committee's mapping, empty at first, if the caller may: one call for both."""
    place = SavedMapping.partition(organisation_id, kind)
    where, saved = directory.organisation_and(organisation_id, SavedMapping, place, "MAPPING")
    caller.may(action, Target(path=where.path))
    return saved or SavedMapping(place)


def known(caller: Asking, organisation_id: str, kind: Kind) -> tuple[MappingOut, int]:
    """What the committee has saved, empty at first, and its version."""
    saved = _seen(caller, organisation_id, kind, "rosters.read")
    return MappingOut(organisation_id=organisation_id, kind=kind, headings=saved.open()), int(saved.version)


def save(caller: Asking, body: SaveMapping) -> tuple[MappingOut, int]:
    """The committee's mapping in place of the former one. Raises `Stale`, `Invalid` for a field that is none."""
    saved = _seen(caller, body.organisation_id, body.kind, "rosters.map")
    caller.expect_version(saved.version)
    strange = [name for name in body.headings.values() if name is not None and name not in fields_of(body.kind)]
    if strange:
        raise Invalid(fields=[{"field": "body.headings", "code": "unknown_field"}])
    headings = {word(heading): field for heading, field in body.headings.items()}
    saved.headings = json.dumps(headings, ensure_ascii=False)
    reply = MappingOut(organisation_id=body.organisation_id, kind=body.kind, headings=headings)
    work = UnitOfWork(caller.act(), chain=body.organisation_id, action="rosters.map.save", subject=body.organisation_id)
    work.put(saved)
    work.record(RosterMappingSaved(organisation_id=body.organisation_id, kind=body.kind))
    work.commit(reply)
    return reply, int(saved.version)
