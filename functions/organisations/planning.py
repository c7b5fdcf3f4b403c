"""What each row of a roster would do to the tree as it stands: the same for a preview and for the act itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, islice

import msgspec

from functions.organisations import rules, tree
from functions.organisations.leadership_rules import flaws_of_registration
from functions.organisations.registration_rules import flaw_of
from kernel import directory
from kernel.directory import Organisation
from kernel.ids import organisation_id
from kernel.masking import masked
from kernel.rows import OrganisationRow, RowOutcome

CORRECTABLE = ("name", "sector", "founded_on", "term_started_on", "term_years")
PARENT_REFUSED = "parent_refused"


@dataclass(frozen=True)
class Planned:
    """A row's outcome, and the organisation to write where it creates or updates one; `facts` are to be set on it."""

    outcome: RowOutcome
    organisation: Organisation | None = None
    facts: Mapping[str, str | int | None] = field(default_factory=dict)


def ids_of(root: Organisation, rows: Sequence[OrganisationRow]) -> list[str]:
    """The ids that the rows speak of, in their order."""
    return [root.id if row.code == root.code else organisation_id(root.county_id, row.code) for row in rows]


def ids_above(root: Organisation, rows: Sequence[OrganisationRow]) -> list[str]:
    """The ids that the lineages of the rows name, each once: what stands there decides what may stand below."""
    return list(dict.fromkeys(organisation_id(root.county_id, code) for row in rows for code in row.lineage))


def plan(
    root: Organisation,
    rows: Sequence[OrganisationRow],
    standing: Mapping[str, Organisation],
    today: date,
    *,
    coming: bool,
) -> list[Planned]:
    """One plan per row; `standing` are the organisations of `ids_of` and `ids_above` that exist already.

    `coming`: a parent that neither stands nor is in the chunk comes by another chunk. A code counts where it is first.
    """
    planned = dict[int, Planned]()
    places = dict(standing)
    for n in sorted(range(len(rows)), key=lambda n: len(rows[n].lineage)):
        wrong = ("code", "duplicate_code") if _stated_before(rows, n) else _wrong(root, rows[n], today)
        made = _refused(rows[n], "error", wrong) if wrong else _fitted(root, rows[n], places)
        if made.outcome.outcome == "create" and _is_homeless(root, rows, n, places, coming=coming):
            made = _refused(rows[n], "conflict", ("parent_code", PARENT_REFUSED))
        elif made.organisation:
            places[made.organisation.id] = made.organisation
        planned[n] = made
    return [planned[n] for n in range(len(rows))]


def _stated_before(rows: Sequence[OrganisationRow], n: int) -> bool:
    return any(row.code == rows[n].code for row in rows[:n])


def _is_homeless(
    root: Organisation, rows: Sequence[OrganisationRow], n: int, places: Mapping[str, Organisation], *, coming: bool
) -> bool:
    """Whether something above the row neither stands nor comes: its own row, in this chunk or before, is refused."""
    missing = [code for code in rows[n].lineage if organisation_id(root.county_id, code) not in places]
    return any(row.code in missing for row in rows) if coming else bool(missing)


def _wrong(root: Organisation, row: OrganisationRow, today: date) -> tuple[str, str] | None:
    """Column and code of what can be seen on the row itself."""
    if row.kind not in rules.KINDS:
        return "kind", "unknown_kind"
    if row.level not in rules.LEVELS:
        return "level", "unknown_level"
    if rules.above_county(root.level):
        return "level", "root_above_county"
    own = row.code == root.code and not row.lineage
    return (None if own else _misplaced(root, row)) or flaw_of(row) or _of_no_term(row, today)


def _misplaced(root: Organisation, row: OrganisationRow) -> tuple[str, str] | None:
    """What keeps the row from its place, as far as the row and the root say it."""
    if rules.circular(row.code, row.lineage, root.code):
        return "parent_code", "cycle"
    if not rules.fits_level(row.level, root.level):
        return "level", "level_not_below_parent"
    if not row.lineage and not rules.fits_kind(row.kind, root.kind):
        return "kind", "kind_does_not_fit_parent"
    if len(directory.ancestors(root.path)) + len(row.lineage) + 1 > rules.DEEPEST:
        return "parent_code", "too_deep"
    return None


