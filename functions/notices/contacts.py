"""Addresses outside of the house: named by the person, proved by a code that was sent there. Needs `sealing`."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from functions.notices.channels import Carrier, Channel, Message, Outcome, carrier
from functions.notices.contact_errors import CarrierAway, CodesExhausted, NoSuchChannel, NotTaken, WrongCode
from functions.notices.contact_models import ConfirmContact, ContactOut, ContactsOut, NameContact
from functions.notices.contact_tables import CONFIRMED, NOUN, PENDING, Contact, Person
from kernel.asking import Asking
from kernel.authority import Principal, Target
from kernel.clock import business_day, instant, stamp
from kernel.errors import Gone, NotFound
from kernel.events import ContactConfirmed, ContactNamed, ContactRemoved
from kernel.journal import Act, UnitOfWork
from kernel.spelling import mask
from kernel.together import find_both
from kernel.vault import DataClass, MemberKeys, open_keys

ACTION = "notices.contacts"
CODES_A_DAY, TRIES, GOOD_FOR = 5, 5, timedelta(minutes=10)


def own(caller: Asking) -> ContactsOut:
    """What the caller has named, masked. Raises `NotFound` before the caller is a member."""
    member_id = _member(caller)
    return ContactsOut(items=[_shown(contact) for contact in Contact.all_of(member_id).values()])


def name(caller: Asking, body: NameContact) -> ContactOut:
    """Keep an address, and send a code there; until it comes back nothing else is sent.

    Raises `NotFound` before the caller is a member, `NoSuchChannel`, `CodesExhausted`, and once it is kept `NotTaken`
    or `CarrierAway`.
    """
    member_id, channel = _member(caller), Channel(body.channel)
    way, code = _carrier(channel), f"{secrets.randbelow(10**6):06}"
    act = Act(caller.principal.subject)  # no slot: asked again, another code is sent, and one that did not go out too
    key = Contact.key_of(member_id, channel)
    contact, keys = find_both((Contact, key), (MemberKeys, (MemberKeys.partition(member_id),)))
    if keys is None:
        raise NotFound
    contact = contact or Contact(*key)
    contact.county_id, contact.state = str(caller.principal.county_id), PENDING
    contact.subject = caller.principal.subject
    contact.p2 = open_keys(NOUN, keys, DataClass.P2).seal(DataClass.P2, {"address": body.spelled})
    contact.shown = _masked(channel, body.spelled)
    _ration(contact, act.at)
    contact.code_hash, contact.code_until, contact.tries = hash_of(contact, code), stamp(act.at + GOOD_FOR), 0
    reply = _shown(contact)
    work = _work(Asking(caller.principal), contact)
    work.put(contact)
    work.put_anyway(Person(Person.partition(caller.principal.subject), member_id=member_id))
    work.record(ContactNamed(member_id=member_id, channel=channel))
    work.commit()
    _send(way, body.spelled, code, key="-".join((member_id, channel, str(contact.codes_on), str(contact.codes))))
    return reply


def confirm(caller: Asking, channel: Channel, body: ConfirmContact) -> ContactOut:
    """The code came back. Raises `NotFound`, `WrongCode`; after five wrong ones, or ten minutes, a new one is asked."""
    contact = _demand(caller, channel)
    act = caller.act()
    if contact.state == CONFIRMED:
        return _shown(contact)
    if contact.tries >= TRIES or act.at > instant(contact.code_until or stamp(act.at)):
        raise WrongCode
    right = hmac.compare_digest(str(contact.code_hash), hash_of(contact, body.code))
    contact.tries += 1
    if right:
        contact.state, contact.code_hash, contact.code_until = CONFIRMED, None, None
    reply = _shown(contact)
    work = _work(caller if right else Asking(caller.principal), contact)
    work.put(contact)
    work.record(ContactConfirmed(member_id=contact.member_id, channel=channel, right=right))
    work.commit(reply)
    if not right:
        raise WrongCode
    return reply


def remove(caller: Asking, channel: Channel) -> ContactOut:
    """What was there. Raises `NotFound`."""
    contact = Contact.find(*Contact.key_of(_member(caller), channel))
    if contact is None:
        raise Gone
    reply = _shown(contact)
    work = _work(caller, contact)
    work.delete(contact)
    work.record(ContactRemoved(member_id=contact.member_id, channel=channel))
    work.commit(reply)
    return reply


def _demand(caller: Asking, channel: Channel) -> Contact:
    return Contact.demand(*Contact.key_of(_member(caller), channel))


def _member(caller: Asking) -> str:
    caller.may(ACTION, Target())
    if caller.principal.member_id is None:
        raise NotFound
    return caller.principal.member_id


def _carrier(channel: Channel) -> Carrier:
    found = carrier(channel)
    if found is None:
        raise NoSuchChannel
    return found


def _work(caller: Asking, contact: Contact) -> UnitOfWork:
    branch = _branch(caller.principal)
    return UnitOfWork(caller.act(), chain=branch, action=ACTION, subject=contact.member_id)


def _branch(principal: Principal) -> str:
    if principal.branch_id is None:
        raise NotFound
    return principal.branch_id


def _ration(contact: Contact, at: datetime) -> None:
    """Raises `CodesExhausted` from the sixth code of a day on."""
    day = business_day(at).isoformat()
    contact.codes = contact.codes + 1 if contact.codes_on == day else 1
    contact.codes_on = day
    if contact.codes > CODES_A_DAY:
        raise CodesExhausted


def hash_of(contact: Contact, code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(f"{contact.pk}|{contact.sk}|{contact.codes_on}|{contact.codes}|{code}".encode()).hexdigest()


def _masked(channel: Channel, address: str) -> str:
    if channel is not Channel.EMAIL:
        return mask(address)
    head, _, host = address.partition("@")
    return f"{head[:1]}***@{host}"


def _shown(contact: Contact) -> ContactOut:
    return ContactOut(channel=contact.channel, shown=contact.shown, state=contact.state)


def _send(way: Carrier, address: str, code: str, key: str) -> None:
    text = f"您的验证码是{code}，10分钟内有效。/ Your code is {code}, good for 10 minutes."
    match way.send(address, Message(key, "e支部验证码 / Code", text, {})).outcome:
        case Outcome.REFUSED:
            raise NotTaken
        case Outcome.UNAVAILABLE:
            raise CarrierAway
