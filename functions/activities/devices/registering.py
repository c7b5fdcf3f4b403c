"""A member's phones, which may sign while they are offline: registered, listed, removed."""

import base64

from functions.activities.attendance.errors import DeviceRevoked, TooManyDevices
from functions.activities.devices import keys as device_keys
from functions.activities.devices.models import DeviceKey, DeviceOut, RegisterDevice
from functions.activities.devices.tables import Device, Devices
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now, stamp
from kernel.errors import Changed, Forbidden
from kernel.events import DeviceRegistered, DeviceRemoved
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.model import Page

ACTION = "activities.devices"
MOST = 5


def register(caller: Asking, body: RegisterDevice) -> DeviceKey:
    """A new phone, with its key. Raises `NotFound` for who is bound to no member, `TooManyDevices`."""
    member_id, branch_id = _bound(caller)
    phones = Devices.load(member_id)
    if len(phones.in_use) >= MOST:
        raise TooManyDevices
    act = Act(caller.principal.subject)  # without the Idempotency-Key: an answer with a key in it is not kept
    device = Device(Device.partition(new_id()), member_id=member_id, registered_at=stamp(act.at))
    phones.in_use[device.id] = device.registered_at
    key = base64.urlsafe_b64encode(device_keys.key_of(device.id, member_id)).decode()
    work = UnitOfWork(act, chain=branch_id, action="activities.register_device", subject=device.id)
    work.put_new(device)
    work.put(phones, Changed())
    work.record(DeviceRegistered(device_id=device.id, member_id=member_id, branch_id=branch_id))
    work.commit()
    return DeviceKey(id=device.id, registered_at=instant(device.registered_at), key_kind=body.key_kind, key=key)


def remove(caller: Asking, device_id: str) -> DeviceOut:
    """It signs no more; what it signed stands. Raises `NotFound` for another's, `DeviceRevoked` the second time."""
    device = own(caller, Device.demand(Device.partition(device_id), "NOW"))
    member_id, branch_id = _bound(caller)
    act, phones = caller.act(), Devices.load(member_id)
    device.revoked_at = stamp(act.at)
    phones.in_use.pop(device.id, None)
    reply = DeviceOut.of(device)
    work = UnitOfWork(act, chain=branch_id, action="activities.remove_device", subject=device.id)
    work.put(device, Changed())
    work.put(phones, Changed())
    work.record(DeviceRemoved(device_id=device.id, member_id=member_id, branch_id=branch_id))
    work.commit(reply)
    return reply


def listed(caller: Asking) -> Page[DeviceOut]:
    """Those in use, oldest first."""
    member_id, _ = _bound(caller)
    phones = sorted(Devices.load(member_id).in_use.items(), key=lambda phone: phone[1])
    return Page(items=[DeviceOut(id=one, registered_at=instant(at)) for one, at in phones], as_of=now())


def own(caller: Asking, device: Device) -> Device:
    """The phone, if it is the caller's and in use. Raises `NotFound`, `DeviceRevoked`."""
    caller.may(ACTION, Target(member_id=device.member_id))
    if device.revoked_at:
        raise DeviceRevoked
    return device


def _bound(caller: Asking) -> tuple[str, str]:
    """The caller's member and home branch. Raises `NotFound` for who is bound to none, `Forbidden` for who has left."""
    who = caller.principal
    caller.may(ACTION, Target(member_id=who.member_id))
    if who.member_id is None or who.branch_id is None:
        raise Forbidden
    return who.member_id, who.branch_id