def _of_no_term(row: OrganisationRow, today: date) -> tuple[str, str] | None:
    return next(iter(flaws_of_registration(row.kind, row.term_started_on, row.term_years, today)), None)


def _fitted(root: Organisation, row: OrganisationRow, standing: Mapping[str, Organisation]) -> Planned:
    now = standing.get(root.id if row.code == root.code else organisation_id(root.county_id, row.code))
    if now is None:
        return _new(root, row, standing)
    differs = _differs(root, row, now)
    if differs:
        return _refused(row, "conflict", differs)
    if now.closed:
        return _refused(row, "error", ("code", "organisation_closed"))
    changes = tuple(name for name, value in _facts(row).items() if value is not None and getattr(now, name) != value)
    if not changes:
        return Planned(RowOutcome(row=row.row, outcome="same"))
    facts = {name: _facts(row)[name] for name in changes}
    if "term_started_on" in facts and now.term_extended_to:
        facts["term_extended_to"] = None  # it belongs to the term that is replaced
    was = tuple(masked(name, _text(getattr(now, name))) for name in changes)
    becomes = tuple(masked(name, _text(facts[name])) for name in changes)
    outcome = RowOutcome(row=row.row, outcome="update", changes=changes, was=was, becomes=becomes)
    return Planned(outcome, now, facts)


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)


def _new(root: Organisation, row: OrganisationRow, standing: Mapping[str, Organisation]) -> Planned:
    """A parent that is not known comes in a chunk of its own: `rosters` has compared the two."""
    if _elsewhere(root, row, standing):
        return _refused(row, "conflict", ("parent_code", PARENT_REFUSED))
    above = [standing.get(organisation_id(root.county_id, code)) for code in row.lineage]
    if any(one.closed for one in (root, *above) if one):
        return _refused(row, "error", ("parent_code", "parent_closed"))
    parent = above[-1] if above else None
    wrong = rules.refusals(row.kind, row.level, parent.kind, parent.level) if parent else []
    if wrong:
        return _refused(row, "error", wrong[0])
    return Planned(RowOutcome(row=row.row, outcome="create"), _created(root, row))


def _elsewhere(root: Organisation, row: OrganisationRow, standing: Mapping[str, Organisation]) -> bool:
    """Whether one of those above the row stands elsewhere than the roster says: its own row is refused as moved."""
    places = directory.ancestors(_place(root, row).path)[:-1]
    paths = accumulate(places, directory.path_below, initial=directory.ROOT_PATH)
    above = zip(places, islice(paths, 1, None), strict=True)
    return any(one in standing and standing[one].path != path for one, path in above)


def _differs(root: Organisation, row: OrganisationRow, now: Organisation) -> tuple[str, str] | None:
    """Column and code of what a roster may not change: a move, another kind or level are acts of their own."""
    if now.id != root.id and now.path != _place(root, row).path:
        return "parent_code", "moved"
    if now.kind != row.kind:
        return "kind", "other_kind"
    if now.level != row.level:
        return "level", "other_level"
    return None


def _place(root: Organisation, row: OrganisationRow) -> Organisation:
    """The organisation where the row puts it: the path follows from the codes above it, existing or not."""
    above = root
    for code in row.lineage:
        above = tree.new(above, code, "BRANCH")  # below the county an id does not depend on the level
    return tree.new(above, row.code, row.level)


def _created(root: Organisation, row: OrganisationRow) -> Organisation:
    made = _place(root, row)
    made.kind = row.kind
    made.holds_members = rules.KINDS[made.kind].home
    for name, value in _facts(row).items():
        setattr(made, name, value)
    return made


def _facts(row: OrganisationRow) -> dict[str, str | int | None]:
    """The fields that a roster may correct, as they are stored; a blank cell states nothing."""
    return {name: msgspec.to_builtins(getattr(row, name)) for name in CORRECTABLE}


def _refused(row: OrganisationRow, outcome: str, wrong: tuple[str, str]) -> Planned:
    column, code = wrong
    return Planned(msgspec.convert({"row": row.row, "outcome": outcome, "code": code, "column": column}, RowOutcome))
