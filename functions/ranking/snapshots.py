"""A closed season of a county in S3, written once and under Object Lock: `rankings/<county>/<season>.json`.

Its SHA-256 is in the journal (`SeasonClosed`). It holds ids and numbers alone.
"""

import hashlib
from datetime import datetime

import msgspec
from botocore.exceptions import ClientError

from functions.ranking.errors import SnapshotAltered
from kernel import aws
from kernel.seals import SealBucket

TAKEN = "PreconditionFailed"


class BranchOf(msgspec.Struct, frozen=True, rename="camel"):
    """A branch: `points` of each member in the season, `balances` since the year began, `own` of the branch itself."""

    branch_id: str
    path: str
    own: int
    own_balance: int
    members: list[str]
    points: list[int]
    balances: list[int]


class Snapshot(msgspec.Struct, frozen=True, rename="camel"):
    """`base`: the season whose balances were taken off; null where there was none."""

    county_id: str
    season: str
    as_of: datetime
    base: str | None
    branches: list[BranchOf]


def place(county_id: str, season: str) -> str:
    return f"rankings/{county_id}/{season}.json"


def keep(snapshot: Snapshot) -> tuple[Snapshot, str]:
    """Write it unless one stands. Returns the one that stands, an earlier run's if it got so far, and its SHA-256."""
    body = msgspec.json.encode(snapshot)
    key = place(snapshot.county_id, snapshot.season)
    bucket = SealBucket.load().seal_bucket
    try:
        aws.client("s3").put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json", IfNoneMatch="*")
    except ClientError as error:
        if error.response["Error"]["Code"] != TAKEN:
            raise
        body = _body(key)
    return msgspec.json.decode(body, type=Snapshot), hashlib.sha256(body).hexdigest()


def demand(county_id: str, season: str, sha256: str) -> Snapshot:
    """The season that the journal tells of. Raises `SnapshotAltered` where the object is another."""
    body = _body(place(county_id, season))
    if hashlib.sha256(body).hexdigest() != sha256:
        raise SnapshotAltered
    return msgspec.json.decode(body, type=Snapshot)


def _body(key: str) -> bytes:
    found = aws.client("s3").get_object(Bucket=SealBucket.load().seal_bucket, Key=key)
    return found["Body"].read()
