"""What stands below an organisation: the next level down, or the whole subtree in the order of its paths."""

from collections.abc import Iterable, Sequence
from datetime import date

from functions.organisations import ranges, rules, showing, versions, walking
from functions.organisations.models import OrganisationOut
from functions.organisations.tables import BelowRow
from functions.organisations.walking import Walk
from kernel import directory
from kernel.asking import Asking
from kernel.clock import now
from kernel.directory import Organisation
from kernel.model import Page
from kernel.subtrees import BEHIND


def below(
    caller: Asking, organisation_id: str, *, deep: bool, cursor: str | None, limit: int, as_of: date | None = None
) -> Page[OrganisationOut]:
    """A part of the list, now or as of a day; above the county a part is of one tree, and may be a short one."""
    across = deep or as_of is not None
    walk = walking.begin(caller, "organisations.list", organisation_id, cursor, as_of, across=across)
    if rules.above_county(walk.top.level) and not across:
        return _page(walk, _listed(walk, limit + 1), limit)
    if as_of and not deep and walk.tree != walk.top.path:
        return _trees(walk, as_of, limit)
    part = walk.part(limit + 1, deep=deep)
    found = ranges.on_day(part, walk.moves, as_of.isoformat()) if as_of else ranges.present(part, walk.moves)
    return _page(walk, found, limit, as_of)


def _listed(walk: Walk, most: int) -> list[Organisation]:
    """By the rows kept for this: the children of an organisation above the county each begin a tree of their own."""
    pk, first = BelowRow.key_of(walk.top.id)
    place = first + directory.ancestors(walk.after)[-1] + "/" if walk.after else first
    rows = BelowRow.query(pk, BelowRow.sk.between(place, first + BEHIND), consistent_read=True, limit=most)
    ids = [row.child_id for row in rows]
    found = directory.organisations(ids)
    return [found[child] for child in ids if child in found]


def _trees(walk: Walk, as_of: date, limit: int) -> Page[OrganisationOut]:
    """The counties and cities that stood directly below on a day: they come before what is of the top's own tree."""
    depth = walk.top.path.count("/") + 1
    paths = [path for path in walk.trees if path.count("/") == depth and path >= walk.tree]
    more = walk.to(paths[limit] if len(paths) > limit else walk.top.path)
    return _told(_stood(walk, paths[:limit], as_of.isoformat()), more, as_of)


def _stood(walk: Walk, paths: Sequence[str], day: str) -> Iterable[Organisation]:
    now_standing = directory.organisations(directory.ancestors(path)[-1] for path in paths)
    held = {o.path: o for o in now_standing.values() if versions.held_on(o, day)}
    if any(path not in held for path in paths):
        held |= {o.path: o for o in ranges.trees_on(walk.top, day)}
    return (held[path] for path in paths if path in held)


def _page(walk: Walk, found: list[Organisation], limit: int, as_of: date | None = None) -> Page[OrganisationOut]:
    more = walk.cursor(found[limit - 1].path if len(found) > limit else None)
    return _told(found[:limit], more, as_of)


def _told(found: Iterable[Organisation], more: str | None, as_of: date | None) -> Page[OrganisationOut]:
    return Page(items=[showing.shown(o, as_of) for o in found], as_of=now(), next=more)
