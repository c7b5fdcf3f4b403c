"""The locks: hashes and no host, one version of a package on the machine and in every layer, nothing of the tests in a
layer; and nothing that is shipped knows of the local cloud."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.template_reader import ROOT

PIN = re.compile(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
LOCKS = sorted([*(ROOT / "requirements").glob("*.txt"), *(ROOT / "layers").glob("*/requirements.txt")])
LAYERS = [lock for lock in LOCKS if lock.parent.parent.name == "layers"]
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
AN_EMULATOR = re.compile(r"ministack|emulator|localhost|127\.0\.0\.1|\bmoto\b", re.IGNORECASE)


def pins(text: str) -> dict[str, str]:
    return dict(PIN.findall(text))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_every_package_is_locked_by_hash_and_no_host_is_named(lock: Path) -> None:
    text = lock.read_text()

    assert "://" not in text
    assert all("--hash=sha256:" in one for one in re.split(r"\n(?=\S)", text.strip()) if not one.startswith("#"))


@pytest.mark.parametrize("lock", LAYERS, ids=lambda lock: lock.parent.name)
def test_a_layer_has_the_versions_that_the_tests_ran_with(lock: Path) -> None:
    shipped = pins(lock.read_text())

    assert shipped
    assert shipped.items() <= pins((ROOT / "requirements/dev.txt").read_text()).items()


def test_no_package_of_the_tests_is_in_a_layer() -> None:
    shipped = {name for lock in LAYERS for name in pins(lock.read_text())}
    of_the_tests = {re.split(r"[\[=<>]", wanted)[0] for group in ("dev", "local") for wanted in GROUPS[group]}

    assert shipped & of_the_tests <= {"boto3"}
    assert [name for name in shipped if name.startswith(("mypy", "types-", "pytest"))] == []


def test_nothing_that_is_shipped_knows_of_the_local_cloud() -> None:
    files = [path for folder in ("functions", "layers/kernel") for path in (ROOT / folder).rglob("*.py")]

    assert files
    assert [path.name for path in files if AN_EMULATOR.search(path.read_text())] == []
