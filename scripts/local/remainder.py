"""What the emulator's CloudFormation leaves out of a template, done through the services' own calls.

Without this no object could be locked and no row would expire. (Lifecycle rules, bucket encryption, a table's
encryption and its recovery point it leaves out too; locally nothing hangs on them, and the tests read the template.)
"""

from collections.abc import Callable, Mapping
from typing import Any

from scripts.local.conditions import Resolver
from scripts.local.emulator import Emulator

Node = Mapping[str, Any]


def complete(emulator: Emulator, stack: str, template: Node, chosen: Mapping[str, str]) -> None:
    """Bring the deployed `stack` to what `template` says where CloudFormation did not."""
    listed = emulator.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    physical = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for page in listed
        for resource in page["StackResourceSummaries"]
    }
    resolver = Resolver(template, chosen)
    for name, resource in template["Resources"].items():
        if name in physical and isinstance(resource, dict) and resource.get("Type") in STEPS:
            STEPS[resource["Type"]](emulator, physical[name], resolver.plain(resource.get("Properties", {})))


def _lock_objects(emulator: Emulator, bucket: str, properties: Node) -> None:
    if properties.get("ObjectLockEnabled"):
        stated: Node = properties.get("ObjectLockConfiguration", {})
        emulator.client("s3").put_object_lock_configuration(
            Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", **stated}
        )


def _expire_rows(emulator: Emulator, table: str, properties: Node) -> None:
    if stated := properties.get("TimeToLiveSpecification"):
        tables = emulator.client("dynamodb")
        if tables.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] != "ENABLED":
            wanted = {"AttributeName": stated["AttributeName"], "Enabled": True}
            tables.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)


STEPS: dict[str, Callable[[Emulator, str, Node], None]] = {
    "AWS::S3::Bucket": _lock_objects,
    "AWS::DynamoDB::Table": _expire_rows,
}
