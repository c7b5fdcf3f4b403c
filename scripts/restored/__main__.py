"""Look at restored tables before the functions may write again.

    scripts/python -m scripts.restored --stack e-branch [--suffix=-restored] [--reapply]

Reads every table whole (the operator's rights, not the product's). Names what a table lacks, with `--reapply` sets it,
and names every place where rows of one act do not stand together. Exit status 1 if anything is left.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import boto3

from scripts.restored import settings
from scripts.restored.invariants import Raw, torn
from tests.template_reader import resources


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", required=True)
    parser.add_argument("--suffix", default="", help="what the names of restored tables have behind those of the stack")
    parser.add_argument("--reapply", action="store_true", help="set what a table lacks")
    asked = parser.parse_args()
    client: Any = boto3.client("dynamodb")
    wanted = {name: told for name, told in resources("AWS::DynamoDB::Table").items() if settings.is_recoverable(told)}
    names = {logical: f"{physical}{asked.suffix}" for logical, physical in _tables(asked.stack, wanted).items()}
    left = {}
    for logical, name in names.items():
        done = settings.reapply(client, name, wanted[logical]) if asked.reapply else []
        left[logical] = settings.missing(client, name, wanted[logical])
        print(f"{name}: set {done}, lacks {left[logical]}")

    def read(logical: str) -> Iterable[Raw]:
        for page in client.get_paginator("scan").paginate(TableName=names[logical], ConsistentRead=True):
            yield from page["Items"]

    found = torn(read, datetime.now(UTC))
    print(*found, sep="\n")
    print("RESULT " + json.dumps({"torn": len(found), "settings_missing": sum(map(len, left.values()))}))
    sys.exit(1 if found or any(left.values()) else 0)


def _tables(stack: str, wanted: Iterable[str]) -> dict[str, str]:
    """Logical → physical names of the stack's tables."""
    resource: Any = boto3.resource("cloudformation")
    return {name: resource.StackResource(stack, name).physical_resource_id for name in wanted}


if __name__ == "__main__":
    main()
