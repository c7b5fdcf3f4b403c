"""Pages of whatever waits for a day, the earliest first."""

from collections.abc import Mapping

from functions.members.places import place_of
from functions.members.tables import Member
from functions.members.waiting_tables import CountyDue, PlaceDue, Waiting
from kernel import directory
from kernel.directory import Organisation, covers
from kernel.ids import PATTERN
from kernel.table import encode_cursor

MOST = 50  # members read beside their branches
ID = PATTERN.strip("^$")
DUE = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}#{ID}"


def of_place[W: Waiting](
    kind: type[W], place_id: str, cursor: str | None, limit: int, pattern: str = DUE
) -> tuple[list[W], str | None]:
    """What waits at one organisation, and the cursor of what follows."""
    after = PlaceDue.listed_due > (place_of(cursor, pattern) or " ")
    query = kind.place_due.query(f"{kind.NOUN}#{place_id}", after, limit=limit + 1, page_size=limit + 1)
    return _page(list(query), limit)


def of_place_with_members[W: Waiting](
    kind: type[W], place_id: str, cursor: str | None, limit: int
) -> tuple[list[W], str | None, dict[str, Member]]:
    """The same of items under members' own keys, with the dossiers of these."""
    page, following = of_place(kind, place_id, cursor, limit)
    members = Member.find_all([(row.key()["pk"]["S"], "NOW") for row in page]) if page else []
    return page, following, {member.id: member for member in members}


def of_committee[W: Waiting](
    kind: type[W], committee: Organisation, cursor: str | None, limit: int, pattern: str = DUE
) -> tuple[list[W], str | None]:
    """What waits in the subtree of a county or of a committee below it.

    The county's list is read; below the county, what lies outside of the committee's present subtree is left out, so
    that a page may hold fewer than `limit`, or none, and still have a next one.
    """
    page, following = _of_county(kind, committee.county_id, cursor, limit, pattern)
    if committee.id == committee.county_id or not page:
        return page, following
    return _inside(committee, page, directory.organisations(row.branch_id for row in page)), following


def of_committee_with_members[W: Waiting](
    kind: type[W], committee: Organisation, cursor: str | None, limit: int
) -> tuple[list[W], str | None, dict[str, Member]]:
    """The same of items under members' own keys, with the dossiers of these: at most fifty, in one more read."""
    page, following = _of_county(kind, committee.county_id, cursor, min(limit, MOST), DUE)
    if not page:
        return [], following, {}
    table = Member.Meta.table_name
    dossiers = [row.key() | {"sk": {"S": "NOW"}} for row in page]
    seen = directory.look([row.branch_id for row in page], beside={table: dossiers})
    members = (Member.from_raw_data(item) for item in seen.of(table))
    return _inside(committee, page, seen.organisations), following, {member.id: member for member in members}


def _of_county[W: Waiting](
    kind: type[W], county_id: str, cursor: str | None, limit: int, pattern: str
) -> tuple[list[W], str | None]:
    after = CountyDue.listed_due > (place_of(cursor, pattern) or " ")
    query = kind.county_due.query(f"{kind.NOUN}#{county_id}", after, limit=limit + 1, page_size=limit + 1)
    return _page(list(query), limit)


def _inside[W: Waiting](committee: Organisation, page: list[W], places: Mapping[str, Organisation]) -> list[W]:
    inside = {place.id for place in places.values() if covers(committee.id, place.path)}
    return [row for row in page if row.branch_id in inside]


def _page[W: Waiting](found: list[W], limit: int) -> tuple[list[W], str | None]:
    page = found[:limit]
    return page, encode_cursor({"after": page[-1].listed_due}) if len(found) > limit else None
