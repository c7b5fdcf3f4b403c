"""What functions run with is little, stated, and under licences that are listed; no secret lies in any file."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.proofs.packages import chosen, licence, shipped
from scripts.proofs.supply import MOST_CHOSEN
from tests.docs.code import ROOT

ROW = re.compile(r"^\| `([a-z0-9.-]+)` \| (chosen|follows) \| ([^|]+) \|$", re.MULTILINE)
SECRETS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{32}"),
    "an access key": re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"),
    "a token": re.compile(r"eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}"),
    "a password in a URL": re.compile(r"\w+://[^\s:/@\"'{}]+:[^\s:/@\"'{}]{6,}@"),
    "a secret by name": re.compile(
        r"(?i)\b\w*(?:secret|password|passwd|api_key)\w*\s*[=:]\s*[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
    ),
}
LARGEST = 2_000_000


def test_few_packages_are_chosen() -> None:
    assert len(chosen()) <= MOST_CHOSEN


def test_every_package_that_runs_is_on_the_page_with_its_licence() -> None:
    wanted = {(name, "chosen" if name in chosen() else "follows", licence(name)) for name in shipped()}

    assert set(ROW.findall((ROOT / "docs" / "packages.md").read_text())) == wanted
    assert all(stated for _, _, stated in wanted)


def secrets(text: str) -> Iterator[str]:
    yield from (kind for kind, pattern in SECRETS.items() if pattern.search(text))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607 - git of the checkout
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_no_file_holds_a_secret() -> None:
    files = [path for path in tracked() if path.is_file() and path.stat().st_size < LARGEST]

    found = [(path.name, kind) for path in files for kind in secrets(path.read_text(errors="ignore"))]

    assert len(files) > 500
    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a private key", "-----BEGIN EC PRIVATE" + " KEY-----\n" + "MHcCAQEE" * 5),
        ("an access key", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("a token", ".".join(["eyJ" + "hbGciOiJSUzI1NiJ9" * 2] * 2 + ["c2lnbmF0dXJl" * 3])),
        ("a password in a URL", "https://someone:" + "hunter22" + "@host.test/"),
        ("a secret by name", "WEBHOOK_SECRET" + ' = "' + "c2VjcmV0" * 4 + '"'),
    ],
)
def test_a_planted_secret_is_found(kind: str, text: str) -> None:
    assert list(secrets(text)) == [kind]
