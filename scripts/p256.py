"""ECDSA signatures on P-256 with SHA-256: verified with nothing but Python, or by `cryptography` where it is there."""

import base64
import hashlib

# P-256 (FIPS 186): the field, the order, the curve's b, the generator; and the head of its public keys in DER.
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
KEY_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
Point = tuple[int, int] | None


def add(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def times(factor: int, point: Point) -> Point:
    product: Point = None
    while factor:
        if factor & 1:
            product = add(product, point)
        point, factor = add(point, point), factor >> 1
    return product


def two_integers(der: bytes) -> tuple[int, int] | None:
    """`r` and `s` of a signature in DER, or None if it is not exactly that."""
    found, place = [], 2
    for _ in range(2):
        if len(der) < place + 2 or der[place] != 2:
            return None
        end = place + 2 + der[place + 1]
        found.append(int.from_bytes(der[place + 2 : end], "big"))
        place = end
    return (found[0], found[1]) if der[0] == 0x30 and der[1] == len(der) - 2 and place == len(der) else None


def public_point(pem: str) -> tuple[int, int]:
    der = base64.b64decode("".join(line for line in pem.splitlines() if "-----" not in line), validate=True)
    if not der.startswith(KEY_HEAD) or len(der) != len(KEY_HEAD) + 65 or der[len(KEY_HEAD)] != 4:
        raise ValueError("no P-256 public key")
    x, y = int.from_bytes(der[-64:-32], "big"), int.from_bytes(der[-32:], "big")
    if (y * y - (x * x * x - 3 * x + B)) % P:
        raise ValueError("not on the curve")
    return x, y


def signed_here(pem: str, signature: bytes, text: bytes) -> bool:
    """ECDSA over P-256 with SHA-256, without any package: about 30 ms a signature."""
    point, numbers = public_point(pem), two_integers(signature)
    if numbers is None or not all(0 < number < N for number in numbers):
        return False
    (r, s), hashed = numbers, int.from_bytes(hashlib.sha256(text).digest(), "big")
    inverse = pow(s, -1, N)
    met = add(times(hashed * inverse % N, G), times(r * inverse % N, point))
    return met is not None and met[0] % N == r


def signed(pem: str, signature: bytes, text: bytes) -> bool:
    """The same by the package `cryptography`, a hundred times faster, where it is installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    except ImportError:
        return signed_here(pem, signature, text)
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise ValueError("no P-256 public key")
    try:
        key.verify(signature, text, ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
