"""Runs of rankings and reminders."""

from collections.abc import Sequence
from datetime import UTC, datetime
from unittest import mock

from functions.notices import on_run_started
from functions.ranking.tables import Run
from kernel.clock import stamp
from tests.trust.arrangements.samples import AT, AWARDED, BOARD, FOUNDED, TREE, Body, of, sample, with_tree
from tests.trust.delivery import until_done


def a_run_asked_for() -> Sequence[Body]:
    (body,) = with_tree(TREE, BOARD, AWARDED, then=["ranking/on_ranking_started.json"])
    told = body["detail"]["data"]
    run = Run(Run.partition(told["runId"]), county_id=told["countyId"], season="2026", as_of=stamp(AT), version=1)
    run.state = Run.STARTED
    run.save()
    return [body]


THE_DAY = datetime(2026, 11, 25, 1, tzinfo=UTC)


def a_run_due() -> Sequence[Body]:
    """The branch was founded on the day before its deadline, so that the run has two days to do and no more."""
    module, path = FOUNDED
    founded = sample(path)
    founded["detail"]["at"] = "2026-11-24T08:00:00Z"
    until_done(module.lambda_handler, founded)
    return of("notices/on_run_started.json")


def a_branch_warned_of(*then: str) -> Sequence[Body]:
    """Its month is not met, and its secretary was told."""
    with mock.patch("kernel.consumer.now", return_value=THE_DAY):
        until_done(on_run_started.lambda_handler, *a_run_due())
    return of(*then)
