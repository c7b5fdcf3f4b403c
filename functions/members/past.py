"""What a dossier said on any day, what differs between two, and who changed what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic.alias_generators import to_camel

from functions.members import history
from functions.members.dossier_models import DifferencesOut, FactDifferenceOut, FactsChangeOut
from functions.members.facts import SEALED
from functions.members.history_tables import Was
from functions.members.masking import dossier_of, plain_facts
from functions.members.models import DossierOut
from functions.members.places import demand_readable, place_of
from functions.members.replay import Change, facts_on, touched
from functions.members.tables import Member
from kernel.asking import Asking
from kernel.clock import now
from kernel.errors import Invalid, NotFound
from kernel.model import Page
from kernel.table import encode_cursor

HIDDEN = ("mobile_index", "id_number_index", "roll")
MASKS = {"mobile": "mobile_masked", "id_number": "id_number_masked"}
INDEXES = {"mobile": "mobile_index", "id_number": "id_number_index"}


def dossier(caller: Asking, member_id: str, day: date) -> DossierOut:
    """The dossier at the end of a day, masked. Raises `NotFound` for a day before the member was on record."""
    member = demand_readable(caller, member_id)
    _demand_on_record(member, day)
    facts = facts_on(day.isoformat(), plain_facts(member), _steps(history.changes(member.id)))
    return dossier_of(member, facts, day)


def differences(caller: Asking, member_id: str, since: date, until: date) -> DifferencesOut:
    """What differs between the ends of two days, the earlier one first.

    Raises `Invalid` for the later one first, `NotFound` for a day before the member was on record.
    """
    member = demand_readable(caller, member_id)
    if until < since:
        raise Invalid(fields=[{"field": "query.to", "code": "before_from"}])
    _demand_on_record(member, since)
    steps, present = _steps(history.changes(member.id)), plain_facts(member)
    one, other = (facts_on(day.isoformat(), present, steps) for day in (since, until))
    plain = [_plain(name, one, other) for name in present if name not in _BESIDE and one[name] != other[name]]
    sealed = [
        _sealed(name, one, other)
        for name in SEALED
        if _differs(name, one, other, touched(steps, since.isoformat(), until.isoformat()))
    ]
    return DifferencesOut(member_id=member.id, since=since, until=until, items=[*plain, *sealed], as_of=now())


def changes(caller: Asking, member_id: str, cursor: str | None, limit: int) -> Page[FactsChangeOut]:
    """Every change, the latest first."""
    member = demand_readable(caller, member_id)
    before = place_of(cursor, r"WAS#[0-9TZ:.-]{24}#[0-9A-Z]{26}") or f"{Was.PREFIX}~"
    query = Was.query(
        member.pk,
        Was.sk.between(Was.PREFIX, before),
        scan_index_forward=False,
        consistent_read=True,
        limit=limit + 2,
        page_size=limit + 2,
    )
    found = [row for row in query if row.sk != before]
    page = found[:limit]
    following = encode_cursor({"after": page[-1].sk}) if len(found) > limit else None
    return Page(items=[_change(row) for row in page], as_of=now(), next=following)


_BESIDE = (*MASKS.values(), *HIDDEN)


def _demand_on_record(member: Member, day: date) -> None:
    if member.source_on is not None and day.isoformat() < member.source_on:
        raise NotFound


def _steps(rows: Sequence[Was]) -> list[Change]:
    return [Change(tuple(row.fields), row.before(), row.effective_on) for row in rows]


def _plain(name: str, one: dict[str, Any], other: dict[str, Any]) -> FactDifferenceOut:
    return FactDifferenceOut(field=to_camel(name), sealed=False, before=one[name], after=other[name])


def _differs(name: str, one: dict[str, Any], other: dict[str, Any], said: set[str]) -> bool:
    index = INDEXES.get(name)
    return one[index] != other[index] if index else name in said


def _sealed(name: str, one: dict[str, Any], other: dict[str, Any]) -> FactDifferenceOut:
    mask = MASKS.get(name)
    before, after = (one[mask], other[mask]) if mask else (None, None)
    return FactDifferenceOut(field=to_camel(name), sealed=True, before=before, after=after)


def _change(row: Was) -> FactsChangeOut:
    return FactsChangeOut(
        at=row.at,
        by=row.by,
        source=row.source,
        effective_on=row.effective_on,
        version=int(row.version),
        fields=[to_camel(name) for name in row.fields],
        before={to_camel(name): value for name, value in row.before().items() if name not in HIDDEN},
    )
