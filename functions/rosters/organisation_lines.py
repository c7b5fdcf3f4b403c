"""A line of the organisation roster, and the place of each organisation in the tree (`domain.md` 1.1, 1.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.rosters import cells, rules
from functions.rosters.code_tables import KIND, LEVEL
from functions.rosters.errors import Unfit
from functions.rosters.lines import Line
from kernel.rows import OrganisationRow

_KIND = cells.one_of(KIND, "unknown_kind")
_LEVEL = cells.one_of(LEVEL, "unknown_level")


@dataclass(frozen=True)
class Root:
    """The organisation that the roster was uploaded for; kind and level are None where they are not known."""

    code: str
    kind: str | None = None
    level: str | None = None


@dataclass
class Stated:
    """What a line says of an organisation, its place not yet known."""

    line: Line
    code: str | None
    parent: str | None
    fields: dict[str, Any]


def stated(line: Line, today: date) -> Stated:
    """The fields of a line, its flaws noted."""
    fields: dict[str, Any] = {
        "row": line.row,
        "name": line.need("name", cells.title),
        "kind": line.need("kind", _KIND),
        "level": line.need("level", _LEVEL),
        "sector": line.take("sector", cells.title),
        "founded_on": line.take("founded_on", cells.day),
        "term_started_on": line.take("term_started_on", cells.day),
        "term_years": line.take("term_years", cells.years),
    }
    if fields["founded_on"] and fields["founded_on"] > today:
        line.wrong("founded_on", "date_in_future")
    return Stated(line, line.need("code", cells.code), line.take("parent_code", cells.code), fields)


class Tree:
    """The organisations of one file below the root, which is the organisation that the roster was uploaded for."""

    def __init__(self, root: Root, lines: Sequence[Stated]) -> None:
        self.top, self.root, self.lines = root, root.code, lines
        self.by_code: dict[str, Stated] = {}
        for one in lines:
            if one.code and self.by_code.setdefault(one.code, one) is not one:
                one.line.wrong("code", "duplicate_code")

    def rows(self) -> Iterator[OrganisationRow]:
        """The good rows in file order; a line below a refused one is refused with it."""
        for one in self.lines:
            if not one.line.flaws and one.code != self.root and not one.parent:
                one.line.wrong("parent_code", "missing")
        for one in self.lines:
            self._fit(one)
        for one in self.lines:
            lineage = self._placed(one)
            if lineage is not None and not one.line.flaws:
                yield OrganisationRow(**one.fields, code=one.code or "", lineage=lineage)

    def _fit(self, one: Stated) -> None:
        """Note what keeps a line from standing below its parent: only here are both known, whatever their chunks."""
        if one.line.flaws or one.code == self.root:
            return
        kind, level = self._parent_of(one)
        if kind and level and (wrong := rules.misfit(one.fields["kind"], one.fields["level"], kind, level)):
            one.line.wrong(*wrong)

    def _parent_of(self, one: Stated) -> tuple[str | None, str | None]:
        """Kind and level of a line's parent, as far as they are known."""
        if one.parent == self.root:
            return self.top.kind, self.top.level
        parent = self.by_code.get(one.parent or "")
        return (parent.fields["kind"], parent.fields["level"]) if parent else (None, None)

    def _placed(self, one: Stated) -> tuple[str, ...] | None:
        if one.line.flaws or one.code is None:
            return None
        try:
            return self._lineage(one)
        except Unfit as unfit:
            one.line.wrong("parent_code", unfit.code)
            return None

    def _lineage(self, one: Stated) -> tuple[str, ...]:
        """The codes from below the root down to the parent. Raises `Unfit` where the way up does not end there."""
        way: list[str] = []
        at = one
        while at.code != self.root and at.parent != self.root:
            parent = self.by_code.get(at.parent or "")
            if parent is None:
                raise Unfit("unknown_parent" if at is one else "parent_refused")
            if parent is one or parent.code in way:
                raise Unfit("cycle")
            if len(way) == rules.LONGEST_LINEAGE:
                raise Unfit("too_deep")
            if parent.line.flaws:
                raise Unfit("cycle" if any(f.code == "cycle" for f in parent.line.flaws) else "parent_refused")
            way.append(parent.code or "")
            at = parent
        return tuple(reversed(way))
