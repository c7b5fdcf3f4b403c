"""Two runs of a county at once: neither takes back how far the other has come."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

import pytest

from functions.notices import on_run_started, running
from functions.notices.tables import Progress
from tests.integration.notices import world
from tests.integration.notices.world import COUNTY, branch, clock, founded, run, run_event, tell
from tests.trust.delivery import until_done

pytestmark = pytest.mark.usefixtures("account")
FOUNDED, DUE, NEXT, LATER = date(2026, 11, 2), date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)


def far() -> tuple[date, date]:
    """How far the part of the county is done, and closed."""
    (part,) = Progress.of(COUNTY)
    return part.done, part.closed


def run_while(meanwhile: Callable[[], None]) -> None:
    """A run of the day on which a branch is told that it is idle, and what happens before it tells it."""
    tell(FOUNDED, founded([branch(1)]))
    remind, once = running.remind, iter([meanwhile])

    def first(*given: Any) -> int:
        for happens in once:
            happens()
        return remind(*given)

    with mock.patch.object(running, "remind", first):
        run(DUE)


def write(**days: date) -> None:
    """As another run does."""
    (part,) = Progress.of(COUNTY)
    for name, day in days.items():
        setattr(part, name, day.isoformat())
    part.version += 1
    part.save()


def test_what_a_later_run_has_done_stays_done() -> None:
    run_while(lambda: run(LATER))

    assert far() == (LATER, LATER)
    assert len(world.sent("BRANCH_IDLE_MONTH")) == 1


def test_a_run_of_a_day_that_is_past_goes_no_further() -> None:
    tell(FOUNDED, founded([branch(1)]))

    with clock(LATER):
        until_done(on_run_started.lambda_handler, run_event(DUE))

    assert far() == (DUE, DUE)


def test_a_day_that_another_run_has_closed_stays_closed() -> None:
    """By one that died then."""
    run_while(lambda: write(done_through=DUE, closed_through=NEXT))

    assert far() == (DUE, NEXT)


def test_a_day_is_done_though_another_run_was_quicker_to_say_that_it_began() -> None:
    run_while(write)

    assert far() == (DUE, DUE)
