"""The queues that other domains declare, and the names that the template's references stand for."""

import pytest

from kernel import aws
from tests.cloud import bucket_name

QUEUES = {
    "PARSED_ROWS_QUEUE": "ParsedRowsQueue",
    "MEMBER_ROWS_QUEUE": "MemberRowsQueue",
    "ORGANISATION_ROWS_QUEUE": "OrganisationRowsQueue",
    "APPLY_QUEUE": "ApplyQueue",
    "UPLOADED_QUEUE": "UploadedQueue",
    "ROSTER_OUTCOMES_QUEUE": "RosterOutcomesQueue",
}


@pytest.fixture
def rosters(account: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty account in which the functions of this domain find what they are told of."""
    monkeypatch.setenv("ROSTER_BUCKET", bucket_name("RosterBucket"))
    for variable, name in QUEUES.items():
        monkeypatch.setenv(variable, aws.client("sqs").create_queue(QueueName=name)["QueueUrl"])
