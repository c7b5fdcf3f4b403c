"""Two reviewers of one committee at once, on the local cloud's engine: one decision stands, the other meets 409."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest

from functions.activities.reviews import reviewing
from functions.activities.reviews.models import ReviewActivity
from functions.activities.reviews.turnaround_tables import Turnaround
from functions.activities.tables import Activity, Review
from kernel.asking import Asking
from kernel.authority import PRINCIPALS, Role
from kernel.errors import Changed
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story
from tests.trust import local_engine

pytestmark = pytest.mark.e2e
RECORDS = 8
DECISIONS = (ReviewActivity(decision="approve"), ReviewActivity(decision="return", reason="请补充。"))


@pytest.fixture
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with local_engine.started(tmp_path_factory.mktemp("state")) as running, local_engine.reaching(running):
        PRINCIPALS.cached.clear()
        made = Story()
        builders.account("colleague", (Role.REVIEWER, made.tree.township))
        yield made
    PRINCIPALS.cached.clear()


def both(activity_id: str) -> list[str]:
    """The township's two reviewers decide in one moment, and differently: what each was answered."""
    barrier, decide = threading.Barrier(2), reviewing.decide

    def together(*args: Any, **rest: Any) -> Any:
        barrier.wait()  # both have read the record, neither has written
        return decide(*args, **rest)

    def one(subject: str, body: ReviewActivity) -> str:
        try:
            return reviewing.review(Asking(PRINCIPALS.load(subject)), activity_id, body).state
        except Changed as error:
            return error.code

    with mock.patch.object(reviewing, "decide", together), ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, ("township", "colleague"), DECISIONS))


def test_of_two_reviewers_at_once_one_wins(story: Story) -> None:
    records = [story.submitted() for _ in range(RECORDS)]

    answers = [both(activity_id) for activity_id in records]

    states = [Activity.demand(Activity.partition(activity_id), "NOW").state for activity_id in records]
    assert [sorted(answer) for answer in answers] == [sorted(["changed_meanwhile", state]) for state in states]
    rows = [len(list(Review.query(f"ACTIVITY#{one}", Review.sk.startswith("REVIEW#")))) for one in records]
    assert rows == [1] * RECORDS
    (month,) = Turnaround.latest(story.tree.township.id, 1)
    told = Counter(states)
    assert (month.counts.get("approve", 0), month.counts.get("return", 0)) == (told["COUNTY_REVIEW"], told["RETURNED"])
    decided = [e for e in recorded(story.branch.id) if e["event"] in ("ActivityReviewed", "ActivityReturned")]
    assert sorted(e["subject"] for e in decided) == sorted(records)
