"""What stands below an organisation: the next level down, or the whole subtree in the order of its paths."""

from datetime import date

from functions.organisations import ranges, rules, tree, versions
from functions.organisations.errors import AboveCounty
from functions.organisations.models import OrganisationOut
from functions.organisations.ranges import Part
from functions.organisations.tables import BelowRow
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.directory import Organisation
from kernel.errors import Malformed, NotFound
from kernel.model import Page
from kernel.subtrees import BEHIND
from kernel.table import decode_cursor, encode_cursor


def below(
    caller: Asking, organisation_id: str, *, deep: bool, cursor: str | None, limit: int, as_of: date | None = None
) -> Page[OrganisationOut]:
    """A part of the list, now or as of a day. Raises `AboveCounty` for the whole subtree of a city or a province."""
    seen = directory.look([organisation_id])
    top = directory.demand_organisation(seen.organisations, organisation_id)
    caller.may("organisations.list", Target(path=top.path))
    if rules.above_county(top.level):
        if deep or as_of:
            raise AboveCounty
        return _page(_listed(top, after_of(top, cursor), limit + 1), limit)
    if as_of is None:
        return _page(ranges.present(Part(top, after_of(top, cursor), limit + 1, deep), seen.moving.open()), limit)
    was = versions.as_of(top, as_of.isoformat())
    if was is None:
        raise NotFound
    part = Part(was, after_of(was, cursor), limit + 1, deep)
    return _page(ranges.on_day(part, seen.moving.open(), as_of.isoformat()), limit)


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


def after_of(top: Organisation, cursor: str | None) -> str:
    """The path at which the last part of a list below the top ended; at first the top's own."""
    place = decode_cursor(cursor)
    if place is None:
        return top.path
    after = place.get("after")
    if not isinstance(after, str) or not after.startswith(top.path) or not after.endswith("/"):
        raise Malformed(field="cursor")
    return after
