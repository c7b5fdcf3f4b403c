"""Deploys `template.yaml` to a running emulator: packs, uploads what is new, creates or updates the stack, waits.

python -m scripts.local.deploy [--state DIR] [--template FILE] [--parameter Name=Value ...]
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from scripts.local import emulator as emulators
from scripts.local.emulator import DEFAULT_STATE, Emulator
from scripts.local.package import Package
from scripts.local.process import ROOT
from scripts.local.remainder import complete

STACK = "e-branch"
BUCKET = "e-branch-artifacts"
TEMPLATE = ROOT / "template.yaml"
# What the emulator cannot take stands under a condition in the template; the first parameter answers it. A program that
# plays a whole county by a few accounts is no flood: the second.
LOCAL_PARAMETERS = {"RunsOn": "emulator", "AccountRate": "0"}
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
DEPLOY_SECONDS = 300.0
POLL_SECONDS = 0.1
# The tag that tells which template and parameters a stack was made from.
SOURCE_TAG = "source-sha256"
DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")


class DeployFailed(Exception):
    """The stack did not reach a good state; the message names the resources and the reasons."""


def deploy(
    emulator: Emulator,
    template: Path = TEMPLATE,
    stack: str = STACK,
    parameters: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Deploy `template` as `stack` and return the stack's outputs; an unchanged one is left alone."""
    package = Package(template, BUCKET)
    stated = package.template.get("Parameters", {})
    chosen = {name: value for name, value in LOCAL_PARAMETERS.items() if name in stated} | dict(parameters or {})
    source = hashlib.sha256(json.dumps([package.text, chosen], sort_keys=True).encode()).hexdigest()
    formation = emulator.client("cloudformation")
    before = described(formation, stack)
    if before and before["StackStatus"] in DONE and _source(before) == source:
        return outputs(before)
    for handler in sorted(package.lacking):
        print(f"warning: no source file for the handler {handler}", file=sys.stderr)
    _upload(emulator, package, source)
    _apply(formation, stack, before, f"{emulator.url}/{BUCKET}/{source}.json", chosen, source)
    after = _await(formation, stack)
    complete(emulator, stack, package.template, chosen)
    emulator.checkpoint()
    return outputs(after)


def described(formation: Any, stack: str) -> dict[str, Any] | None:
    """The stack's description, or None where there is none."""
    try:
        found: dict[str, Any] = formation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            return None
        raise
    return None if found["StackStatus"] == "DELETE_COMPLETE" else found


def deployed(emulator: Emulator, stack: str = STACK) -> dict[str, str]:
    """The outputs of a stack that is there. Raises `DeployFailed` where there is none."""
    found = described(emulator.client("cloudformation"), stack)
    if found is None:
        raise DeployFailed(f"there is no stack {stack}")
    return outputs(found)


def outputs(stack: Mapping[str, Any]) -> dict[str, str]:
    """The outputs of a described stack, by name."""
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _source(stack: Mapping[str, Any]) -> str | None:
    return next((tag["Value"] for tag in stack.get("Tags", []) if tag["Key"] == SOURCE_TAG), None)


def _upload(emulator: Emulator, package: Package, source: str) -> None:
    store = emulator.client("s3")
    _require_bucket(store)
    listed = store.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
    present = {item["Key"] for page in listed for item in page.get("Contents", [])}
    for key in package.archives.keys() - present:
        store.put_object(Bucket=BUCKET, Key=key, Body=package.archives[key])
    store.put_object(Bucket=BUCKET, Key=f"{source}.json", Body=package.text.encode())


def _require_bucket(store: Any) -> None:
    try:
        store.head_bucket(Bucket=BUCKET)
    except ClientError:
        store.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": emulators.REGION})


def _apply(
    formation: Any, stack: str, before: Mapping[str, Any] | None, url: str, chosen: dict[str, str], source: str
) -> None:
    request = {
        "StackName": stack,
        "TemplateURL": url,
        "Capabilities": CAPABILITIES,
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in chosen.items()],
        "Tags": [{"Key": SOURCE_TAG, "Value": source}],
    }
    if before and before["StackStatus"] in ("ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED"):
        # As on AWS, a stack that was never created cannot be updated.
        formation.delete_stack(StackName=stack)
        _await(formation, stack)
        before = None
    try:
        (formation.update_stack if before else formation.create_stack)(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise DeployFailed(error.response["Error"]["Message"]) from error


def _await(formation: Any, stack: str) -> dict[str, Any]:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while time.monotonic() < deadline:
        now = described(formation, stack)
        if now is None:
            return {}
        if now["StackStatus"] in DONE:
            return now
        if not now["StackStatus"].endswith("_IN_PROGRESS"):
            raise DeployFailed(_failures(formation, stack, now))
        time.sleep(POLL_SECONDS)
    raise DeployFailed(f"{stack} still in progress after {DEPLOY_SECONDS:.0f} s")


def _failures(formation: Any, stack: str, now: Mapping[str, Any]) -> str:
    events = formation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    lines = [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed]
    return "\n".join([f"{stack} is {now['StackStatus']}: {now.get('StackStatusReason', '')}", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", type=Path, default=DEFAULT_STATE)
    parser.add_argument("--template", type=Path, default=TEMPLATE)
    parser.add_argument("--parameter", action="append", default=[])
    chosen = parser.parse_args()
    running = emulators.status(chosen.state)
    if running is None:
        sys.exit("no emulator runs on this state directory: start it first")
    began = time.monotonic()
    try:
        made = deploy(running, chosen.template, parameters=dict(item.split("=", 1) for item in chosen.parameter))
    except DeployFailed as failure:
        sys.exit(f"deploy failed: {failure}")
    print(json.dumps(made, indent=2))
    print(f"deployed in {time.monotonic() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
