"""The queue on which `rosters` hears what became of its rows."""

import pytest

from kernel import aws
from tests.builders import Tree


@pytest.fixture
def outcomes_queue(account: None, monkeypatch: pytest.MonkeyPatch) -> str:
    url = aws.client("sqs").create_queue(QueueName="RosterOutcomesQueue")["QueueUrl"]
    monkeypatch.setenv("ROSTER_OUTCOMES_QUEUE", url)
    return url


@pytest.fixture
def tree(outcomes_queue: str) -> Tree:
    return Tree()
