"""A roster's way through the functions of this domain, queue by queue, with a stand-in for the domains beyond."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from functions.rosters import app, on_apply, on_outcomes, on_rows_parsed, on_uploaded
from functions.rosters.messages import CSV
from kernel import aws
from kernel.authority import Role
from kernel.events import RosterApplyStarted
from kernel.parcel import unpack
from kernel.rows import OutcomesMessage, RowOutcome, RowsMessage
from tests import builders
from tests.builders import Tree, answer, batch, request
from tests.cloud import bucket_name
from tests.conftest import Context

EVENTS = Path(__file__).parents[3] / "events" / "rosters"
BUCKET = bucket_name("RosterBucket")
ADMIN, AUDITOR, SECRETARY = "admin", "auditor", "secretary"

type Answering = Callable[[RowsMessage, Sequence[dict[str, Any]]], Sequence[RowOutcome]]


def tree() -> Tree:
    """A county, its administrator, its auditor, and a secretary of one branch."""
    made = Tree()
    builders.account(ADMIN, (Role.COUNTY_ADMIN, made.county))
    builders.account(AUDITOR, (Role.AUDITOR, made.county))
    builders.account(SECRETARY, (Role.SECRETARY, made.branch))
    return made


def call(method: str, path: str, subject: str | None = ADMIN, **more: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=subject, **more), Context()))


def announcement(organisation_id: str, content: bytes, **changed: Any) -> dict[str, Any]:
    return {
        "kind": "members",
        "organisationId": organisation_id,
        "filename": "花名册.csv",
        "sizeBytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "contentType": CSV,
    } | changed


def upload(organisation_id: str, content: bytes, **changed: Any) -> str:
    """Announce a file and put it where the form would."""
    status, body = call("POST", "/v1/rosters", body=announcement(organisation_id, content, **changed))
    assert status == 201
    store(body, content)
    return str(body["rosterId"])


def store(announced: dict[str, Any], content: bytes) -> None:
    fields = announced["upload"]["fields"]
    meta = {name.removeprefix("x-amz-meta-"): value for name, value in fields.items() if "x-amz-meta-" in name}
    aws.client("s3").put_object(Bucket=BUCKET, Key=fields["key"], Body=content, Metadata=meta)


def arrived(roster_id: str) -> dict[str, Any]:
    """As the rule of the bucket puts it on the queue."""
    (record,) = json.loads((EVENTS / "on_uploaded.json").read_text())["Records"]
    event = json.loads(record["body"])
    event["detail"]["object"]["key"] = f"incoming/{roster_id}"
    return batch(event)


def parse(roster_id: str) -> list[str]:
    """The parser's messages for the file of a roster."""
    assert on_uploaded.lambda_handler(arrived(roster_id), Context()) == {"batchItemFailures": []}
    return drain("PARSED_ROWS_QUEUE")


def drain(variable: str) -> list[str]:
    """The bodies that wait in a queue; they are gone then."""
    sqs, url, bodies = aws.client("sqs"), os.environ[variable], list[str]()
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def keep(bodies: Sequence[str]) -> None:
    assert on_rows_parsed.lambda_handler(batch(*bodies), Context()) == {"batchItemFailures": []}


def answered(bodies: Sequence[str], decide: Answering) -> list[OutcomesMessage]:
    """What the domain that takes the rows would answer to these chunks."""
    made = []
    for message in map(partial(msgspec.json.decode, type=RowsMessage), bodies):
        rows = unpack(message.roster_id, message.chunk, message.sealed, message.key, dict) if message.sealed else []
        outcomes = tuple(decide(message, rows))
        where = {"roster_id": message.roster_id, "phase": message.phase, "chunk": message.chunk}
        made.append(OutcomesMessage(**where, outcomes=outcomes, generation=message.generation))
    return made


def count(answers: Sequence[Any]) -> list[dict[str, str]]:
    return on_outcomes.lambda_handler(batch(*answers), Context())["batchItemFailures"]


def created(_: RowsMessage, rows: Sequence[dict[str, Any]]) -> list[RowOutcome]:
    return [RowOutcome(row=row["row"], outcome="create") for row in rows]


def preview(roster_id: str, decide: Answering = created) -> None:
    """From the file to the end of the preview."""
    keep(parse(roster_id))
    answers = answered(drain("MEMBER_ROWS_QUEUE"), decide)
    for start in range(0, len(answers), 50):
        assert count(answers[start : start + 50]) == []


def send_all(roster_id: str, organisation_id: str, context: Any = None) -> None:
    event = RosterApplyStarted(roster_id=roster_id, organisation_id=organisation_id)
    assert on_apply.lambda_handler(batch(event), context or Context()) == {"batchItemFailures": []}


def apply(roster_id: str, organisation_id: str, decide: Answering = created) -> None:
    """From the committee's word to the end."""
    assert call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    send_all(roster_id, organisation_id)
    go_on(decide)


def go_on(decide: Answering = created) -> None:
    """Until nothing waits any more: chunks are answered, the answers counted, more chunks sent."""
    while bodies := drain("MEMBER_ROWS_QUEUE"):
        answers = answered(bodies, decide)
        for start in range(0, len(answers), 50):
            assert count(answers[start : start + 50]) == []
        walk_on()


def walk_on() -> None:
    for body in drain("APPLY_QUEUE"):
        assert on_apply.lambda_handler(batch(body), Context()) == {"batchItemFailures": []}


def shown(roster_id: str) -> dict[str, Any]:
    status, body = call("GET", f"/v1/rosters/{roster_id}")
    assert status == 200
    found: dict[str, Any] = body
    return found


def error_file(roster_id: str) -> list[str]:
    body = aws.client("s3").get_object(Bucket=BUCKET, Key=f"errors/{roster_id}.csv")["Body"].read()
    return body.decode("utf-8-sig").splitlines()
