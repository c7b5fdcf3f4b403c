"""Personal data at rest: sealed per member and class, found by blind index, shown masked (`design.md` 5).

A blob is `ver(1) | alg(1) | dkv(2) | nonce(12) | ciphertext | tag(16)`: 32 bytes more than the text. The associated
data binds it to table, member and class, never to a path, so that a transfer re-encrypts nothing. Each member's key is
wrapped by the county's key of the class, which KMS wraps; to erase a person is to delete the member's key row.
Needs the layer `sealing`, and `kms:Decrypt` on the key of the class.
"""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from kernel import aws
from kernel.errors import AlreadyExists
from kernel.settings import table_name
from kernel.table import Row
from kernel.transaction import put, transact

VERSION, AES_256_GCM = 1, 1
NONCE, TAG, HEADER = 12, 16, 4


class DataClass(StrEnum):
    """P2: phone, address, birth date. P3: ID number, pay, bank."""

    P2 = "p2"
    P3 = "p3"


class CountyKey(Row):
    """`COUNTY#<id>#<class>`: the county's key of a class, wrapped by KMS under an encryption context."""

    class Meta:
        table_name = table_name("keys")

    pk = UnicodeAttribute(hash_key=True)
    wrapped = BinaryAttribute(legacy_encoding=False)

    @staticmethod
    def partition(county_id: str, data_class: DataClass) -> str:
        return f"COUNTY#{county_id}#{data_class}"


class MemberKeys(Row):
    """`M#<member id>`: the member's keys, one per class, wrapped by the county's; without it the person is erased."""

    class Meta:
        table_name = table_name("keys")

    pk = UnicodeAttribute(hash_key=True)
    county_id = UnicodeAttribute()
    p2 = BinaryAttribute(legacy_encoding=False)
    p3 = BinaryAttribute(legacy_encoding=False)

    @staticmethod
    def partition(member_id: str) -> str:
        return f"M#{member_id}"


@dataclass(frozen=True)
class Sealer:
    """Seals and opens what belongs to one member in one table."""

    table: str
    member_id: str
    keys: dict[DataClass, bytes]

    def seal(self, data_class: DataClass, fields: dict[str, Any]) -> bytes:
        """The fields as one blob."""
        header = bytes([VERSION, AES_256_GCM, 0, 1])
        nonce = os.urandom(NONCE)
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return header + nonce + AESGCM(self.keys[data_class]).encrypt(nonce, text, self._bound(header, data_class))

    def open(self, data_class: DataClass, blob: bytes) -> dict[str, Any]:
        """The fields of a blob. Raises `cryptography.exceptions.InvalidTag` for another's blob."""
        header, nonce, sealed = blob[:HEADER], blob[HEADER : HEADER + NONCE], blob[HEADER + NONCE :]
        text = AESGCM(self.keys[data_class]).decrypt(nonce, sealed, self._bound(header, data_class))
        fields: dict[str, Any] = json.loads(text)
        return fields

    def _bound(self, header: bytes, data_class: DataClass) -> bytes:
        return b"pii1|" + header + f"|{self.table}|{self.member_id}|{data_class}".encode()


def new_keys(table: str, member_id: str, county_id: str) -> tuple[Sealer, MemberKeys]:
    """Fresh keys for a member, and the row that must be put in the same transaction as what they seal."""
    keys = {data_class: AESGCM.generate_key(256) for data_class in DataClass}
    p2, p3 = (_wrap(county_id, c, member_id, keys[c]) for c in (DataClass.P2, DataClass.P3))
    row = MemberKeys(MemberKeys.partition(member_id), county_id=county_id, p2=p2, p3=p3)
    return Sealer(table, member_id, keys), row


def sealer(table: str, member_id: str, *classes: DataClass) -> Sealer:
    """The sealer of an enrolled member. Raises `NotFound` if the member's keys were erased."""
    return open_keys(table, MemberKeys.demand(MemberKeys.partition(member_id)), *classes)


def open_keys(table: str, row: MemberKeys, *classes: DataClass) -> Sealer:
    """The sealer for a row of keys that was read already (batches)."""
    member_id = row.pk.removeprefix("M#")
    wanted = classes or tuple(DataClass)
    keys = {c: _unwrap(row.county_id, c, member_id, getattr(row, c.value)) for c in wanted}
    return Sealer(table, member_id, keys)


def _wrap(county_id: str, data_class: DataClass, member_id: str, key: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    bound = f"dek1|{county_id}|{member_id}|{data_class}".encode()
    return nonce + AESGCM(_county_key(county_id, data_class)).encrypt(nonce, key, bound)


def _unwrap(county_id: str, data_class: DataClass, member_id: str, wrapped: bytes) -> bytes:
    bound = f"dek1|{county_id}|{member_id}|{data_class}".encode()
    return AESGCM(_county_key(county_id, data_class)).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)


@cache
def _county_key(county_id: str, data_class: DataClass) -> bytes:
    row = CountyKey.find(CountyKey.partition(county_id, data_class))
    if row is None:
        return _new_county_key(county_id, data_class)
    return aws.client("kms").decrypt(CiphertextBlob=row.wrapped, EncryptionContext=_context(county_id, data_class))[
        "Plaintext"
    ]


def _new_county_key(county_id: str, data_class: DataClass) -> bytes:
    """Made by whoever comes first; who comes second reads the first one's."""
    made = aws.client("kms").generate_data_key(
        KeyId=os.environ[f"{data_class.upper()}_KEY"],
        KeySpec="AES_256",
        EncryptionContext=_context(county_id, data_class),
    )
    row = CountyKey(CountyKey.partition(county_id, data_class), wrapped=made["CiphertextBlob"])
    if transact([put(row, "attribute_not_exists(pk)", refusal=AlreadyExists())]):
        return _county_key.__wrapped__(county_id, data_class)
    return made["Plaintext"]


def _context(county_id: str, data_class: DataClass) -> dict[str, str]:
    return {"app": "e-branch", "class": data_class, "county": county_id}


@cache
def _index_key() -> bytes:
    """Made once per process by KMS and held in memory: the secret behind the index is stored nowhere."""
    return aws.client("kms").generate_mac(
        KeyId=os.environ["INDEX_KEY"], MacAlgorithm="HMAC_SHA_256", Message=b"blind-index|v1"
    )["Mac"]


def blind_index(field: str, value: str) -> str:
    """A word under which the value can be found and by which it cannot be guessed; all spellings give the same."""
    digest = hmac.new(_index_key(), f"{field}|v1|{normal(value)}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def normal(value: str) -> str:
    """One spelling: NFKC, no blanks, dashes or invisible marks, upper case, no +86 before a mobile number."""
    text = unicodedata.normalize("NFKC", value).upper()
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Pd"))
    for prefix in ("+86", "0086"):
        if text.startswith(prefix) and len(text) == len(prefix) + 11:
            return text.removeprefix(prefix)
    return text


def mask(value: str, head: int = 3, tail: int = 4) -> str:
    """`110***********8515`: the first and last characters; a short value is hidden whole."""
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]
