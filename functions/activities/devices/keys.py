"""The key of a phone: it follows from a secret that KMS makes and from the phone's id, and is stored nowhere.

Needs `kms:GenerateMac` on the key that `DEVICE_KEY` names, and no layer
(`docs/decisions/2026-11-22-a-phone-signs-with-a-derived-key.md`).
"""

import hashlib
import hmac
import os
from functools import cache

from kernel import aws


def key_of(device_id: str, member_id: str) -> bytes:
    """32 bytes, the same each time; of another member's id it would be another."""
    return hmac.digest(_root(), f"device|v1|{device_id}|{member_id}".encode(), hashlib.sha256)


@cache
def _root() -> bytes:
    """Made once per process by KMS and held in memory."""
    mac = aws.client("kms").generate_mac(
        KeyId=os.environ["DEVICE_KEY"], MacAlgorithm="HMAC_SHA_256", Message=b"device-keys|v1"
    )
    return mac["Mac"]
