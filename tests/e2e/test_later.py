"""What is told of a burst goes its own way to whoever listens: stream, relay, queue, bus."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kernel.ids import new_id
from scripts.story import closing
from scripts.story.cast import ADMIN
from scripts.story.play import Play
from scripts.story.stage import Cloud
from tests.e2e.county import County
from tests.e2e.rolls import no_delay

pytestmark = pytest.mark.e2e


def named(cloud: Cloud, kind: str) -> str:
    """The deployed name of the journal's table or of the bus."""
    client = cloud.emulator.client("dynamodb" if kind == "JournalTable" else "events")
    found = client.list_tables()["TableNames"] if kind == "JournalTable" else _buses(client)
    (name,) = [name for name in found if "e-branch" in name and (kind in name or kind == "Bus")]
    return str(name)


def _buses(client: Any) -> list[str]:
    return [bus["Name"] for bus in client.list_event_buses()["EventBuses"] if bus["Name"] != "default"]


@pytest.fixture
def heard(cloud: Cloud) -> Iterator[str]:
    """A queue that hears everything that is told of enrolments."""
    sqs, events, bus = cloud.emulator.client("sqs"), cloud.emulator.client("events"), named(cloud, "Bus")
    url = sqs.create_queue(QueueName=f"heard-{new_id()}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="heard", EventBusName=bus, EventPattern='{"detail-type":["MembersEnrolled"]}')
    events.put_targets(Rule="heard", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    yield str(url)
    events.remove_targets(Rule="heard", EventBusName=bus, Ids=["queue"])
    events.delete_rule(Name="heard", EventBusName=bus)
    sqs.delete_queue(QueueUrl=url)


def test_a_fact_of_a_burst_is_told_once_more_and_changes_nothing(
    cloud: Cloud, county: County, story: Play, heard: str
) -> None:
    """An enrolment of the county, put into the stream again as the entry of a burst: who knows it drops it."""
    no_delay(county, "RelayLaterQueue")
    branch = story.cast.id_of(story.cast.branches[0].organisation.code)
    record = next(e["record"] for e in closing.entries(cloud.api, branch) if e["record"]["event"] == "MembersEnrolled")
    roll = [member["id"] for member in cloud.api.all(ADMIN, f"/v1/members?branchId={branch}")]
    row = {"pk": f"J#{new_id()}#2026", "sk": "E#0000000001", "event_id": record["id"], "digest": "0" * 64}
    item = {name: {"S": value} for name, value in (row | {"record": json.dumps(record)}).items()}

    cloud.emulator.client("dynamodb").put_item(
        TableName=named(cloud, "JournalTable"), Item=item | {"later": {"BOOL": True}}
    )

    told = cloud.emulator.client("sqs").receive_message(QueueUrl=heard, WaitTimeSeconds=20).get("Messages", [])
    assert [json.loads(message["Body"])["detail"]["id"] for message in told] == [record["id"]]
    assert [member["id"] for member in cloud.api.all(ADMIN, f"/v1/members?branchId={branch}")] == roll
