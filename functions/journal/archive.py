"""Seals in S3 under Object Lock: `seals/<n>.json`, written once, signed by a key that never leaves KMS.

The name holds no date: whoever repairs a run that died at midnight must meet the seal that it left.
"""

import base64
from functools import cache
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from functions.journal.rules import signed_text
from functions.journal.settings import SealSettings
from kernel import aws
from kernel.seals import Seal, SealedLeaf, place, read

__all__ = ["Seal", "keep", "place", "public_key", "read", "sign"]

TAKEN = "PreconditionFailed"


def sign(stated: dict[str, Any], leaves: tuple[SealedLeaf, ...]) -> Seal:
    key = SealSettings.load().seal_key
    signed = aws.client("kms").sign(
        KeyId=key, Message=signed_text(stated), MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
    )
    signature = base64.b64encode(signed["Signature"]).decode()
    return Seal(statement=stated, signature=signature, key_id=key, leaves=leaves)


def keep(seal: Seal) -> Seal:
    """Write the seal unless its number is taken. Returns the one that stands: an earlier run's, if it got so far."""
    where = {"Bucket": SealSettings.load().seal_bucket, "Key": place(seal.n)}
    body = msgspec.json.encode(seal)
    try:
        aws.client("s3").put_object(**where, Body=body, ContentType="application/json", IfNoneMatch="*")  # type: ignore[arg-type]  # a dict of two strings
    except ClientError as error:
        if error.response["Error"]["Code"] != TAKEN:
            raise
        return read(seal.n)
    return seal


@cache
def public_key(key_id: str) -> str:
    """The key that verifies seals, as PEM."""
    der = aws.client("kms").get_public_key(KeyId=key_id)["PublicKey"]
    lines = base64.encodebytes(der).decode().replace("\n", "")
    wrapped = "\n".join(lines[i : i + 64] for i in range(0, len(lines), 64))
    return f"-----BEGIN PUBLIC KEY-----\n{wrapped}\n-----END PUBLIC KEY-----\n"
