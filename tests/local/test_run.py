"""`scripts/run`: what it does with what an earlier run left, and what it says when it cannot go on."""

import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.demo.county import county
from scripts.local import selftest
from scripts.local.emulator import Emulator
from scripts.local.people import People
from scripts.story import __main__ as command
from scripts.story import founding
from scripts.story.api import Api, UnexpectedAnswer
from scripts.story.cast import cast
from scripts.story.play import Play, Scale
from scripts.story.stage import BEGUN, PEOPLE, Cloud


def no_cloud(state: Path) -> Cloud:
    running = Emulator(state, 4566, 0)
    people = People(running, dict.fromkeys(("UserPoolId", "UserPoolClientId"), "none"))
    return Cloud(running, {}, "http://127.0.0.1:8080", people, Api("http://127.0.0.1:4566", people), state)


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done; the cloud itself is none."""
    done: list[str] = []

    def up(state: Path, *_: int, fresh: bool) -> Cloud:
        done.append("fresh" if fresh else "up")
        return no_cloud(state)

    monkeypatch.setattr(selftest, "trust", lambda _: None)
    monkeypatch.setattr(command, "up", up)
    monkeypatch.setattr(command, "play", lambda _, scale: done.append(f"play {scale.branches} {scale.by_code}"))
    return done


def run(state: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["scripts/run", "--state", str(state), *options])
    return command.main()


@pytest.mark.parametrize(
    ("options", "done"),
    [
        ((), ["up", "play 120 30"]),
        (("--branches", "3"), ["up", "play 3 3"]),
        (("--full",), ["up", "play 10000 30"]),
        (("--small",), ["up", "play 5 2"]),
        (("--fresh",), ["fresh", "play 120 30"]),
        (("--keep",), ["up"]),
    ],
)
def test_a_month_is_lived_by_as_many_as_were_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[str], options: tuple[str, ...], done: list[str]
) -> None:
    assert (run(tmp_path, monkeypatch, *options), calls) == (0, done)


def test_what_was_lived_is_not_lived_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[str]) -> None:
    (tmp_path / BEGUN).touch()
    (tmp_path / PEOPLE).write_text("[]")

    assert (run(tmp_path, monkeypatch), calls) == (0, ["up"])


def test_a_run_that_was_broken_off_is_not_played_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / BEGUN).touch()

    assert (run(tmp_path, monkeypatch), calls) == (1, ["up"])
    assert "scripts/run --fresh" in capsys.readouterr().err


def test_what_does_not_run_is_stopped_without_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, monkeypatch, "--stop") == 0
    assert capsys.readouterr().out == "was not running\n"


def test_an_emulator_that_breaks_something_is_named_and_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def distrust(_: Path) -> None:
        raise selftest.Untrusted("ministack 9 breaks its_word")

    monkeypatch.setattr(selftest, "trust", distrust)

    assert (run(tmp_path, monkeypatch), calls) == (1, [])
    assert "ministack 9 breaks its_word" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [TimeoutError("a ranking"), UnexpectedAnswer("a ranking"), AssertionError("a ranking")]
)
def test_a_run_that_goes_wrong_says_where_the_log_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    calls: list[str],
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    def break_off(_: Cloud, __: Scale) -> None:
        raise error

    monkeypatch.setattr(command, "play", break_off)

    assert run(tmp_path, monkeypatch) == 1
    said = capsys.readouterr().err
    assert f"{type(error).__name__}: a ranking" in said
    assert str(tmp_path.resolve() / "emulator.log") in said


class Desk(Api):
    """Answers with these states of a roster, one after the other."""

    def __init__(self, *states: str) -> None:
        self._states = list(states)

    def post(self, *_: Any, **__: Any) -> None:
        """The roster is applied."""

    def get(self, *_: Any, **__: Any) -> dict[str, Any]:
        left = len(self._states)
        return {"state": self._states.pop(0), "counters": {"read": 3, "applied": 4 - left, "failed": 0}}


def test_a_step_of_a_roster_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.story.api.time.sleep", lambda _: None)
    story = Play(no_cloud(tmp_path), cast(county(small=True), 5, 2))
    seen: list[int] = []

    def step(watch: founding.Watch) -> dict[str, Any]:
        def look(roster: dict[str, Any]) -> None:
            seen.append(roster["counters"]["applied"])
            watch(roster)

        return founding.apply(Desk("APPLYING", "APPLYING", "APPLIED"), "a-roster", look)

    assert story.watch("members: apply", step) == "read 3, applied 3"

    assert seen == [1, 2, 3]
    assert [row[:2] for row in story.rows] == [("members: apply", "read 3, applied 3")]


def test_a_roster_that_is_refused_breaks_the_run_off() -> None:
    with pytest.raises(RuntimeError, match="roster refused"):
        founding.preview(Desk("REFUSED"), "a-roster")
