"""Tokens that are none: every way in which one can be wrong, made with the key of a user pool or another."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Claims = dict[str, Any]
HOUR = 3600


def packed(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def stated(value: Any) -> str:
    return packed(json.dumps(value).encode())


def unpacked(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@dataclass(frozen=True)
class Mint:
    """A pool's own key, and a good token of it to begin from."""

    key: rsa.RSAPrivateKey
    good: str

    @property
    def head(self) -> dict[str, Any]:
        return dict(unpacked(self.good.split(".")[0]))

    @property
    def claims(self) -> Claims:
        return dict(unpacked(self.good.split(".")[1]))

    def signed(self, head: dict[str, Any], claims: Claims, key: rsa.RSAPrivateKey | None = None) -> str:
        text = f"{stated(head)}.{stated(claims)}"
        return f"{text}.{packed((key or self.key).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def with_claims(self, **changes: Any) -> str:
        """Signed as the pool signs; a claim that is None is left out."""
        made = self.claims | changes
        return self.signed(self.head, {name: value for name, value in made.items() if value is not None})

    def by_public_key(self) -> str:
        """HS256 under the public key, as if the checker took the algorithm from the token."""
        known = self.key.public_key()
        pem = known.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        text = f"{stated(self.head | {'alg': 'HS256'})}.{stated(self.claims)}"
        return f"{text}.{packed(hmac.digest(pem, text.encode(), hashlib.sha256))}"


def _another_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _changed_payload(mint: Mint) -> str:
    head, _, signature = mint.good.split(".")
    return f"{head}.{stated(mint.claims | {'sub': 'somebody-else'})}.{signature}"


BAD: dict[str, Callable[[Mint], str | None]] = {
    "none": lambda _: None,
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "alg none": lambda mint: f"{stated(mint.head | {'alg': 'none'})}.{stated(mint.claims)}.",
    "HS256 under the public key": lambda mint: mint.by_public_key(),
    "another key under the same id": lambda mint: mint.signed(mint.head, mint.claims, _another_key()),
    "a changed payload": _changed_payload,
    "expired": lambda mint: mint.with_claims(exp=mint.claims["iat"] - 1, iat=mint.claims["iat"] - HOUR),
    "not yet valid": lambda mint: mint.with_claims(nbf=mint.claims["iat"] + HOUR),
    "another issuer": lambda mint: mint.with_claims(iss="https://issuer.test/pool"),
    "another audience": lambda mint: mint.with_claims(client_id="other"),
    "an unknown key id": lambda mint: mint.signed(mint.head | {"kid": "unknown"}, mint.claims),
    "an id token": lambda mint: mint.with_claims(
        token_use="id", aud=mint.claims["client_id"], client_id=None, scope=None
    ),
}
