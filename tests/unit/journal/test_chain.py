import hashlib

import pytest

from kernel import chain
from kernel.chain import canonical, entry_hash, inclusion_proof, link, record_hash, root, root_from_proof
from scripts import p256

SIZES = [*range(1, 35), 63, 64, 65, 100]


def leaves(size: int) -> list[bytes]:
    return [chain.leaf(f"chain-{i}", i, "d") for i in range(size)]


def by_the_book(found: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, by its recursive definition."""
    if len(found) == 1:
        return found[0]
    cut = 1
    while cut * 2 < len(found):
        cut *= 2
    return hashlib.sha256(b"\x01" + by_the_book(found[:cut]) + by_the_book(found[cut:])).digest()


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_the_one_of_the_standard(size: int) -> None:
    assert root(leaves(size)) == by_the_book(leaves(size))


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_climbs_to_the_root_by_its_proof(size: int) -> None:
    made = leaves(size)

    reached = {root_from_proof(leaf, i, size, inclusion_proof(made, i)) for i, leaf in enumerate(made)}

    assert reached == {root(made)}


@pytest.mark.parametrize("size", [2, 3, 5, 8, 33])
def test_no_other_leaf_place_or_proof_climbs_to_the_root(size: int) -> None:
    made = leaves(size)
    index = size // 2
    proof = inclusion_proof(made, index)

    assert root_from_proof(b"\x00" * 32, index, size, proof) != root(made)
    for other in set(range(size)) - {index}:
        assert _climbs(made[index], other, size, proof) != root(made)
    for place in range(len(proof)):
        bent = [*proof[:place], b"\x07" * 32, *proof[place + 1 :]]
        assert root_from_proof(made[index], index, size, bent) != root(made)


def _climbs(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    try:
        return root_from_proof(leaf, index, size, proof)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("index", "size", "proof", "why"),
    [
        (0, 1, [b"x" * 32], "too long"),
        (0, 4, [b"x" * 32], "too short"),
        (4, 4, [], "no such leaf"),
        (-1, 4, [], "no such leaf"),
    ],
)
def test_a_proof_of_the_wrong_shape_is_refused(index: int, size: int, proof: list[bytes], why: str) -> None:
    with pytest.raises(ValueError, match=f"{why}$"):
        root_from_proof(b"x" * 32, index, size, proof)


def test_an_entry_is_linked_by_the_hash_of_its_record_alone() -> None:
    record = canonical({"prev": chain.GENESIS, "seq": 1, "data": {"名": "值"}})

    assert entry_hash(record) == link(chain.GENESIS, record_hash(record))
    assert (
        entry_hash(record) == hashlib.sha256(b"J1" + bytes(32) + hashlib.sha256(record.encode()).digest()).hexdigest()
    )


def test_a_chain_begins_with_sixty_four_zeros() -> None:
    assert chain.GENESIS == "0000000000000000000000000000000000000000000000000000000000000000"


def test_leaves_and_nodes_are_the_bytes_that_receipts_were_made_of() -> None:
    leaf = hashlib.sha256(b'\x00["\xe6\x94\xaf\xe9\x83\xa8",7,"d"]').digest()

    assert chain.leaf("支部", 7, "d") == leaf
    assert root([leaf, leaf]) == hashlib.sha256(b"\x01" + leaf + leaf).digest()


def test_signatures_verify_without_any_package_as_with_one() -> None:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    for number in range(6):
        key = ec.generate_private_key(ec.SECP256R1())
        text = b"statement %d" % number
        signature = key.sign(text, ec.ECDSA(hashes.SHA256()))
        pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

        for verify in (p256.signed, p256.signed_here):
            assert verify(pem.decode(), signature, text)
            assert not verify(pem.decode(), signature, text + b"!")
            assert not verify(pem.decode(), signature[:-1] + bytes([signature[-1] ^ 1]), text)
            assert not verify(pem.decode(), signature[:-1], text)


def test_a_key_that_is_no_point_of_the_curve_is_refused() -> None:
    import base64

    pem = base64.b64encode(p256.KEY_HEAD + b"\x04" + b"\x01" * 64).decode()

    with pytest.raises(ValueError, match="curve"):
        p256.public_point(pem)
    with pytest.raises(ValueError, match="P-256"):
        p256.public_point(base64.b64encode(b"something else").decode())
