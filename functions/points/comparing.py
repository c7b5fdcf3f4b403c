"""What changes where other rules count: who gains, who loses, and from which band into which. Pure; no names."""

from collections import Counter
from collections.abc import Mapping
from statistics import quantiles

from functions.points.simulation_messages import BandMove, Compared

BANDS = (("gold", 90), ("silver", 75), ("yellow", 60), ("black", 0))
"""From how many percent of the target (`domain.md` 7.4, the default where a client gives none)."""


def compare(before: Mapping[str, int], after: Mapping[str, int]) -> Compared:
    """Accounts that either knows; one that is missing has nothing."""
    changes = [after.get(account, 0) - before.get(account, 0) for account in sorted({*before, *after})]
    return Compared(
        accounts=len(changes),
        gain=sum(change > 0 for change in changes),
        lose=sum(change < 0 for change in changes),
        most_gained=max([0, *changes]),
        most_lost=-min([0, *changes]),
        quartiles=tuple(round(cut) for cut in quantiles(changes)) if len(changes) > 1 else (),
        total_before=sum(before.values()),
        total_after=sum(after.values()),
    )


def bands(before: Mapping[str, int], after: Mapping[str, int], target: int) -> tuple[BandMove, ...]:
    """How many go from which band into which, those who stay too."""
    accounts = {*before, *after}
    moves = Counter((band(before.get(a, 0), target), band(after.get(a, 0), target)) for a in accounts)
    return tuple(BandMove(source=source, target=to, members=n) for (source, to), n in sorted(moves.items()))


def band(points: int, target: int) -> str:
    """The band of a balance; below nothing is black too."""
    return next((name for name, percent in BANDS if points * 100 >= percent * target), BANDS[-1][0])
