"""What committees rule of the records of their subtree: the nearest on the path that ruled anything decides."""

from collections.abc import Iterable
from dataclasses import asdict

from functions.activities.record_rules import Settings
from functions.activities.reviews.models import RecordRulesOut, SetRecordRules
from functions.activities.reviews.record_rule_tables import RecordRules
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation, ancestors
from kernel.errors import Changed
from kernel.events import RecordRulesSet
from kernel.journal import UnitOfWork
from kernel.record import Head
from kernel.together import find_many


def in_force(path: str) -> Settings:
    """What counts at a place. One read."""
    row = nearest(path, RecordRules.find_all(keys_of(path), consistent=True))
    return Settings(**row.content) if row else Settings()


def with_head(place: Organisation) -> tuple[Settings, Head]:
    """What counts at a place, and the head of its chain, in one read."""
    keys = [(RecordRules, key) for key in keys_of(place.path)]
    head, found = find_many((Head, (place.id,)), keys)
    row = nearest(place.path, found)
    return Settings(**row.content) if row else Settings(), head or Head(place.id)


def keys_of(path: str) -> list[tuple[str, str]]:
    return [RecordRules.key_of(organisation_id) for organisation_id in ancestors(path)]


def nearest(path: str, found: Iterable[RecordRules]) -> RecordRules | None:
    by_place = {row.organisation_id: row for row in found if row.content}
    return next((by_place[place] for place in reversed(ancestors(path)) if place in by_place), None)


def show(caller: Asking, organisation_id: str) -> RecordRulesOut:
    place = directory.organisation(organisation_id)
    caller.may("activities.record_rules.read", Target(path=place.path))
    found = RecordRules.find_all(keys_of(place.path), consistent=True)
    row = nearest(place.path, found)
    own = next((int(one.version) for one in found if one.organisation_id == organisation_id), 0)
    settings = Settings(**row.content) if row else Settings()
    return RecordRulesOut(**asdict(settings), set_by=row.organisation_id if row else None, version=own)


def put(caller: Asking, body: SetRecordRules) -> RecordRulesOut:
    """Raises `Stale`, `Changed`."""
    place = directory.organisation(body.organisation_id)
    caller.may("activities.record_rules.set", Target(path=place.path))
    row = RecordRules.find(*RecordRules.key_of(place.id)) or RecordRules(*RecordRules.key_of(place.id))
    caller.expect_version(row.version)
    row.content = body.model_dump(exclude={"organisation_id"})
    reply = RecordRulesOut(**row.content, set_by=place.id, version=int(row.version) + 1)
    work = UnitOfWork(caller.act(), chain=place.id, action="activities.set_record_rules", subject=place.id)
    work.put(row, Changed())
    work.record(RecordRulesSet(organisation_id=place.id, **row.content))
    work.commit(reply)
    return reply
