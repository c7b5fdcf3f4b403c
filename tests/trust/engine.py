"""The account of moto as a thing that can be kept and put back, so that one arrangement serves many trials."""

import copy
import copyreg
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

copyreg.pickle(type(threading.RLock()), lambda _: (threading.RLock, ()))  # a copy gets its own lock
copyreg.pickle(type(threading.Lock()), lambda _: (threading.Lock, ()))

BACKENDS: tuple[tuple[str, Any, str], ...] = (
    ("dynamodb", dynamodb_backends, "tables"),
    ("sqs", sqs_backends, "queues"),
    ("s3", s3_backends, "buckets"),
)


def _shelves() -> Iterator[tuple[str, Any, str]]:
    for name, backends, attribute in BACKENDS:
        for account in list(backends.values()):
            for region in list(account.values()):
                yield name, region, attribute


def snapshot() -> list[tuple[Any, str, Any]]:
    """Everything stored in this moment."""
    return [(region, attribute, copy.deepcopy(getattr(region, attribute))) for _, region, attribute in _shelves()]


def restore(kept: list[tuple[Any, str, Any]]) -> None:
    """Put back what was stored then; the same snapshot serves any number of times."""
    for region, attribute, content in kept:
        setattr(region, attribute, copy.deepcopy(content))


@contextmanager
def trial(kept: list[tuple[Any, str, Any]]) -> Iterator[None]:
    restore(kept)
    yield


def rows(table: str) -> list[dict[str, Any]]:
    """Every row of a table in DynamoDB JSON, in the order of its keys (the test's eye, not the product's)."""
    from kernel import aws

    client = aws.client("dynamodb")
    found: list[dict[str, Any]] = []
    for page in client.get_paginator("scan").paginate(TableName=table):
        found += page["Items"]
    return sorted(found, key=str)
