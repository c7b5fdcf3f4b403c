"""Who stays away and must be told of it on which morning, straight from `domain.md` 4.5 and 12."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from tests.integration.notices.life import SUPERIOR, WHOLE, Fact

Notice = tuple[str, str, str, str]
"""Box, code, day, and what it is about."""


def secretary(branch: str) -> str:
    return f"ORG#{branch}#secretary"


def above(branch: str) -> str:
    return f"ORG#{SUPERIOR[branch]}#reviewer"


class Absences:
    """Members who stay away: told after two meetings, three months and six, by what the reviews of records know."""

    def __init__(self, of: Callable[..., list[Fact]]) -> None:
        self.of = of
        self.told: dict[tuple[str, date], int] = {}

    def notices(self, days: Sequence[date]) -> Iterator[Notice]:
        for day in days:
            groups: dict[tuple[str, int], list[tuple[str, date]]] = {}
            for member, branch, came, moved in self._members(day):
                since = max([came, *self._attended(member, day)])
                rung = self._rung(branch, since, max(since, moved or since), day)
                if rung > self.told.get((member, since), 0):
                    self.told[member, since] = rung
                    groups.setdefault((branch, rung), []).append((member, since))
            for (branch, rung), who in groups.items():
                yield from self._say(branch, rung, who, day)

    def _members(self, day: date) -> Iterator[tuple[str, str, date, date | None]]:
        """Who was where on the evening before, when they came to the county, and when they moved."""
        gone = {f.said["member"] for f in self.of("left") if f.day < day}
        moved = {f.said["member"]: f for f in self.of("moved") if f.day < day}
        for fact in self.of("enrolled"):
            for member in fact.said["members"] if fact.day < day else ():
                move = moved.get(member)
                if member not in gone:
                    yield member, move.branch if move else fact.branch, fact.day, move.day if move else None

    def _attended(self, member: str, day: date) -> list[date]:
        return [f.said["held_on"] for f in self.of("confirmed") if f.day < day and member in f.said["members"]]

    def _rung(self, branch: str, since: date, here: date, day: date) -> int:
        """0 while a record of the branch may still say that the member was there."""
        confirmed = {f.said["activity"]: f for f in self.of("confirmed", branch=branch) if f.day < day}
        handed_in = [f for f in self.of("submitted", branch=branch) if f.day < day]
        waiting = [f for f in handed_in if f.said["activity"] not in confirmed]
        if any(since < f.said["held_on"] <= day <= f.said["held_on"] + timedelta(days=90) for f in waiting):
            return 0
        for months in (6, 3):
            if day >= since + relativedelta(months=months):
                return months
        missed = [f for f in confirmed.values() if f.said["type"] in WHOLE and f.said["held_on"] > here]
        return 2 if len(missed) >= 2 else 0

    def _say(self, branch: str, rung: int, who: list[tuple[str, date]], day: date) -> Iterator[Notice]:
        code = {2: "ABSENT_2", 3: "ABSENT_3M", 6: "ABSENT_6M"}[rung]
        for member, since in who:
            yield f"MEMBER#{member}", code, str(day), str(since)
        if rung > 2:
            yield secretary(branch), code, str(day), ",".join(sorted(member for member, _ in who))
        if rung == 6:
            yield above(branch), code, str(day), str(len(who))
