"""What a roster of members does to the counts of each branch, as the previews of its chunks said."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import msgspec

from functions.rosters.models import BranchOut, CategoryCount
from functions.rosters.outcomes import from_place
from functions.rosters.reading import seen
from functions.rosters.tables import Outcomes, Roster
from kernel.asking import Asking
from kernel.clock import now
from kernel.errors import Malformed
from kernel.model import Page
from kernel.rows import BranchEffect
from kernel.table import decode_cursor, encode_cursor

CHUNKS_IN_PAGE = 50


def branches(caller: Asking, roster_id: str, cursor: str | None) -> Page[BranchOut]:
    """Branch by branch in the order of their codes, a page of 50 chunks; a branch is never cut in two."""
    roster = seen(caller, roster_id)
    beginning = Outcomes.answered("preview", 0)[:-6]
    place = _place(cursor, beginning)
    rows = from_place(roster, beginning, place, CHUNKS_IN_PAGE + 1)
    rows, following = _whole(roster, beginning, rows)
    told = [msgspec.json.decode(row.effect, type=BranchEffect) for row in rows if row.effect]
    items = [_shown(list(group)) for _, group in groupby(told, key=lambda effect: effect.branch_id)]
    return Page(items=items, as_of=now(), next=encode_cursor({"at": following}) if following else None)


def _place(cursor: str | None, beginning: str) -> str:
    place = decode_cursor(cursor)
    at = beginning if place is None else place.get("at")
    if not isinstance(at, str) or not at.startswith(beginning):
        raise Malformed(field="cursor")
    return at


def _whole(roster: Roster, beginning: str, rows: list[Outcomes]) -> tuple[list[Outcomes], str | None]:
    """The rows up to the last end of a branch among them, and where the next page begins."""
    while len(rows) > CHUNKS_IN_PAGE:
        ends = [n for n in range(1, len(rows)) if _branch(rows[n]) != _branch(rows[n - 1])]
        if ends:
            return rows[: ends[-1]], rows[ends[-1]].sk
        more = from_place(roster, beginning, rows[-1].sk, CHUNKS_IN_PAGE + 1)[1:]
        if not more:
            break
        rows = rows + more  # one branch fills the page: it is read to its end
    return rows, None


def _branch(row: Outcomes) -> str | None:
    return msgspec.json.decode(row.effect, type=BranchEffect).branch_id if row.effect else None


def _shown(effects: Sequence[BranchEffect]) -> BranchOut:
    """One branch by all its chunks, each of which counted the members before the roster."""
    before, more = Counter(effects[0].before), Counter[str]()
    for effect in effects:
        more.update(effect.more)
    categories = [
        CategoryCount(category=name, before=before[name], after=before[name] + more[name])
        for name in sorted({*before, *more})
    ]
    return BranchOut(
        branch_id=effects[0].branch_id,
        branch_code=effects[0].branch_code,
        before=sum(one.before for one in categories),
        after=sum(one.after for one in categories),
        categories=categories,
    )
