"""What kinds and levels of organisation there are, and what may stand below what (`domain.md` 1.1, 1.2, 1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

DEEPEST = 8  # level 1 to 6 of `domain.md` 1.2, a general branch and a Party group

LEVELS = ("PROVINCE", "CITY", "COUNTY", "TOWNSHIP", "BRANCH")  # from the highest down


@dataclass(frozen=True)
class Kind:
    """`home`: members may have their one home there; `group`: a part of a branch."""

    home: bool = False
    group: bool = False


KINDS = {
    "COMMITTEE": Kind(),
    "WORK_COMMITTEE": Kind(),
    "GENERAL_BRANCH": Kind(),
    "BRANCH": Kind(home=True),
    "JOINT_BRANCH": Kind(home=True),
    "TEMPORARY_BRANCH": Kind(),
    "FLOATING_COMMITTEE": Kind(),
    "FLOATING_BRANCH": Kind(),
    "FUNCTIONAL_BRANCH": Kind(),
    "ONLINE_BRANCH": Kind(),
    "PARTY_GROUP": Kind(group=True),
}
_ORDER = {level: place for place, level in enumerate(LEVELS)}


def above_county(level: str) -> bool:
    return _ORDER[level] < _ORDER["COUNTY"]


def own_tree(level: str) -> bool:
    """Whether an organisation of this level is a county or above one: it begins a tree and an id space of its own."""
    return _ORDER[level] <= _ORDER["COUNTY"]


def crosses_counties(level: str, county_id: str, other_county_id: str) -> bool:
    """Whether a place of another county is none for it: a county moves as a whole, what is below it stays within."""
    return not own_tree(level) and county_id != other_county_id


def fits_level(level: str, parent_level: str) -> bool:
    """Lower than its parent; equal only below the county, where general branches and groups share a level."""
    if own_tree(level):
        return _ORDER[level] > _ORDER[parent_level]
    return _ORDER[level] >= _ORDER[parent_level]


def fits_kind(kind: str, parent_kind: str) -> bool:
    """A Party group is a part of a branch and of nothing else; nothing stands below a Party group."""
    if KINDS[kind].group:
        return parent_kind.endswith("BRANCH") and parent_kind != "GENERAL_BRANCH"
    return not KINDS[parent_kind].group


def refusals(kind: str, level: str, parent_kind: str, parent_level: str) -> list[tuple[str, str]]:
    """Pairs of column and code: what keeps an organisation from standing below that parent."""
    found = []
    if not fits_kind(kind, parent_kind):
        found.append(("kind", "kind_does_not_fit_parent"))
    if not fits_level(level, parent_level):
        found.append(("level", "level_not_below_parent"))
    return found


def merger_refusals(gone_id: str, gone_kind: str, into_id: str, into_kind: str) -> list[tuple[str, str]]:
    """What keeps one organisation from going into another: both must hold members (`domain.md` 1.1)."""
    found = []
    if gone_id == into_id:
        found.append(("intoId", "itself"))
    if not KINDS[gone_kind].home:
        found.append(("id", "holds_no_members"))
    if not KINDS[into_kind].home:
        found.append(("intoId", "holds_no_members"))
    return found


def path_above(path: str) -> str:
    """The path of what an organisation stands below; of a root, what covers nothing."""
    return path[: path.rstrip("/").rfind("/") + 1]


def common_path(path: str, other: str) -> str:
    """The path of the lowest organisation above (or at) both; "/" where there is none."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(path.split("/"), other.split("/"), strict=False))
    return "/".join(part for part, _ in shared).rstrip("/") + "/"


def circular(code: str, lineage: Sequence[str], root_code: str | None) -> bool:
    """Whether a line of ancestors comes back to itself, to the organisation, or to the root above all of them."""
    line = [*lineage, code, *([root_code] if root_code else [])]
    return len(set(line)) < len(line)


def term_end(started_on: date | None, years: int | None) -> date | None:
    """The day a term of office ends; 29 February ends on the 28th."""
    if started_on is None or years is None:
        return None
    try:
        return started_on.replace(year=started_on.year + years)
    except ValueError:
        return started_on.replace(year=started_on.year + years, day=28)
