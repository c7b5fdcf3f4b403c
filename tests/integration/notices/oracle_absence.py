"""Who stays away and must be told of it on which morning, straight from `domain.md` 4.5 and 12."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from tests.integration.notices.life import Fact
from tests.integration.notices.oracle_owed import Notice, above, secretary
from tests.integration.notices.places import ONE

WHOLE = ("THEME_DAY", "GENERAL_ASSEMBLY", "PARTY_LECTURE", "ORG_LIFE_MEETING")
CODES = {2: "ABSENT_2", 3: "ABSENT_3M", 4: "ABSENT_4M", 6: "ABSENT_6M"}


class Absences:
    """Members who stay away: told after two meetings, three months, four and six, by what reviews of records know."""

    def __init__(self, of: Callable[..., list[Fact]]) -> None:
        self.of = of
        self.told: dict[str, dict[date, int]] = defaultdict(dict)
        self.fired: set[str] = set()
        self.withdrawn = {fact.said["activity"]: fact.day for fact in of("withdrawn")}
        self.accounted: dict[str, list[Fact]] = defaultdict(list)  # of who was there, or had reason not to be
        for fact in of("confirmed"):
            for member in (m for how in ("members", "excused", "exempt") for m in fact.said[how]):
                self.accounted[member].append(fact)

    def notices(self, days: Sequence[date]) -> Iterator[Notice]:
        for day in days:
            groups: dict[tuple[str, int], list[tuple[str, date]]] = {}
            for branch, members in self._branches(day).items():
                waiting, missable = self._records(branch, day)
                for member, came, moved in members:
                    known = [f.said for f in self.accounted[member] if f.day < day and self._counts(f.said, day)]
                    since = max([came, *(said["held_on"] for said in known)])
                    if any(member in said["exempt"] and said["held_on"] == since for said in known):
                        continue
                    rung = self._rung(since, max(since, moved or since), day, waiting, missable)
                    if rung > max((told for on, told in self.told[member].items() if on >= since), default=0):
                        self.told[member][since] = rung
                        groups.setdefault((branch, rung), []).append((member, since))
            for (branch, rung), who in groups.items():
                yield from self._say(branch, rung, who, day)

    def _branches(self, day: date) -> dict[str, list[tuple[str, date, date | None]]]:
        """Who was where on the evening before, when they came to the county, and when they moved."""
        gone = {f.said["member"] for f in self.of("left") if f.day < day}
        moved = {f.said["member"]: f for f in self.of("moved") if f.day < day}
        found = defaultdict(list)
        for fact in self.of("enrolled"):
            for member in fact.said["members"] if fact.day < day else ():
                move = moved.get(member)
                if member not in gone:
                    there = move.branch if move else fact.branch
                    found[there].append((member, fact.day, move.day if move else None))
        return found

    def _records(self, branch: str, day: date) -> tuple[list[date], list[date]]:
        """The days of what a branch has held: whose review it waits for, and what the whole branch was called to."""
        confirmed = {f.said["activity"]: f.said for f in self.of("confirmed", branch=branch) if f.day < day}
        handed_in = [f.said for f in self.of("submitted", branch=branch) if f.day < day]
        waiting = [said["held_on"] for said in handed_in if said["activity"] not in confirmed]
        counted = [said for said in confirmed.values() if self._counts(said, day)]
        return waiting, [said["held_on"] for said in counted if said["type"] in WHOLE]

    def _counts(self, said: dict[str, Any], day: date) -> bool:
        """Whether no approval of it was taken back by the evening before."""
        return self.withdrawn.get(said["activity"], date.max) >= day

    def _rung(self, since: date, here: date, day: date, waiting: list[date], missable: list[date]) -> int:
        """0 while a record of the branch may still say that the member was there."""
        if any(since < held_on <= day <= held_on + timedelta(days=90) for held_on in waiting):
            return 0
        for months in (6, 4, 3):
            if day >= since + relativedelta(months=months):
                return months
        return 2 if sum(held_on > here for held_on in missable) >= 2 else 0

    def _say(self, branch: str, rung: int, who: list[tuple[str, date]], day: date) -> Iterator[Notice]:
        code = CODES[rung]
        self.fired.add(code)
        for member, since in who:
            yield f"MEMBER#{member}", code, str(day), str(since)
        if rung > 2:
            yield secretary(branch), code, str(day), ",".join(sorted(member for member, _ in who))
        if rung == 6:
            yield above(branch, day - ONE), code, str(day), str(len(who))
