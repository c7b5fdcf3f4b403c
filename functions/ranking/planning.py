"""Which counties each task of a night ranks."""

from itertools import batched

from functions.ranking import trees

COUNTIES_A_TASK = 32  # two million members are about a hundred counties: four tasks, ten transitions


def plan_night() -> list[list[str]]:
    """The counties in as many parts as tasks are needed."""
    return [list(part) for part in batched(sorted(trees.counties()), COUNTIES_A_TASK, strict=False)]
