"""The routes of phones that sign while they are offline."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.devices import registering, replaying
from functions.activities.devices.models import Bundle, BundleOut, DeviceKey, DeviceOut, RegisterDevice
from kernel.http import Caller
from kernel.ids import Id
from kernel.model import Page


def register(caller: Caller, body: Annotated[RegisterDevice, Body()]) -> DeviceKey:
    """Register a phone, and get the key with which it signs: told once."""
    return registering.register(caller, body)


def devices(caller: Caller) -> Page[DeviceOut]:
    """The caller's phones in use."""
    return registering.listed(caller)


def remove(caller: Caller, device_id: Id) -> DeviceOut:
    """Remove a phone: it signs no more."""
    return registering.remove(caller, device_id)


def replay(caller: Caller, device_id: Id, body: Annotated[Bundle, Body()]) -> BundleOut:
    """Send in what a phone signed while it was offline; to send it again doubles nothing."""
    return replaying.replay(caller, device_id, body)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/me/devices", status_code=201)(register)
    app.get("/v1/me/devices")(devices)
    app.delete("/v1/me/devices/<device_id>")(remove)
    app.post("/v1/me/devices/<device_id>/bundles")(replay)
