"""A list of a subtree, part by part: of a county in the order of its paths, above the county tree by tree.

Every part reads one tree. Counties and cities come in the order of their paths, what is of the top's own tree last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from functions.organisations import ranges, rules, versions
from functions.organisations.ranges import Part, Wanted
from functions.organisations.tables import Was
from functions.organisations.trees import Trees
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation, Seen
from kernel.errors import Malformed, NotFound
from kernel.moves import Move
from kernel.table import decode_cursor, encode_cursor

EVER = "9999-12-31"


@dataclass(frozen=True)
class Walk:
    """Where a list below `top` has come to: in which of its trees (by their paths), behind which path, at first ""."""

    top: Organisation
    moves: tuple[Move, ...]
    trees: Sequence[str]
    tree: str
    after: str

    @property
    def tree_id(self) -> str:
        """The county, the city or the province whose tree it is; what is below a county is of the county's."""
        own = self.tree == self.top.path
        return self.top.county_id.removeprefix(Was.PREFIX) if own else directory.ancestors(self.tree)[-1]

    @property
    def begins(self) -> bool:
        """Whether the top itself comes next."""
        return self.tree == self.top.path and not self.after

    def part(self, most: int, *, deep: bool = True, wanted: Wanted | None = None) -> Part:
        return Part(self.top, self.tree_id, self.after or self.top.path, most, deep, wanted)

    def whole(self) -> list[Organisation]:
        """Everything of this tree that stands at the top or below it."""
        own = [self.top] if self.tree == self.top.path and not self.top.closed else []
        return [*own, *ranges.present(Part(self.top, self.tree_id, self.top.path, ranges.ALL), self.moves)]

    def cursor(self, after: str | None) -> str | None:
        """Of what comes behind a path of this tree, or of the next tree; None at the end."""
        if after:
            return self.to(self.tree, after)
        behind = self.trees[self.trees.index(self.tree) + 1 :]
        return self.to(behind[0]) if behind else None

    def to(self, tree: str, after: str | None = None) -> str | None:
        """The cursor of a tree, from its beginning or behind a path."""
        place = {"tree": tree} if len(self.trees) > 1 else {}
        return encode_cursor(place | ({"after": after} if after else {}))


def begin(
    caller: Asking | None,
    action: str,
    organisation_id: str,
    cursor: str | None,
    as_of: date | None = None,
    *,
    across: bool = True,
) -> Walk:
    """Where the next part begins, of the top's own tree or `across` all, by leave of `action` or of nobody.

    Raises `NotFound`, `Malformed`.
    """
    place, day = decode_cursor(cursor) or {}, as_of.isoformat() if as_of else EVER
    key = Trees.key_of(organisation_id)
    seen = directory.look([organisation_id], [key] if across and (as_of or "tree" in place) else [])
    top = directory.demand_organisation(seen.organisations, organisation_id)
    if caller:
        caller.may(action, Target(path=top.path))
    trees = _trees(seen, top, day) if across else []
    stood = top if (top.placed_on or "") <= day else versions.as_of(top, day)
    if stood is None:
        raise NotFound
    return _at(Walk(stood, seen.moving.open(), [*trees, stood.path], stood.path, ""), place)


def _trees(seen: Seen, top: Organisation, day: str) -> list[str]:
    """Those below a city or a province, a read more where nobody could know that it is one."""
    if not rules.above_county(top.level):
        return []
    key = Trees.key_of(top.id)
    row = seen.row(Trees, key) or Trees.find(*key)
    return row.on(day) if row else []


def _at(walk: Walk, place: Mapping[str, Any]) -> Walk:
    """A tree that went since the part before was read is passed over."""
    own = walk.top.path
    tree, after = place.get("tree", walk.trees[0]), place.get("after", "")
    for path in (tree, after if "after" in place else own):
        if not isinstance(path, str) or not path.startswith(own) or not path.endswith("/"):
            raise Malformed(field="cursor")
    here = tree if tree == own else next((known for known in walk.trees[:-1] if known >= tree), own)
    return replace(walk, tree=here, after=after if here == tree else "")
