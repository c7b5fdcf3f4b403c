"""Addresses outside of the house, and a digest to a member who gave a phone number."""

from typing import Any

import msgspec

from functions.notices import app_contacts, on_committees, on_delivery_due, on_waiting
from functions.notices.channels import Channel
from functions.notices.delivery_rules import State
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.preference_tables import Preferences
from functions.notices.sent_tables import Delivery, Receipt
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.events import RoleGranted
from scripts.bench.acts import Arrange, Doing, asking, starting, telling
from tests.builders import Tree, account
from tests.integration.notices import carrying
from tests.trust import reached
from tests.trust.arrangements import AT

MOBILE = {"channel": "sms", "address": carrying.MOBILE}


def member() -> tuple[Tree, str]:
    """A member with a phone number that is confirmed, and one notice; a county with an administrator."""
    tree = Tree()
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    member_id = carrying.bound("member", tree)
    reached.a_contact(member_id, "member", tree.county.id, "CONFIRMED", "sms").save()
    carrying.noticed(tree, member_id)
    return tree, member_id


def contacts(method: str, rest: str = "", body: Any = None) -> Arrange:
    def arrange() -> Doing:
        member()
        return asking(app_contacts.lambda_handler, method, f"/v1/me/notices/contacts{rest}", "member", body)

    return arrange


def hook(method: str) -> Arrange:
    def arrange() -> Doing:
        tree, member_id = member()
        reached.reach(member_id, "member", tree.county.id)
        path = f"/v1/organisations/{tree.county.id}/webhook"
        body = {"url": "http://WebhookHosts/told"} if method == "PUT" else None
        return asking(app_contacts.lambda_handler, method, path, "admin", body)

    return arrange


def digest(**wishes: Any) -> Arrange:
    def arrange() -> Doing:
        tree, member_id = member()
        carrying.put(Preferences(*Preferences.key_of(member_id), version=1, **wishes))
        due = Due(box=Notice.member_box(member_id), county_id=tree.county.id, day=AT.date())
        return telling(on_delivery_due.lambda_handler, msgspec.to_builtins(due))

    return arrange


def came_back() -> Doing:
    """A mail that SES had taken; a text is to go out instead."""
    tree, member_id = member()
    due = Due(box=Notice.member_box(member_id), county_id=tree.county.id, day=AT.date())
    sent = Delivery.load(member_id, due, now())
    sent.state, sent.channel, sent.receipt = State.SENT.value, Channel.EMAIL.value, "name"
    sent.changed_at, sent.version = stamp(now()), 1
    carrying.put(sent, Receipt.of(sent))
    return telling(on_delivery_due.lambda_handler, {"mail": "name", "told": "Email Bounced"})


def granted() -> Doing:
    tree, _ = member()
    event = RoleGranted(subject="member", role="secretary", organisation_id=tree.branch.id)
    return telling(on_committees.lambda_handler, event)


def waited() -> Doing:
    reached.a_message_that_waits()
    return starting(on_waiting.lambda_handler, {})


REQUESTS: dict[str, Arrange] = {
    "list contacts": contacts("GET"),
    "name a contact": contacts("POST", body=MOBILE),
    "remove a contact": contacts("DELETE", "/sms"),
    "a county's service": hook("GET"),
    "name a county's service": hook("PUT"),
}
EVENTS: dict[str, Arrange] = {
    "on_committees (a role)": granted,
    "on_delivery_due (a digest by text)": digest(channels=["sms"]),
    "on_delivery_due (in quiet hours)": digest(channels=["sms"], quiet_hours="00:00-23:59"),
    "on_delivery_due (a mail came back)": came_back,
    "on_waiting (1 message)": waited,
}
