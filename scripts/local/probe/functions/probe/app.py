"""What the self-test runs inside the emulator; each handler writes one log line, as ours do."""

import json
import os
import sys
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

Event = dict[str, Any]


class ConflictError(Exception):
    """What the state machine retries by name."""


@cache
def client(service: str) -> Any:
    return boto3.client(service)  # type: ignore[call-overload] # the stubs know only literal names


def lambda_handler(event: Event, context: Any) -> Any:
    """Do the call that `event` names; the answer is its error's code, or none."""
    print("probe", context.aws_request_id)
    if "rawPath" in event:
        return {"statusCode": 200, "body": json.dumps(event["requestContext"]["authorizer"]["jwt"])}
    if event.get("call") == "where":
        return {"file": __file__, "path": sys.path}
    try:
        getattr(client(event["service"]), event["call"])(**event["with"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def relay(event: Event, context: Any) -> None:
    """Table stream to bus."""
    print("relay", context.aws_request_id)
    for record in event["Records"]:
        detail = json.dumps({"key": record["dynamodb"]["Keys"]["sk"]["S"]})
        entry = {"Source": "probe", "DetailType": "Put", "Detail": detail, "EventBusName": os.environ["BUS"]}
        client("events").put_events(Entries=[entry])


def consume(event: Event, context: Any) -> Event:
    """Queue to table; a message that says so fails, the others of its batch do not."""
    print("consume", context.aws_request_id)
    failed = []
    for record in event["Records"]:
        detail = json.loads(record["body"])["detail"]
        if detail["key"].endswith("poison"):
            failed.append({"itemIdentifier": record["messageId"]})
        else:
            put("seen", detail["key"])
    return {"batchItemFailures": failed}


def tick(event: Event, context: Any) -> None:
    """Schedule to table."""
    print("tick", context.aws_request_id)
    put("tick", event["name"])


def step(event: Event, context: Any) -> int:
    """A task of the state machine; it fails the first time it sees an item."""
    print("step", context.aws_request_id)
    item = {"pk": {"S": "step"}, "sk": {"S": f"{event['run']}-{event['n']}"}}
    try:
        client("dynamodb").put_item(
            TableName=os.environ["TABLE"], Item=item, ConditionExpression="attribute_not_exists(pk)"
        )
    except ClientError:
        return int(event["n"])
    raise ConflictError


def put(kind: str, key: str) -> None:
    client("dynamodb").put_item(TableName=os.environ["TABLE"], Item={"pk": {"S": kind}, "sk": {"S": key}})
