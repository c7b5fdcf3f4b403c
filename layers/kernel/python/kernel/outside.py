"""Calls to services outside of the cloud: to one place, once, never led on by a redirect.

What went wrong is told in two kinds, since a message that may have gone out must not go out again. Neither holds what
was sent or what came back.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv6Network, ip_address
from urllib.parse import urlsplit

import urllib3
from botocore.exceptions import BotoCoreError, ClientError

from kernel import aws

CONNECT_SECONDS, ANSWER_SECONDS = 2, 6
LARGEST_ANSWER = 4096
UNICAST = IPv6Network("2000::/3")
"""Where the public net lies; outside of it are ways back to private addresses (NAT64, IPv4 in IPv6), and groups."""
NOT_TAKEN = frozenset({429, 500, 502, 503})
"""Answers of a service that did not take what it was sent; whether one that was late (504) did is not known."""


class Unreachable(Exception):
    """Nothing was taken: it may be tried again."""


class Unanswered(Exception):
    """It was sent, and nobody knows what became of it."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], address: str | None = None) -> Reply:
    """The reply, its first 4 KB. `address` is the one to which the host was resolved before, where that was checked.

    Raises `Unreachable` and `Unanswered`.
    """
    try:
        pool = _pinned(url, address) if address else _pool()
        target = urlsplit(url)
        place = f"{target.path or '/'}?{target.query}" if target.query else target.path or "/"
        answer = pool.request(
            "POST",
            place if address else url,
            body=body,
            headers={**headers, "Host": target.netloc},
            redirect=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
        )
        said = answer.read(LARGEST_ANSWER)
        answer.release_conn()
    except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
        raise Unreachable from None
    except (urllib3.exceptions.HTTPError, OSError):
        raise Unanswered from None
    if answer.status in NOT_TAKEN:
        raise Unreachable
    return Reply(answer.status, said)


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False)


def _pinned(url: str, address: str) -> urllib3.HTTPSConnectionPool:
    """To an address, with the certificate of the host: what was looked at is what is called."""
    target = urlsplit(url)
    host = target.hostname or ""
    return urllib3.HTTPSConnectionPool(
        address, target.port or 443, retries=False, server_hostname=host, assert_hostname=host
    )


def public_address(host: str, port: int) -> str | None:
    """An address of the host, if every one it has is public; None for a network of somebody's own, or no address."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)}
    except (OSError, UnicodeError):
        return None
    return min(found) if found and all(map(_is_public, found)) else None


def _is_public(address: str) -> bool:
    found = ip_address(address)
    return found.is_global and (found in UNICAST if found.version == 6 else not found.is_multicast)


def secret(name: str) -> str:
    """What a secret holds. Raises `Unreachable`."""
    try:
        return str(aws.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    except (ClientError, BotoCoreError):
        raise Unreachable from None
