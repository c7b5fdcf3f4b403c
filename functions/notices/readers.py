"""Who reads a box, and how they want to be told. Whoever named no address is passed over: nobody must be reachable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from functions.notices import quieting
from functions.notices.channels import Channel
from functions.notices.contact_tables import CONFIRMED, NOUN, Contact, Held, Holder, Hook, Person
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.preference_tables import Preferences
from functions.notices.words_shape import Language
from kernel.vault import DataClass, sealer

CHEAPEST_FIRST = (Channel.WECHAT, Channel.WEBHOOK, Channel.EMAIL, Channel.SMS)
"""For whoever left the order to the house."""


@dataclass(frozen=True)
class Reader:
    """`addresses` are opened when one is used. `boxes` are all that the person reads, their offices' too."""

    member_id: str
    language: Language
    quiet: tuple[str, ...]
    opted_out: frozenset[str]
    digest: bool
    order: tuple[Channel, ...]
    addresses: Mapping[Channel, Callable[[], str]]
    boxes: tuple[str, ...]


def of(due: Due) -> Iterator[Reader]:
    """Those who can be reached."""
    hook, quiet = Hook.find(Hook.partition(due.county_id), "HOOK"), quieting.hours_of(due)
    county = {Channel.WEBHOOK: partial(_told_to, due.county_id, hook.url)} if hook else {}
    for member_id in _members(due):
        contacts = Contact.all_of(member_id)
        named = {channel: partial(_opened, c) for channel, c in contacts.items() if c.state == CONFIRMED}
        if named or county:
            yield _reader(member_id, contacts, named | county, quiet)


def _members(due: Due) -> list[str]:
    if due.reader or due.member_id:
        return [str(due.reader or due.member_id)]
    subjects = Holder.all_of(*due.office)
    places = [(Person.partition(subject), "PERSON") for subject in subjects]
    return sorted({person.member_id for person in Person.find_all(places, consistent=True)})


def _reader(
    member_id: str,
    contacts: dict[Channel, Contact],
    addresses: Mapping[Channel, Callable[[], str]],
    committees: str | None,
) -> Reader:
    wishes = Preferences.load(member_id)
    subject = next((contact.subject for contact in contacts.values()), None)
    offices = Held.boxes_of(subject) if subject else []
    spans = (wishes.quiet_hours, committees)
    return Reader(
        member_id,
        "en" if wishes.language == "en" else "zh",
        tuple(span for span in spans if span),
        frozenset(wishes.opt_outs),
        wishes.digest,
        tuple(Channel(channel) for channel in wishes.channels) or CHEAPEST_FIRST,
        addresses,
        (Notice.member_box(member_id), *offices),
    )


def _opened(contact: Contact) -> str:
    """Raises `NotFound` for somebody who was erased."""
    told = sealer(NOUN, contact.member_id, DataClass.P2).open(DataClass.P2, contact.p2)
    return str(told["address"])


def _told_to(county_id: str, url: str) -> str:
    return f"{county_id} {url}"
