"""What committees rule of the stars of their branches: the nearest on the path that ruled anything decides."""

from collections.abc import Sequence

from functions.activities import rules
from functions.activities.stars import rules as star_rules
from functions.activities.stars.models import SetStarRules, StarRulesOut
from functions.activities.stars.rules import Settings
from functions.activities.stars.tables import StarSettings
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import ancestors
from kernel.errors import Changed, Invalid
from kernel.events import StarRulesSet
from kernel.journal import UnitOfWork
from kernel.together import Raw


def nearest(path: str, rows: Sequence[Raw]) -> tuple[Settings, str | None, dict[str, StarSettings]]:
    """What counts at a place, by whose word, and what stands there by organisation, among raw rows of any kind."""
    sort = StarSettings.key_of("")[1]
    found = [StarSettings.from_raw_data(row) for row in rows if row["sk"]["S"] == sort]
    by_place = {row.organisation_id: row for row in found}
    place = next((one for one in reversed(ancestors(path)) if one in by_place), None)
    return (Settings(**by_place[place].content) if place else Settings()), place, by_place


def show(caller: Asking, organisation_id: str) -> StarRulesOut:
    place = directory.organisation(organisation_id)
    caller.may("activities.stars.rules", Target(path=place.path))
    keys = [StarSettings.key_of(one) for one in ancestors(place.path)]
    rows = [row.serialize() for row in StarSettings.find_all(keys, consistent=True)]
    settings, set_by, by_place = nearest(place.path, rows)
    own = by_place.get(place.id)
    return StarRulesOut.of(settings, set_by, own.version if own else 0)


def put(caller: Asking, body: SetStarRules) -> StarRulesOut:
    """Raises `Invalid`, `Stale`, `Changed`."""
    place = directory.organisation(body.organisation_id)
    caller.may("activities.stars.set", Target(path=place.path))
    content = body.model_dump(mode="json", exclude={"organisation_id"})
    wrong = star_rules.faults(Settings(**content))
    if wrong:
        raise Invalid(fields=[rules.fault(field, "out_of_range") for field in wrong])
    row = StarSettings.find(*StarSettings.key_of(place.id)) or StarSettings(*StarSettings.key_of(place.id))
    caller.expect_version(row.version)
    row.content = content
    reply = StarRulesOut.of(Settings(**content), place.id, row.version + 1)
    work = UnitOfWork(caller.act(), chain=place.id, action="activities.set_star_rules", subject=place.id)
    work.put(row, Changed())
    work.record(StarRulesSet(organisation_id=place.id, stars=tuple(body.stars)))
    work.commit(reply)
    return reply
