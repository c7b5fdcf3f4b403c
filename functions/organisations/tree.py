"""Organisations made, held open, closed and left: what keeps the tree whole."""

from collections.abc import Collection, Iterable

from functions.organisations import rules, versions
from functions.organisations.errors import Closed
from functions.organisations.tables import BelowRow, Door
from kernel import directory
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import FoundedOrganisation, OrganisationsFounded
from kernel.ids import organisation_id
from kernel.journal import Act
from kernel.transaction import Writes, on_key, put


def new(parent: Organisation | None, code: str, level: str) -> Organisation:
    """An organisation with its id and place in the tree; its other facts are for the caller to set.

    The id follows from county and code. Counties, and what is above them, have codes of their own country-wide.
    """
    county = "" if parent is None or rules.own_tree(level) else parent.county_id
    made_id = organisation_id(county, code)
    return Organisation(
        Organisation.partition(made_id),
        path=directory.path_below(parent.path if parent else directory.ROOT_PATH, made_id),
        county_id=county or made_id,
        parent_id=parent.id if parent else None,
        code=code,
        level=level,
    )


def begin(made: Organisation, act: Act, day: str) -> None:
    """It stands, as it is, from that day on."""
    versions.sign(made, act, "founded", day)
    made.placed_on = day


def place_all(work: Writes, made: Iterable[Organisation], written: Collection[str] = ()) -> None:
    """Each keeps its parent open, which must stand when this is committed, unless it is among the `written`."""
    parents = set[str]()
    for child in made:
        if child.parent_id:
            parents.add(child.parent_id)
            work.put_new(BelowRow(*BelowRow.key_of(child.parent_id, child.id)), Changed())
    for parent_id in sorted(parents - set(written)):
        keep_open(work, parent_id)
        keep_standing(work, parent_id)


def keep_standing(work: Writes, organisation_id: str) -> None:
    """Commit only while the organisation is there, else `Changed`: its founding may be taken back meanwhile."""
    place = Organisation(Organisation.partition(organisation_id))
    work.require_that(place, "sk = :sk", {":sk": {"S": place.sk}}, Changed())


def keep_open(work: Writes, organisation_id: str) -> None:
    """Commit only while the organisation is not closed, else `Closed`; who ends it meanwhile is refused."""
    door, values = Door(*Door.key_of(organisation_id)), {":zero": {"N": "0"}, ":one": {"N": "1"}}
    change = "SET passed_n = if_not_exists(passed_n, :zero) + :one"
    work.rows.append(on_key("Update", door, "attribute_not_exists(shut_on)", values, Closed(), change))


def shut(work: Writes, door: Door | None, organisation_id: str, day: str) -> None:
    """Nothing comes to stand below the organisation from now on, nor has since the door was read, else `Changed`."""
    after = Door(*Door.key_of(organisation_id), passed_n=door.passed_n if door else 0, shut_on=day)
    if door is None:
        work.put_new(after, Changed())
        return
    values = {":n": {"N": str(int(door.passed_n))}}
    work.rows.append(put(after, "passed_n = :n AND attribute_not_exists(shut_on)", values, Changed()))


def unhinge(work: Writes, door: Door | None, organisation_id: str) -> None:
    """The door goes, or there is none: nothing has come to stand below the organisation since that was read."""
    key = Door(*Door.key_of(organisation_id))
    if door is None:
        work.require_that(key, "attribute_not_exists(pk)", {}, Changed())
        return
    values = {":n": {"N": str(int(door.passed_n))}}
    work.rows.append(on_key("Delete", key, "passed_n = :n", values, Changed()))


def leave(work: Writes, parent_id: str, child_id: str) -> None:
    """The child keeps its parent open no more."""
    row = BelowRow(*BelowRow.key_of(parent_id, child_id))
    work.rows.append(on_key("Delete", row, "attribute_not_exists(pk) OR sk = :sk", {":sk": {"S": row.sk}}))


def founded(county_id: str, made: list[Organisation]) -> OrganisationsFounded:
    return OrganisationsFounded(
        county_id=county_id,
        organisations=tuple(
            FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level) for o in made
        ),
    )
