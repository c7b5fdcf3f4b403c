"""Which addresses count as public: whoever is told to call a name must not be led into somebody's own network."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kernel import outside


def resolved(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(0, 0, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "10.0.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "2002:a00:1::",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_spoils_its_name(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolved(monkeypatch, address)
    assert outside.public_address("example.org", 443) is None

    resolved(monkeypatch, "8.8.8.8", address)
    assert outside.public_address("example.org", 443) is None


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_a_public_one_is_the_one_to_call(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolved(monkeypatch, address)

    assert outside.public_address("example.org", 443) == address


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost", "nowhere.invalid", "", "a" * 300])
def test_a_name_is_what_it_leads_to_however_it_is_spelled(host: str) -> None:
    assert outside.public_address(host, 443) is None


def test_what_is_pinned_to_an_address_still_has_to_be_the_host(tmp_path: Path) -> None:
    """Whoever answers there without the host's certificate is sent nothing."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_answer_tls, args=(listening, self_signed(tmp_path), came))
        thread.start()
        url = f"https://county.example.org:{listening.getsockname()[1]}/told"

        with pytest.raises((outside.Unreachable, outside.Unanswered)):
            outside.post(url, b"secret", {}, "127.0.0.1")
        thread.join()

    assert came == []


def _answer_tls(listening: socket.socket, context: ssl.SSLContext, came: list[bytes]) -> None:
    held, _ = listening.accept()
    with held, suppress(OSError), context.wrap_socket(held, server_side=True) as talking:
        came.append(talking.recv(1024))


def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """For the right name, by nobody whom anybody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "county.example.org")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2126, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("county.example.org")]), critical=False)
        .sign(key, SHA256())
    )
    file = tmp_path / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
