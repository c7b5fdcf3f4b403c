"""Finding a person by a number that is stored nowhere in the clear (`design.md` 5, `reliability.md` 4.3).

Needs `kms:GenerateMac` on the key that `INDEX_KEY` names, and no layer: who looks up need not be able to open.
"""

import base64
import hashlib
import hmac
import os
from functools import cache

from kernel import aws
from kernel.spelling import normal

INDEX_BYTES = 16


def blind_index(field: str, value: str) -> str:
    """A word under which the value can be found and by which it cannot be guessed; all spellings give the same."""
    digest = hmac.new(_index_key(), f"{field}|v1|{normal(value)}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:INDEX_BYTES]).decode().rstrip("=")


@cache
def _index_key() -> bytes:
    """Made once per process by KMS and held in memory: the secret behind the index is stored nowhere."""
    return aws.client("kms").generate_mac(
        KeyId=os.environ["INDEX_KEY"], MacAlgorithm="HMAC_SHA_256", Message=b"blind-index|v1"
    )["Mac"]


def forget() -> None:
    """Drop the secret, so that the next look-up asks KMS (tests)."""
    _index_key.cache_clear()
