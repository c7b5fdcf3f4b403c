"""A year lived day by day: every ladder fires on its days, none twice, none missing, no holiday broken."""

import json
import random
from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.integration.notices import world
from tests.integration.notices.life import FIRST, LAST, ONE, Fact, Year, events_of
from tests.integration.notices.oracle import Oracle
from tests.integration.notices.oracle_absence import Notice
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
EVERY_CODE = """
    ABSENT_2 ABSENT_3M ABSENT_6M BRANCH_IDLE_MONTH BRANCH_IDLE_3M QUARTER_ASSEMBLY_MISSING ANNUAL_DUTY_MISSING
    LESSON_MISSING TERM_EXPIRY_180 TERM_EXPIRY_90 TERM_EXPIRY_30 TERM_EXPIRY_0 REVIEW_BACKLOG PROPOSAL_DUE
    CORRECTION_DUE FLOATING_CONTACT_DUE FLOATING_CERT_YEARLY LOST_CONTACT_6M LOST_CONTACT_2Y
"""
LOOKS = [date(2026, month, 28) for month in (3, 6, 9, 12)]


NAMES = ("activityId", "proposalId", "requestId", "number", "member")
TIMES = ("period", "endsOn", "dueOn", "since")


def stored(prefix: str, column: str = "pk") -> list[Any]:
    return [row for row in engine.rows(world.TABLE) if row[column]["S"].startswith(prefix)]


def about(row: Any) -> str:
    """As the oracle names it: members, or what is owed and from when."""
    facts = json.loads(row["facts"]["S"])
    if row["code"]["S"].startswith("ABSENT"):
        return ",".join(sorted(facts.get("members", []))) or str(facts.get("since") or facts["count"])
    name = next((facts[name] for name in NAMES if name in facts), row["organisation_id"]["S"])
    return f"{name} {next(facts[time] for time in TIMES if time in facts)}"


def notices() -> list[Notice]:
    return sorted(
        (row["pk"]["S"].removeprefix("BOX#"), row["code"]["S"], row["due_on"]["S"], about(row))
        for row in stored("BOX#")
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


def live(facts: list[Fact], last: date) -> dict[date, list[tuple[str, str]]]:
    """Each day the morning's run, then what happens. Returns what was warned of on the days that are looked at."""
    seen, day = {}, FIRST
    while day <= last:
        world.run(day)
        world.tell(day, *(event for fact in facts if fact.day == day for event in events_of(fact)))
        if day in LOOKS:
            seen[day] = warned()
        day += ONE
    return seen


def test_every_ladder_of_a_year_fires_on_its_days_none_twice_and_none_missing() -> None:
    facts = Year(random.Random(2026)).draw()  # noqa: S311 - a repeatable year
    oracle = Oracle(facts)
    expected = oracle.notices()

    seen = live(facts, LAST)

    assert Counter(notices()) == Counter(expected)
    assert {code for _, code, _, _ in expected} >= set(EVERY_CODE.split())
    assert [day for day, found in seen.items() if found != oracle.warned(day)] == []
