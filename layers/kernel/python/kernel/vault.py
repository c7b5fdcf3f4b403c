"""Personal data at rest: sealed per member and class (`design.md` 5, `reliability.md` 4.2).

A blob is `ver(1) | alg(1) | dkv(2) | nonce(12) | ciphertext | tag(16)`: 32 bytes more than the text. The associated
data binds it to table, member and class, never to a path, so that a transfer re-encrypts nothing. Each member's key is
wrapped by the county's key of the class, which KMS wraps; to erase a person is to delete the member's key row.
Needs the layer `sealing`, and `kms:Decrypt` on the key of the class. Look-up is `kernel.blindindex`, masks are
`kernel.spelling`: neither needs this module.
"""

import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from kernel import aws, blindindex
from kernel.errors import Busy
from kernel.settings import table_name
from kernel.table import Row
from kernel.transaction import TRIES, pause, put, transact

VERSION, AES_256_GCM = 1, 1
MEMBER_KEY_VERSION, COUNTY_KEY_VERSION = 1, 1
NONCE, TAG = 12, 16
HEADER = bytes([VERSION, AES_256_GCM]) + MEMBER_KEY_VERSION.to_bytes(2)
OVERHEAD = len(HEADER) + NONCE + TAG
HELD_SECONDS = 300


class DataClass(StrEnum):
    """P2: phone, address, birth date. P3: ID number, pay, bank."""

    P2 = "p2"
    P3 = "p3"


class CountyKey(Row):
    """`COUNTY#<id>#<class>#<version>`: the county's key of a class, wrapped by KMS under an encryption context."""

    class Meta:
        table_name = table_name("keys")

    pk = UnicodeAttribute(hash_key=True)
    wrapped = BinaryAttribute(legacy_encoding=False)

    @staticmethod
    def partition(county_id: str, data_class: DataClass, version: int = COUNTY_KEY_VERSION) -> str:
        return f"COUNTY#{county_id}#{data_class}#{version}"


class MemberKeys(Row):
    """`M#<member id>`: the member's keys, one per class, wrapped by the county's; without it the person is erased.

    `county_version` names the county's key that wraps: it can be changed here without touching a blob.
    """

    class Meta:
        table_name = table_name("keys")

    pk = UnicodeAttribute(hash_key=True)
    county_id = UnicodeAttribute()
    county_version = NumberAttribute(default=COUNTY_KEY_VERSION)
    p2 = BinaryAttribute(legacy_encoding=False)
    p3 = BinaryAttribute(legacy_encoding=False)

    @property
    def member_id(self) -> str:
        return self.pk.removeprefix("M#")

    @staticmethod
    def partition(member_id: str) -> str:
        return f"M#{member_id}"


@dataclass(frozen=True)
class Sealer:
    """Seals and opens what belongs to one member in one table; `table` is a noun, the same in every stage."""

    table: str
    member_id: str
    keys: dict[DataClass, bytes] = field(repr=False)

    def seal(self, data_class: DataClass, fields: dict[str, Any]) -> bytes:
        """The fields as one blob."""
        nonce = os.urandom(NONCE)
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return HEADER + nonce + AESGCM(self.keys[data_class]).encrypt(nonce, text, self._bound(data_class))

    def open(self, data_class: DataClass, blob: bytes) -> dict[str, Any]:
        """The fields of a blob. Raises `InvalidTag` for another's blob, a changed one, and one of unknown make."""
        if not blob.startswith(HEADER) or len(blob) < OVERHEAD:
            raise InvalidTag
        nonce, sealed = blob[len(HEADER) : len(HEADER) + NONCE], blob[len(HEADER) + NONCE :]
        text = AESGCM(self.keys[data_class]).decrypt(nonce, sealed, self._bound(data_class))
        fields: dict[str, Any] = json.loads(text)
        return fields

    def _bound(self, data_class: DataClass) -> bytes:
        return b"pii1|" + HEADER + f"|{self.table}|{self.member_id}|{data_class}".encode()


def new_keys(table: str, member_id: str, county_id: str) -> tuple[Sealer, MemberKeys]:
    """Fresh keys for a member, and the row that must be put in the same transaction as what they seal.

    The county's own keys are made here, with its first member; to open never makes one.
    """
    keys = {data_class: AESGCM.generate_key(256) for data_class in DataClass}
    row = MemberKeys(MemberKeys.partition(member_id), county_id=county_id)
    for data_class, key in keys.items():
        setattr(row, data_class.value, _wrap(row, data_class, key))
    return Sealer(table, member_id, keys), row


def sealer(table: str, member_id: str, *classes: DataClass) -> Sealer:
    """The sealer of an enrolled member. Raises `NotFound` if the member's keys were erased."""
    return open_keys(table, MemberKeys.demand(MemberKeys.partition(member_id)), *classes)


