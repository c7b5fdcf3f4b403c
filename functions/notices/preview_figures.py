"""What a dispatch would ask of branches, and cost: the figures of one part of its audience, and of several together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.notices.burdening import County
from functions.notices.preview_tables import Part, Preview
from kernel.burdens import Assessed, Demands, fullest_first
from kernel.clock import stamp
from kernel.directory import Organisation

MOST_WORST = 20
"""Branches above their budget that one part names, the fullest first: a province of them is one read."""


@dataclass(frozen=True)
class Figures:
    """How many branches and people, how many branches would be above their budget; `worst` of these, fullest first."""

    branches: int
    people: int
    over: int
    worst: list[Assessed]


def weigh(county: County, branches: Collection[Organisation], demands: Demands, people: int) -> Figures:
    over = [load for load in county.assess(branches, demands) if load.over]
    return Figures(len(branches), people, len(over), over)


def together(parts: Sequence[Figures]) -> Figures:
    return Figures(
        branches=sum(part.branches for part in parts),
        people=sum(part.people for part in parts),
        over=sum(part.over for part in parts),
        worst=fullest_first(load for part in parts for load in part.worst),
    )


def part_of(preview: Preview, place: str, parts: int, figures: Figures, at: datetime) -> Part:
    """What one of so many parts of an audience counted, as it is kept."""
    return Part(
        preview.pk,
        Part.PREFIX + place,
        parts=parts,
        branches=figures.branches,
        people=figures.people,
        over=figures.over,
        worst=[[load.branch_id, load.asked, load.budget] for load in figures.worst[:MOST_WORST]],
        counted_at=stamp(at),
        expires_at=preview.expires_at,
    )


def of_all(parts: Sequence[Part]) -> Figures:
    return together([_figures_of(part) for part in parts])


def _figures_of(part: Part) -> Figures:
    worst = [Assessed(branch, _demands(asked), _demands(budget)) for branch, asked, budget in part.worst]
    return Figures(int(part.branches), int(part.people), int(part.over), worst)


def _demands(numbers: Sequence[int]) -> Demands:
    return Demands(*map(int, numbers))
