"""The record, for those who may see it."""

from typing import Literal

from pynamodb.expressions.condition import Condition

from functions.journal import archive
from functions.journal.models import EntryOut, KeyOut
from functions.journal.settings import SealSettings
from kernel import authority, directory
from kernel.asking import Asking
from kernel.authority import Principal, Target
from kernel.clock import SHANGHAI, now
from kernel.errors import Malformed
from kernel.model import Page
from kernel.record import UNPLACED, Entry
from kernel.table import decode_cursor, encode_cursor

LAST = 9_999_999_999
Order = Literal["newest", "oldest"]


def entry_out(entry: Entry) -> EntryOut:
    return EntryOut(record=entry.content(), digest=entry.digest)


def entries(
    caller: Asking, organisation_id: str, year: int | None, order: Order, cursor: str | None, limit: int
) -> Page[EntryOut]:
    """One year (of China; the present one unless given) of an organisation's chain."""
    caller.may("journal.read", Target(path=directory.organisation(organisation_id).path))
    return _page(organisation_id, year, order, cursor, limit)


def unplaced(caller: Asking, year: int | None, order: Order, cursor: str | None, limit: int) -> Page[EntryOut]:
    """One year of the acts that belong to no organisation. For auditors and security administrators of a root."""
    caller.may("journal.unplaced", Target(path=_root(caller.principal)))
    return _page(UNPLACED, year, order, cursor, limit)


def _root(principal: Principal) -> str:
    """The path of a root on which the caller holds one of the two roles, or none."""
    places = directory.organisations(authority.scope(principal, "journal.unplaced"))
    roots = (directory.path_below(directory.ROOT_PATH, place) for place in places)
    return next((path for path in roots if path in {o.path for o in places.values()}), "")


def _page(chain: str, year: int | None, order: Order, cursor: str | None, limit: int) -> Page[EntryOut]:
    at = now()
    partition = Entry.partition(chain, year or at.astimezone(SHANGHAI).year)
    beyond = _beyond(_place(cursor), order)
    rows = Entry.query(partition, beyond, scan_index_forward=order == "oldest", limit=limit + 1, consistent_read=True)
    found = list(rows)
    page = [entry_out(entry) for entry in found[:limit]]
    more = {"seq": page[-1].record["seq"]} if len(found) > limit else None
    return Page(items=page, as_of=at, next=encode_cursor(more))


def _place(cursor: str | None) -> int | None:
    """The sequence number of the last entry seen. Raises `Malformed`."""
    place = decode_cursor(cursor)
    if place is None:
        return None
    seq = place.get("seq")
    if not isinstance(seq, int) or not 1 <= seq <= LAST:
        raise Malformed(field="cursor")
    return seq


def _beyond(seen: int | None, order: Order) -> Condition | None:
    if seen is None:
        return None
    return Entry.sk > Entry.place(seen) if order == "oldest" else Entry.sk < Entry.place(seen)


def key(caller: Asking) -> KeyOut:
    """The public key that verifies every seal."""
    caller.may("journal.key", Target())
    key_id = SealSettings.load().seal_key
    return KeyOut(key_id=key_id, pem=archive.public_key(key_id))
