"""The service of a county that is told what its people have to read."""

from urllib.parse import urlsplit

from functions.notices.channel_webhook import PORT, key_of
from functions.notices.channels import ChannelSettings
from functions.notices.contact_errors import CarrierAway, NoSuchChannel, NotReachable
from functions.notices.contact_models import HookOut, SetHook
from functions.notices.contact_tables import Hook
from functions.notices.errors import NotACounty
from kernel import directory, outside
from kernel.asking import Asking
from kernel.authority import Target
from kernel.errors import Gone, NotFound
from kernel.events import HookRemoved, HookSet
from kernel.journal import Act, UnitOfWork

ACTION = "notices.webhook"


def show(caller: Asking, organisation_id: str) -> HookOut:
    """Raises `NotFound`."""
    _, hook = _place(caller, organisation_id)
    if hook is None:
        raise NotFound
    return HookOut(organisation_id=organisation_id, url=hook.url)


def set_(caller: Asking, organisation_id: str, body: SetHook) -> HookOut:
    """The address and the key that signs. Raises `NotACounty`, `NoSuchChannel`, `NotReachable`, `CarrierAway`."""
    county_id, hook = _place(caller, organisation_id)
    settings = ChannelSettings.load()
    if not settings.webhook_secret:
        raise NoSuchChannel
    if not _reachable(body.url, settings.webhook_hosts.split()):
        raise NotReachable(fields=[{"field": "body.url", "code": NotReachable.code}])
    hook = hook or Hook(Hook.partition(county_id))
    hook.url = body.url
    work = UnitOfWork(Act(caller.principal.subject), chain=county_id, action=ACTION, subject=county_id)
    work.put(hook)
    work.record(HookSet(county_id=county_id))
    try:
        reply = HookOut(organisation_id=county_id, url=hook.url, key=key_of(settings.webhook_secret, county_id))
    except outside.Unreachable:
        raise CarrierAway from None
    work.commit()  # without the Idempotency-Key: an answer with a key in it is not kept
    return reply


def remove(caller: Asking, organisation_id: str) -> HookOut:
    """What was there. Raises `NotFound`."""
    county_id, hook = _place(caller, organisation_id)
    if hook is None:
        raise Gone
    work = UnitOfWork(caller.act(), chain=county_id, action=ACTION, subject=county_id)
    work.delete(hook)
    work.record(HookRemoved(county_id=county_id))
    reply = HookOut(organisation_id=county_id, url=hook.url)
    work.commit(reply)
    return reply


def _place(caller: Asking, organisation_id: str) -> tuple[str, Hook | None]:
    where = directory.organisation(organisation_id)
    caller.may(ACTION, Target(path=where.path))
    if where.county_id != where.id:
        raise NotACounty(fields=[{"field": "organisationId", "code": NotACounty.code}])
    return where.id, Hook.find(Hook.partition(where.id), "HOOK")


def _reachable(url: str, hosts: list[str]) -> bool:
    target = urlsplit(url)
    if target.netloc in hosts:
        return True
    return target.scheme == "https" and outside.public_address(target.hostname or "", target.port or PORT) is not None
