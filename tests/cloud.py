"""An AWS account in memory with what template.yaml declares: tables, buckets, queues, keys, the bus."""

import json
import os
from typing import Any

import botocore.session

from tests.template_reader import environment, resources

REGION = "cn-north-1"


def set_environment() -> None:
    """What every function finds when it starts. Called before any table module is imported."""
    os.environ.update(environment())
    os.environ.update(
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="testing",
        AWS_SECRET_ACCESS_KEY="testing",
        AWS_SESSION_TOKEN="testing",
        POWERTOOLS_LOG_LEVEL="INFO",
        ACCOUNT_RATE="0",  # a few accounts ask thousands of times a minute here
        MOTO_ALLOW_NONEXISTENT_REGION="true",  # SES is not in China's regions, and moto knows it
    )


def build() -> None:
    """Create the resources in the account that the clients of this moment reach."""
    session = botocore.session.get_session()
    _tables(session.create_client("dynamodb", REGION))
    _buckets(session.create_client("s3", REGION))
    _queues(session.create_client("sqs", REGION))
    _keys(session.create_client("kms", REGION))
    _buses(session.create_client("events", REGION))


def _tables(dynamodb: Any) -> None:
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")
    for name, properties in resources("AWS::DynamoDB::Table").items():
        table = {key: properties[key] for key in wanted if key in properties}
        if "StreamSpecification" in table:
            table["StreamSpecification"] = {"StreamEnabled": True} | table["StreamSpecification"]
        dynamodb.create_table(TableName=name, **table)


def _buckets(s3: Any) -> None:
    for name, properties in resources("AWS::S3::Bucket").items():
        where = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
        lock = bool(properties.get("ObjectLockEnabled"))
        s3.create_bucket(Bucket=bucket_name(name), ObjectLockEnabledForBucket=lock, **where)
        _replace(name, bucket_name(name))


def bucket_name(logical_id: str) -> str:
    return logical_id.lower()


def _queues(sqs: Any) -> None:
    for name in resources("AWS::SQS::Queue"):
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        _replace(name, url)


def _keys(kms: Any) -> None:
    for name, properties in resources("AWS::KMS::Key").items():
        spec = {k: properties[k] for k in ("KeySpec", "KeyUsage") if k in properties}
        _replace(name, kms.create_key(**spec)["KeyMetadata"]["KeyId"])


def _buses(events: Any) -> None:
    for name in resources("AWS::Events::EventBus"):
        events.create_event_bus(Name=name)


def state_machine(name: str) -> str:
    """The ARN of one that does nothing: what it was started with is kept, and whoever asks for it carries it out."""
    definition = json.dumps({"StartAt": "Told", "States": {"Told": {"Type": "Succeed"}}})
    role = "arn:aws-cn:iam::123456789012:role/map"
    client: Any = botocore.session.get_session().create_client("stepfunctions", REGION)
    made = client.create_state_machine(name=name, definition=definition, roleArn=role)
    return str(made["stateMachineArn"])


def _replace(logical_id: str, real: str) -> None:
    """Tell the functions the real name where the template's reference gives it."""
    for variable, value in environment().items():
        if value == logical_id:
            os.environ[variable] = real
