"""People who can be reached outside of the house, for the matrix and for the consumers."""

from collections.abc import Sequence
from contextlib import suppress
from copy import replace
from datetime import timedelta
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from functions.notices import contacts
from functions.notices.channels import Channel
from functions.notices.contact_tables import Contact, Hook, Person
from functions.notices.delivery_rules import State
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.preference_tables import Preferences
from functions.notices.sent_tables import Delivery, Receipt, Waiting
from kernel import aws, vault
from kernel.clock import now, stamp
from kernel.ids import derived_id
from kernel.transaction import Writes, transact
from kernel.vault import DataClass, MemberKeys, open_keys
from tests import builders
from tests.builders import Tree
from tests.trust.arrangements import AT, Body, of

LONG_AGO = AT - timedelta(days=200)
ADDRESSES = {"email": "somebody@example.org", "sms": "13800000000"}


def a_contact(member_id: str, subject: str, county_id: str, state: str, channel: str = "email") -> Contact:
    """An address of a member who has keys."""
    keys = MemberKeys.demand(MemberKeys.partition(member_id))
    return Contact(
        *Contact.key_of(member_id, channel),
        county_id=county_id,
        subject=subject,
        p2=open_keys("notices", keys, DataClass.P2).seal(DataClass.P2, {"address": ADDRESSES[channel]}),
        shown="***",
        state=state,
        code_until=stamp(now() + timedelta(days=1)),
        version=1,
    )


def reach(member_id: str, subject: str, county_id: str) -> None:
    """A member who was sent a code, and a county with a service of its own."""
    for name in ("WebhookSecret", "ReceiptsSecret"):
        with suppress(ClientError):  # it outlives the account's tables
            aws.client("secretsmanager").create_secret(Name=name, SecretString="made up")
    contact = a_contact(member_id, subject, county_id, "PENDING")
    contact.code_hash = contacts.hash_of(contact, "123456")
    contact.save()
    Hook(Hook.partition(county_id), url="http://WebhookHosts/told", version=1).save()


def a_digest_at_night() -> Sequence[Body]:
    """One notice waits for a member whose hours are always quiet: the message has to wait too. And a mail came back."""
    tree, member_id = Tree(), derived_id("reached")
    builders.account("reached", member_id=member_id, branch=tree.branch)
    _, keys = vault.new_keys("members", member_id, tree.county.id)
    writes = Writes()
    writes.put_new(keys)
    assert transact(writes.rows) == []
    a_contact(member_id, "reached", tree.county.id, "CONFIRMED").save()
    Person(Person.partition("reached"), member_id=member_id).save()
    Preferences(*Preferences.key_of(member_id), quiet_hours="00:00-23:59", version=1).save()
    box = Notice.member_box(member_id)
    facts = {"months": 3, "since": "2026-08-20"}
    where: dict[str, Any] = {"organisation_id": tree.branch.id, "county_id": tree.county.id}
    notice = Notice(box, derived_id("told"), code="ABSENT_3M", facts=facts, sent_at=stamp(AT), version=1, **where)
    notice.place()
    notice.save()
    _told_long_ago(member_id, replace(_digest(box, tree), day=LONG_AGO.date()))
    bounced = of("notices/on_delivery_due_bounced.json")
    return [msgspec.to_builtins(_digest(box, tree)), *bounced]


def _told_long_ago(member_id: str, due: Due) -> None:
    """A mail of which the sample tells, too late for another channel."""
    (told,) = of("notices/on_delivery_due_bounced.json")
    sent = Delivery.load(member_id, due, LONG_AGO)
    sent.state, sent.channel, sent.receipt, sent.version = State.SENT.value, Channel.EMAIL.value, told["mail"], 1
    sent.changed_at = stamp(LONG_AGO)
    sent.save()
    Receipt.of(sent).save()


def a_message_that_waits() -> Sequence[Body]:
    tree = Tree()
    due = _digest(Notice.member_box(derived_id("reached")), tree)
    Waiting.of(Delivery.load(derived_id("reached"), due, AT), AT).save()
    return [{}]


def _digest(box: str, tree: Tree) -> Due:
    return Due(box=box, county_id=tree.county.id, day=AT.date())
