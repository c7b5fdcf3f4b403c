"""Members of a subtree by name, facts and tags: the branches of the tree in turn, one item each, never a dossier.

A request reads at most a hundred organisations of the county's index and the items of those; the cursor says at which
branch and after which member it goes on. What is under way between two places is found where it stands now, and a
closed organisation nowhere.
"""

import re
from collections.abc import Sequence

from functions.members.search_lines import AT_ONCE, Place, lines
from functions.members.search_models import Criteria, FoundOut
from functions.members.search_rules import Line, matcher
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation, covers
from kernel.errors import Invalid, Malformed
from kernel.ids import PATTERN
from kernel.model import Page
from kernel.moves import Move
from kernel.subtrees import BEHIND, Source, sources
from kernel.table import decode_cursor

ACTION = "members.search"
PATH = re.compile(r"(/[0-7][0-9A-HJKMNP-TV-Z]{25})+/")


def search(caller: Asking, organisation_id: str, criteria: Criteria, cursor: str | None, limit: int) -> Page[FoundOut]:
    """A part of what is found, in the order of the tree: it may hold fewer than `limit`, or none, and go on.

    Raises `Invalid` above a county, whose trees are searched one by one.
    """
    seen = directory.look([organisation_id])
    top = directory.demand_organisation(seen.organisations, organisation_id)
    caller.may(ACTION, Target(path=top.path))
    if top.county_id == top.id and top.level != "COUNTY":
        raise Invalid(fields=[{"field": "query.organisationId", "code": "above_county"}])
    start = _place(top, cursor)
    branches, following = _branches(top, start, seen.moving.open())
    found: list[FoundOut] = []
    last = start
    answers = matcher(criteria, business_day(now()))
    for branch_id, path, line in lines(branches, start):
        if answers(line):
            if len(found) == limit:
                return Page(items=found, as_of=now(), next=last.cursor())
            found.append(_shown(branch_id, line))
            last = Place(path, line.id)
    return Page(items=found, as_of=now(), next=following)


def _place(top: Organisation, cursor: str | None) -> Place:
    """Raises `Malformed` for a cursor of another making, or of another subtree."""
    said = decode_cursor(cursor)
    if said is None:
        return Place(top.path, "")
    path, after = said.get("path"), said.get("after")
    if not isinstance(path, str) or not PATH.fullmatch(path) or not path.startswith(top.path):
        raise Malformed(field="cursor")
    if after is not None and not (isinstance(after, str) and re.fullmatch(PATTERN, after)):
        raise Malformed(field="cursor")
    return Place(path, after)


def _branches(top: Organisation, start: Place, moving: Sequence[Move]) -> tuple[list[Organisation], str | None]:
    """Up to a hundred organisations of the subtree from there on, as they stand now, and where it goes on."""
    read = [_read(source, start) for source in sources(top.county_id, top.path, moving)]
    here = {o.id: o.carry(moving) for stored, _ in read for o in stored}  # the later one of two is the present one
    ahead = sorted((o for o in here.values() if o.path >= start.lowest), key=lambda o: o.path)
    inside = [o for o in ahead if covers(top.id, o.path) and not o.closed]
    ends = [end for _, end in read if end] + [o.path for o in inside[AT_ONCE - 1 : AT_ONCE] if len(inside) > AT_ONCE]
    if not ends:
        return inside, None
    return [o for o in inside if o.path <= min(ends)], Place(min(ends)).cursor()


def _read(source: Source, start: Place) -> tuple[list[Organisation], str | None]:
    """What is stored from there on, and up to which place everything was read, if there may be more."""
    first = source.start(start.lowest)
    if first is None:
        return [], None
    span = Organisation.path.between(first, source.stored + BEHIND)
    found = list(Organisation.tree.query(source.county_id, span, limit=AT_ONCE, page_size=AT_ONCE))
    return found, source.shown(found[-1].path) if len(found) == AT_ONCE else None


def _shown(branch_id: str, line: Line) -> FoundOut:
    return FoundOut.model_validate(
        {name: getattr(line, name) for name in FoundOut.model_fields if name != "branch_id"} | {"branch_id": branch_id}
    )