def open_keys(table: str, row: MemberKeys, *classes: DataClass) -> Sealer:
    """The sealer for a row of keys that was read already (batches)."""
    return Sealer(table, row.member_id, {c: _unwrap(row, c) for c in classes or tuple(DataClass)})


def _wrap(row: MemberKeys, data_class: DataClass, key: bytes) -> bytes:
    county = COUNTY_KEYS.find(row, data_class) or _make_county_key(row, data_class)
    nonce = os.urandom(NONCE)
    return nonce + county.encrypt(nonce, key, _key_bound(row, data_class))


def _unwrap(row: MemberKeys, data_class: DataClass) -> bytes:
    county = COUNTY_KEYS.demand(row, data_class)
    wrapped: bytes = getattr(row, data_class.value)
    return county.decrypt(wrapped[:NONCE], wrapped[NONCE:], _key_bound(row, data_class))


def _key_bound(row: MemberKeys, data_class: DataClass) -> bytes:
    versions = f"{MEMBER_KEY_VERSION}|{int(row.county_version)}"
    return f"dek1|{row.county_id}|{row.member_id}|{data_class}|{versions}".encode()


@dataclass
class CountyKeys:
    """County keys in the clear, each held for at most five minutes.

    By the wall clock: that of a process which Lambda froze for an hour must not have stood still.
    """

    clock: Callable[[], float] = time.time
    held: dict[str, tuple[float, AESGCM]] = field(default_factory=dict, repr=False)

    def find(self, row: MemberKeys, data_class: DataClass) -> AESGCM | None:
        """The county's key that wraps this row's key of the class; None before the county has one."""
        now = self.clock()
        self.held = {place: kept for place, kept in self.held.items() if now < kept[0]}
        place = CountyKey.partition(row.county_id, data_class, int(row.county_version))
        if place not in self.held:
            stored = CountyKey.find(place)
            if stored is None:
                return None
            self.held[place] = (now + HELD_SECONDS, AESGCM(_decrypted(stored, row.county_id, data_class)))
        return self.held[place][1]

    def gather(self, row: MemberKeys, *classes: DataClass, stored: Iterable[CountyKey] = ()) -> None:
        """Read what is not held of these classes' keys in one call; `find` then has them.

        `stored` was read already, of what `missing` named: what is among it is not read again.
        """
        wanted = self.missing(row.county_id, *classes, version=int(row.county_version))
        known = {key.pk: key for key in stored if key.pk in wanted}
        unread = [place for place in wanted if place not in known]
        for key in (*known.values(), *(CountyKey.find_all(unread, consistent=True) if unread else ())):
            opened = AESGCM(_decrypted(key, row.county_id, wanted[key.pk]))
            self.held[key.pk] = (self.clock() + HELD_SECONDS, opened)

    def missing(self, county_id: str, *classes: DataClass, version: int = COUNTY_KEY_VERSION) -> dict[str, DataClass]:
        """Under which keys of `CountyKey` that stands which is not held of these classes."""
        now = self.clock()
        places = {CountyKey.partition(county_id, data_class, version): data_class for data_class in classes}
        return {place: c for place, c in places.items() if place not in self.held or self.held[place][0] <= now}

    def demand(self, row: MemberKeys, data_class: DataClass) -> AESGCM:
        """The same. Raises `LookupError` when it is gone: what it wrapped can never be opened again."""
        found = self.find(row, data_class)
        if found is None:
            raise LookupError("no county key")
        return found


COUNTY_KEYS = CountyKeys()


def _decrypted(stored: CountyKey, county_id: str, data_class: DataClass) -> bytes:
    context = _context(county_id, data_class)
    return aws.client("kms").decrypt(CiphertextBlob=stored.wrapped, EncryptionContext=context)["Plaintext"]


def _make_county_key(row: MemberKeys, data_class: DataClass) -> AESGCM:
    """Made by whoever comes first; who comes second reads the first one's, and so does the first: what is used is
    what is stored. Raises `Busy` when the row stays contended and none is stored."""
    made = aws.client("kms").generate_data_key(
        KeyId=os.environ[f"{data_class.upper()}_KEY"],
        KeySpec="AES_256",
        EncryptionContext=_context(row.county_id, data_class),
    )
    place = CountyKey.partition(row.county_id, data_class, int(row.county_version))
    kept = CountyKey(place, wrapped=made["CiphertextBlob"])
    for attempt in range(TRIES):
        transact([put(kept, "attribute_not_exists(pk)")])
        if stored := COUNTY_KEYS.find(row, data_class):
            return stored
        pause(attempt)
    raise Busy


def _context(county_id: str, data_class: DataClass) -> dict[str, str]:
    return {"app": "e-branch", "class": data_class.value, "county": county_id}


def forget() -> None:
    """Drop every key held in memory (tests)."""
    COUNTY_KEYS.held.clear()
    blindindex.forget()
