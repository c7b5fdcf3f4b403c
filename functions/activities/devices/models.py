"""Phones and their bundles on the wire."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities.attendance.models import AttendanceOut, Code
from functions.activities.devices.rules import MOST_SIGN_INS, Clocks, bundle_text, signed_text
from functions.activities.devices.tables import Device
from kernel.clock import instant
from kernel.ids import Id
from kernel.model import Command, Model

Milliseconds = Annotated[int, Field(ge=0, lt=2**53, strict=True)]
Signature = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
KeyKind = Literal["HMAC-SHA256"]


class RegisterDevice(Command):
    key_kind: KeyKind = "HMAC-SHA256"


class DeviceOut(Model):
    id: Id
    registered_at: AwareDatetime
    revoked_at: AwareDatetime | None = None

    @classmethod
    def of(cls, stored: Device) -> Self:
        revoked_at = instant(stored.revoked_at) if stored.revoked_at else None
        return cls(id=stored.id, registered_at=instant(stored.registered_at), revoked_at=revoked_at)


class DeviceKey(DeviceOut):
    """With the key, as base64url of 32 bytes: told once, at the registration."""

    key_kind: KeyKind
    key: str


class ClockReading(Command):
    """What the phone's clocks show: Unix time and time since its start; `boot_id` is a random word of that start."""

    device_time_ms: Milliseconds
    uptime_ms: Milliseconds
    boot_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]

    def clocks(self) -> Clocks:
        return Clocks(self.device_time_ms, self.uptime_ms, self.boot_id)


class OfflineSignIn(ClockReading):
    """The counter grows by one with each sign-in of the phone and is used once."""

    counter: Annotated[int, Field(ge=1, le=2**31, strict=True)]
    activity_id: Id
    code: Code
    signature: Signature

    def text(self, device_id: str) -> str:
        return signed_text(device_id, self.counter, self.activity_id, self.code, self.clocks())


class Bundle(ClockReading):
    """The clocks at its sending; it is signed anew each time that it is sent."""

    sign_ins: Annotated[list[OfflineSignIn], Field(min_length=1, max_length=MOST_SIGN_INS)]
    signature: Signature

    def text(self, device_id: str) -> str:
        return bundle_text(device_id, self.clocks(), [one.signature for one in self.sign_ins])


class Replayed(Model):
    """What became of one sign-in. STANDS: there was a row before, by this very sign-in or another way. REFUSED: `code`
    says why, and nothing was written."""

    counter: int
    activity_id: Id
    outcome: Literal["RECORDED", "STANDS", "REFUSED"]
    code: str | None = None
    row: AttendanceOut | None = None


class BundleOut(Model):
    """In the order in which they were sent."""

    sign_ins: list[Replayed]
