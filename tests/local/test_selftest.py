"""The self-test names what broke, and takes a busy machine for no finding."""

from pathlib import Path

import pytest

from scripts.local import emulator, selftest
from scripts.local.cloud import Cloud
from scripts.local.emulator import Emulator
from scripts.local.process import free_port

NOWHERE = Cloud(Emulator(Path("nowhere"), free_port(), 0), {})


def it_holds(_: Cloud) -> None:
    """A behaviour that is there."""


def it_does_not_hold(_: Cloud) -> None:
    raise AssertionError("the product leans on this")


def test_a_behaviour_that_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert selftest.broken(NOWHERE, [it_holds, it_does_not_hold], [it_holds]) == ["it_does_not_hold"]

    assert "BROKEN  it_does_not_hold: AssertionError: the product leans on this" in capsys.readouterr().out


def test_what_fails_beside_the_others_is_asked_once_more_by_itself() -> None:
    asked = []

    def it_holds_on_a_quiet_machine(_: Cloud) -> None:
        asked.append(1)
        assert len(asked) > 1

    assert selftest.broken(NOWHERE, [it_holds_on_a_quiet_machine, it_holds], []) == []


def test_an_emulator_that_was_asked_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "run", lambda _: [])
    selftest.trust(tmp_path)

    monkeypatch.setattr(selftest, "run", lambda _: ["it_does_not_hold"])
    selftest.trust(tmp_path)


def test_an_emulator_that_breaks_something_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "run", lambda _: ["it_does_not_hold"])

    with pytest.raises(selftest.Untrusted, match=r"ministack [\d.]+ breaks it_does_not_hold"):
        selftest.trust(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_the_emulator_is_for_this_machine_alone_and_checks_every_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "somebody's own")
    monkeypatch.setenv("PYTHONPATH", "somewhere")

    given = emulator.environment(tmp_path, 4566)

    assert {name: given[name] for name in ("BIND_HOST", "AUTH", "PERSIST_STATE", "STATE_DIR")} == {
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(tmp_path / "services"),
    }
    assert not {"AWS_PROFILE", "PYTHONPATH"} & set(given)
