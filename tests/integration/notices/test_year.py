"""A year lived day by day: every ladder fires on its days, none twice, none missing, no holiday broken."""

import json
import random
from collections import Counter
from datetime import date
from typing import Any

import pytest

from functions.notices.rules import ABSENT_RUNGS, LADDERS
from tests.integration.notices import world
from tests.integration.notices.happening import happen
from tests.integration.notices.life import Fact, Year
from tests.integration.notices.oracle import Oracle
from tests.integration.notices.oracle_owed import Notice
from tests.integration.notices.places import BRANCHES, FIRST, LAST, ONE
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
LIVE = {(ladder.code, number) for ladder in LADDERS.values() for number, rung in enumerate(ladder.rungs) if rung.to} | {
    (code, 0) for code in ABSENT_RUNGS.values()
}
LOOKS = [date(2026, month, 28) for month in (3, 6, 9, 12)]
NAMES = (
    "activityId",
    "proposalId",
    "requestId",
    "disputeId",
    "appealId",
    "awardId",
    "memberId",
    "number",
    "member",
    "dispatchId",
)
TIMES = ("period", "endsOn", "dueOn", "since", "actBy", "startsAt", "on")
AT_ONCE = {"DISPATCH", "ACTIVITY_INVITED", "ACTIVITY_CANCELLED"}
"""What does not wait for a morning's run."""


def stored(prefix: str, column: str = "pk") -> list[Any]:
    return [row for row in engine.rows(world.TABLE) if row[column]["S"].startswith(prefix)]


def about(row: Any) -> str:
    """As the oracle names it: members, or what is owed and from which day or period."""
    facts = json.loads(row["facts"]["S"])
    if row["code"]["S"].startswith("ABSENT"):
        return ",".join(sorted(facts.get("members", []))) or str(facts.get("since") or facts["count"])
    name = next((facts[name] for name in NAMES if name in facts), row["organisation_id"]["S"])
    return f"{name} {next(facts[time] for time in TIMES if time in facts)[:10]}"


def notices() -> list[Notice]:
    """All that the runs said."""
    return sorted(
        (row["pk"]["S"].removeprefix("BOX#"), row["code"]["S"], world.told_on(row), about(row))
        for row in stored("BOX#")
        if row["code"]["S"] not in AT_ONCE
    )


def warned() -> list[tuple[str, str]]:
    """The open warnings, by the list of the county."""
    listed = {
        row["sk"]["S"].split("#", 3)[3] for row in stored(f"WARNINGS#{world.COUNTY}") if "OPEN#" in row["sk"]["S"]
    }
    open_ = [row for row in stored("WARNING#", "sk") if name_of(row) in listed]
    assert len(open_) == len(listed)
    assert all("withdrawn_at" not in row for row in open_)
    return sorted((row["code"]["S"], about(row)) for row in open_)


def name_of(row: Any) -> str:
    return f"{row['pk']['S'].removeprefix('OF#')}#{row['sk']['S'].removeprefix('WARNING#')}"


def live(facts: list[Fact]) -> dict[date, list[tuple[str, str]]]:
    """Each day the morning's run, then what happens. Returns what was warned of on the days that are looked at."""
    seen, day, coming = {}, FIRST, iter([*facts, None])
    fact = next(coming)
    while day <= LAST:
        world.run(day)
        while fact and fact.day == day:
            happen(fact)
            fact = next(coming)
        if day in LOOKS:
            seen[day] = warned()
        day += ONE
    return seen


@pytest.mark.no_cover
def test_every_ladder_of_a_year_fires_on_its_days_none_twice_and_none_missing() -> None:
    facts = Year(random.Random(2026)).draw()  # noqa: S311 - a repeatable year
    oracle = Oracle(facts)
    expected = oracle.notices()
    assert len(BRANCHES) > 40
    assert oracle.fired() == LIVE

    seen = live(facts)

    assert Counter(notices()) == Counter(expected)
    wrong = {day: Counter(found) for day, found in seen.items() if found != oracle.warned(day)}
    missing = {day: Counter(oracle.warned(day)) - found for day, found in wrong.items()}
    assert missing == {}, [found - Counter(oracle.warned(day)) for day, found in wrong.items()]
