"""What stands below an organisation: the next level down, or the whole subtree in the order of its paths."""

from collections.abc import Iterator
from itertools import islice

from functions.organisations import rules, tree
from functions.organisations.errors import AboveCounty
from functions.organisations.models import OrganisationOut
from functions.organisations.tables import BelowRow
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.directory import Organisation
from kernel.errors import Malformed
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor

# The first character of an id is 0 to 7: below a path lies what sorts from its "0" to before its "8".
FIRST, BEHIND = "0", "8"
READ_AT_ONCE = 1000


def below(caller: Asking, organisation_id: str, deep: bool, cursor: str | None, limit: int) -> Page[OrganisationOut]:
    """A part of the list. Raises `AboveCounty` for the whole subtree of a city or a province."""
    top = directory.organisation(organisation_id)
    caller.may("organisations.list", Target(path=top.path))
    after = _after(top, cursor)
    if rules.above_county(top.level):
        if deep:
            raise AboveCounty
        return _page(_listed(top, after, limit + 1), limit)
    found = _subtree(top, after, limit + 1) if deep else _children(top, after, limit + 1)
    return _page(list(islice(found, limit + 1)), limit)


def _subtree(top: Organisation, after: str, most: int) -> Iterator[Organisation]:
    span = Organisation.path.between(after + FIRST, top.path + BEHIND)
    return iter(Organisation.tree.query(top.county_id, span, limit=most))


def _children(top: Organisation, after: str, most: int) -> Iterator[Organisation]:
    """Reads what lies between, hands out the children: a county is a few hundred organisations, one call."""
    start = after + FIRST if after == top.path else after + BEHIND
    span = Organisation.path.between(start, top.path + BEHIND)
    own = Organisation.parent_id == top.id
    return iter(Organisation.tree.query(top.county_id, span, own, limit=most, page_size=READ_AT_ONCE))


def _listed(top: Organisation, after: str, most: int) -> list[Organisation]:
    """By the rows kept for this: the children of an organisation above the county each begin a tree of their own."""
    pk, first = BelowRow.key_of(top.id)
    place = first if after == top.path else first + directory.ancestors(after)[-1] + "/"
    rows = BelowRow.query(pk, BelowRow.sk.between(place, first + BEHIND), consistent_read=True, limit=most)
    ids = [row.child_id for row in rows]
    found = directory.organisations(ids)
    return [found[child] for child in ids]


def _page(found: list[Organisation], limit: int) -> Page[OrganisationOut]:
    more = encode_cursor({"after": found[limit - 1].path}) if len(found) > limit else None
    return Page(items=[tree.shown(o) for o in found[:limit]], as_of=now(), next=more)


def _after(top: Organisation, cursor: str | None) -> str:
    place = decode_cursor(cursor)
    if place is None:
        return top.path
    after = place.get("after")
    if not isinstance(after, str) or not after.startswith(top.path) or not after.endswith("/"):
        raise Malformed(field="cursor")
    return after
