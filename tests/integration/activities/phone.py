"""A phone that signs while it is offline, as a page on it would."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from functions.activities.devices.rules import Clocks, bundle_text, signature, signed_text
from kernel.clock import now
from tests.integration.activities.story import call


@dataclass
class Phone:
    """`ahead`: how much its wall clock is wrong; `boot` changes when it is started anew."""

    subject: str
    id: str = ""
    key: bytes = b""
    ahead: timedelta = timedelta()
    boot: str = "boot-0001"
    started: datetime = field(default_factory=lambda: now() - timedelta(days=9))
    counter: int = 0

    @classmethod
    def of(cls, subject: str) -> "Phone":
        status, told = call("POST", "/v1/me/devices", subject, {})
        assert status == 201, told
        return cls(subject, told["id"], base64.urlsafe_b64decode(told["key"]))

    def clocks(self, at: datetime) -> Clocks:
        wall = int((at + self.ahead).timestamp() * 1000)
        return Clocks(wall, (at - self.started) // timedelta(milliseconds=1), self.boot)

    def sign_in(self, activity_id: str, code: str, ago: timedelta = timedelta(), **changes: Any) -> dict[str, Any]:
        """What it signed so long ago; `changes` are made before it signs."""
        self.counter += 1
        counter, clocks = changes.get("counter", self.counter), self.clocks(now() - ago)
        text = signed_text(self.id, counter, activity_id, code, clocks)
        named = {"counter": counter, "activityId": activity_id, "code": code}
        return named | _wire(clocks) | {"signature": signature(self.key, text)}

    def bundle(self, *sign_ins: dict[str, Any]) -> dict[str, Any]:
        clocks = self.clocks(now())
        text = bundle_text(self.id, clocks, [one["signature"] for one in sign_ins])
        return {"signIns": list(sign_ins), "signature": signature(self.key, text)} | _wire(clocks)

    def send(self, *sign_ins: dict[str, Any], by: str | None = None) -> tuple[int, Any]:
        return call("POST", f"/v1/me/devices/{self.id}/bundles", by or self.subject, self.bundle(*sign_ins))

    def restart(self) -> None:
        self.boot, self.started = f"{self.boot}-again", now()


def _wire(clocks: Clocks) -> dict[str, Any]:
    return {"deviceTimeMs": clocks.wall_ms, "uptimeMs": clocks.uptime_ms, "bootId": clocks.boot}
