"""Events that a consumer hears and that no sample of its tells: made of what its samples know, so about the same people
and places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from kernel.directory import Organisation
from kernel.events import PUBLISHED, Event
from kernel.ids import derived_id
from tests.docs.code import handled
from tests.trust.arrangements import Body

Facts = Mapping[str, Any]
DAY, INSTANT = "2026-11-20", "2026-11-20T08:00:00Z"
LATER = 100
"""In their chains these come behind the samples."""
IN_JSON: dict[type[inspect.Type], type] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.DateType: str,
    inspect.DateTimeType: str,
}


def heard(name: str) -> set[str]:
    return handled(f"functions.{name}")


def events_of(bodies: Iterable[Body]) -> list[Body]:
    """Those that tell an event."""
    return [body for body in bodies if "event" in body.get("detail", ())]


def untold(name: str, told: Sequence[Body]) -> Iterator[Body]:
    """A message for every event that the consumer hears and `told` has not."""
    details = [body["detail"] for body in told]
    facts = dict(fact for detail in details for fact in _facts(detail["data"]))
    for seq, event in enumerate(sorted(heard(name) - {detail["event"] for detail in details}), LATER):
        detail = details[0] | {"id": derived_id(name, event), "event": event, "seq": seq}
        yield told[0] | {"detail-type": event, "detail": detail | {"data": made(PUBLISHED[event], facts)}}


def found_places(body: Body) -> None:
    """The places that a message tells of, where the arrangement had no need of them."""
    data = body["detail"]["data"]
    county = data.get("countyId", derived_id("county"))
    for place in {data[name] for name in ("branchId", "organisationId") if name in data}:
        if Organisation.find(Organisation.partition(place), "NOW") is None:
            made = Organisation(Organisation.partition(place), county_id=county, path=f"/{county}/{place}/", version=1)
            made.name, made.kind, made.level, made.holds_members = "某支部", "BRANCH", "BRANCH", True
            made.save()


def _facts(data: Any) -> Iterator[tuple[str, Any]]:
    """Every fact of a message under its name, however deep."""
    for name, value in data.items() if isinstance(data, dict) else ():
        yield name, value
        for inner in value if isinstance(value, list) else (value,):
            yield from _facts(inner)


def made(kind: type[Event], facts: Facts) -> dict[str, Any]:
    """An event's facts on the wire: those that are known by their names, and for the others whatever fits."""
    return dict(msgspec.to_builtins(msgspec.convert(_struct(inspect.type_info(kind), facts), kind)))


def _struct(kind: Any, facts: Facts) -> dict[str, Any]:
    return {field.encode_name: _value(field, facts) for field in kind.fields}


def _value(field: Any, facts: Facts) -> Any:
    kind, known = _without_none(field.type), facts.get(field.encode_name)
    return known if type(known) is IN_JSON.get(type(kind)) else _fitting(kind, facts)


def _without_none(kind: Any) -> Any:
    if not isinstance(kind, inspect.UnionType):
        return kind
    return next(one for one in kind.types if not isinstance(one, inspect.NoneType))


def _fitting(kind: Any, facts: Facts) -> Any:
    """The simplest value of a type, as JSON has it."""
    match kind:
        case inspect.StructType():
            return _struct(kind, facts)
        case inspect.VarTupleType() | inspect.ListType():
            return [_fitting(_without_none(kind.item_type), facts)]
        case inspect.TupleType():
            return [_fitting(_without_none(item), facts) for item in kind.item_types]
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.DateType():
            return DAY
        case inspect.DateTimeType():
            return INSTANT
        case inspect.BoolType():
            return True
        case inspect.IntType() | inspect.FloatType():
            return 1
        case inspect.DictType():
            return {}
    return derived_id("untold") if getattr(kind, "pattern", None) else "text"
