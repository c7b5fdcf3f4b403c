"""A phone of a member, and a sign-in that it made while it was offline."""

import base64
from collections.abc import Callable
from typing import Any

from functions.activities.app import lambda_handler
from functions.activities.devices.rules import Clocks, bundle_text, signature, signed_text

Demand = Callable[..., dict[str, Any]]
CLOCKS = Clocks(wall_ms=1_000, uptime_ms=1_000, boot="boot-of-the-phone")
READING = {"deviceTimeMs": CLOCKS.wall_ms, "uptimeMs": CLOCKS.uptime_ms, "bootId": CLOCKS.boot}
SIGNED = READING | {
    "counter": 1,
    "activityId": "$planned",
    "code": "$code_of_the_phone",
    "signature": "$signature_of_the_phone",
}
BUNDLE = READING | {"signIns": [SIGNED], "signature": "$signature_of_the_bundle"}


def hold(demand: Demand, subject: str, activity_id: str, code: str) -> dict[str, str]:
    """The names that `BUNDLE` needs: a phone of this caller, and what it signed."""
    phone = demand(lambda_handler, "POST", "/v1/me/devices", subject, {})
    key = base64.urlsafe_b64decode(phone["key"])
    signed = signature(key, signed_text(phone["id"], 1, activity_id, code, CLOCKS))
    return {
        "device": phone["id"],
        "code_of_the_phone": code,
        "signature_of_the_phone": signed,
        "signature_of_the_bundle": signature(key, bundle_text(phone["id"], CLOCKS, [signed])),
    }
