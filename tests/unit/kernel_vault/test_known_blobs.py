"""What was sealed once opens for ever: bytes that were made with these keys, and names that stored rows have."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel import vault
from kernel.vault import COUNTY_KEYS, CountyKey, CountyKeys, DataClass, MemberKeys, Sealer, open_keys

MEMBER, COUNTY = "01M00000000000000000000001", "01C00000000000000000000001"
KEYS = {DataClass.P2: bytes(range(32)), DataClass.P3: bytes(range(32, 64))}
NONCE = "000102030405060708090a0b"
BLOBS = {
    DataClass.P2: "3c20b87aa880e021afa7081b5553c24faff4e916ca4a2267c4a96ab455d5d2d68d110c2e8baa38",
    DataClass.P3: "277033c62750c9d69e1f5656c2c9e41e3f5287465020db6b881edb8ca3acb35b83e8d183ef4b74",
}
WRAPPED = {
    DataClass.P2: "88ca315104f889feca7158eef10ed003447dba89ab8899e1d7d2fe1091281170260ad91e474e9cd6e19566040dca6dbc",
    DataClass.P3: "a8ea117124d8a9deea5178ced12ef023645d9aa98ba8b9c1f7f2de30b1083150475a1528ee3258d4eec1e940d81829d4",
}
"""The keys of the member, wrapped by a county's key of zeros."""


@pytest.mark.parametrize("data_class", DataClass)
def test_a_blob_of_the_first_release_opens(data_class: DataClass) -> None:
    blob = bytes.fromhex("01010001" + NONCE + BLOBS[data_class])

    assert Sealer("members", MEMBER, KEYS).open(data_class, blob) == {"name": "某人", "n": 1}
    assert len(Sealer("members", MEMBER, KEYS).seal(data_class, {"name": "某人", "n": 1})) == len(blob)


def test_the_smallest_blob_there_can_be_opens() -> None:
    sealer = Sealer("members", MEMBER, KEYS)

    assert sealer.open(DataClass.P2, sealer.seal(DataClass.P2, {})) == {}


def test_a_members_keys_of_the_first_release_open(monkeypatch: pytest.MonkeyPatch) -> None:
    held = {f"COUNTY#{COUNTY}#{name}#1": (2.0, AESGCM(bytes(32))) for name in ("p2", "p3")}
    monkeypatch.setattr(vault, "COUNTY_KEYS", CountyKeys(lambda: 1.0, held))
    wrapped: dict[str, Any] = {c.value: bytes.fromhex(NONCE + text) for c, text in WRAPPED.items()}

    opened = open_keys("members", MemberKeys(f"M#{MEMBER}", county_id=COUNTY, **wrapped))

    assert opened == Sealer("members", MEMBER, KEYS)


def test_rows_of_keys_hold_bytes_as_they_are_and_the_version_of_the_key_that_wraps() -> None:
    row = MemberKeys(MemberKeys.partition(MEMBER), county_id=COUNTY, p2=b"a", p3=b"b")
    county = CountyKey(CountyKey.partition(COUNTY, DataClass.P3), wrapped=b"c")

    assert row.to_dynamodb_dict() == {
        "pk": {"S": f"M#{MEMBER}"},
        "county_id": {"S": COUNTY},
        "county_version": {"N": "1"},
        "p2": {"B": "YQ=="},
        "p3": {"B": "Yg=="},
    }
    assert county.to_dynamodb_dict() == {"pk": {"S": f"COUNTY#{COUNTY}#p3#1"}, "wrapped": {"B": "Yw=="}}
    assert row.member_id == MEMBER


def test_what_holds_county_keys_shows_none() -> None:
    assert "held" not in repr(CountyKeys(held={"place": (1.0, AESGCM(bytes(32)))}))


def test_forgetting_leaves_no_key_in_memory() -> None:
    COUNTY_KEYS.held["place"] = (1.0, AESGCM(bytes(32)))

    vault.forget()

    assert COUNTY_KEYS.held == {}
