"""Forms and links that let a browser reach one object of the roster bucket for five minutes."""

import base64
from functools import cache
from typing import Any
from urllib.parse import quote

from botocore.config import Config

from functions.rosters.messages import METADATA, PREFIX, Order
from kernel import aws
from kernel.settings import Settings

SECONDS = 300
ERROR_FILE = "名册错误清单.csv"


class BucketSettings(Settings):
    roster_bucket: str


@cache
def _signer() -> Any:
    """Version 4 signatures in every region: what a customer key encrypts is given out for no other."""
    return aws.session().create_client("s3", config=aws.CONFIG.merge(Config(signature_version="s3v4")))


def form(order: Order) -> tuple[str, dict[str, str]]:
    """Address and fields of a POST of exactly this file, under exactly this key.

    A second one could only bring the same bytes again.
    """
    fields = {
        "Content-Type": order.content_type,
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(order.sha256)).decode(),
        f"x-amz-meta-{METADATA}": order.packed(),
    }
    length = ["content-length-range", order.size_bytes, order.size_bytes]
    signed = _signer().generate_presigned_post(
        Bucket=BucketSettings.load().roster_bucket,
        Key=PREFIX + order.roster_id,
        Fields=dict(fields),
        Conditions=[*({name: value} for name, value in fields.items()), length],
        ExpiresIn=SECONDS,
    )
    return signed["url"], signed["fields"]


def error_key(roster_id: str) -> str:
    return f"errors/{roster_id}.csv"


def error_link(roster_id: str) -> str:
    """A GET of the error file that a browser saves under a Chinese name (RFC 6266)."""
    disposition = f"attachment; filename=\"errors.csv\"; filename*=UTF-8''{quote(ERROR_FILE)}"
    where = {"Bucket": BucketSettings.load().roster_bucket, "Key": error_key(roster_id)}
    params = where | {"ResponseContentDisposition": disposition}
    return str(_signer().generate_presigned_url("get_object", Params=params, ExpiresIn=SECONDS))
