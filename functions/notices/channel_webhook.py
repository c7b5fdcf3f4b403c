"""A committee's own service, told over HTTPS of what its people have to read: ids and counts, signed.

`X-E-Branch-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of `<seconds>.<body>` under the committee's key, which
follows from the secret of this installation and the committee's id, and is shown once, when the address is set.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from functions.notices.channels import Answer, Message, Outcome
from kernel import outside
from kernel.outside import Unanswered, Unreachable

HEADER = "X-E-Branch-Signature"
PORT = 443
HOOK = "hook"


@cache
def _secret(name: str) -> bytes:
    return outside.secret(name).encode()


def key_of(secret_name: str, organisation_id: str) -> str:
    """The key of a committee. Raises `Unreachable` without the secret."""
    return hmac.digest(_secret(secret_name), f"{HOOK}|{organisation_id}".encode(), "sha256").hex()


def signature(key: str, body: bytes, seconds: int) -> str:
    signed = hmac.new(key.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={signed}"


@dataclass(frozen=True)
class Webhook:
    secret: str
    hosts: Sequence[str]
    fen: int = 0

    def send(self, to: str, message: Message) -> Answer:
        """`to` is `<organisation> <url>`. A 2xx takes it; a 4xx never will."""
        organisation_id, url = to.split(" ", 1)
        body = json.dumps({"key": message.key, **message.about}, separators=(",", ":")).encode()
        try:
            signed = signature(key_of(self.secret, organisation_id), body, int(time.time()))
            headers = {"Content-Type": "application/json", HEADER: signed}
            status = outside.post(url, body, headers, self._address(url)).status
        except Unreachable:
            return Answer(Outcome.UNAVAILABLE)
        except Unanswered:
            return Answer(Outcome.UNKNOWN)
        return Answer(Outcome.SENT, message.key) if 200 <= status < 300 else Answer(Outcome.REFUSED)

    def _address(self, url: str) -> str | None:
        """Where to call, looked up once more: a name may have come to mean another place. Raises `Unreachable`."""
        target = urlsplit(url)
        if target.netloc in self.hosts:
            return None
        address = outside.public_address(target.hostname or "", target.port or PORT)
        if address is None:
            raise Unreachable
        return address
