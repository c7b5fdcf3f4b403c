"""What a function of the registry cannot do, it does not even load."""

import subprocess
import sys

import pytest

from tests.template_reader import ROOT

PATHS = [str(ROOT), str(ROOT / "layers/kernel/python")]


def loads(handler: str, without: str) -> None:
    program = (
        f"import sys; sys.path[:0] = {PATHS!r}; sys.modules[{without!r}] = None; import functions.members.{handler}"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own interpreter and program


@pytest.mark.parametrize("handler", ["app_finding", "app_lookup", "on_enrolled", "on_members"])
def test_a_function_that_opens_nothing_runs_without_the_layer_that_opens(handler: str) -> None:
    loads(handler, "cryptography")


@pytest.mark.parametrize("handler", ["app_finding", "app_lookup", "app_verifying", "on_rows"])
def test_only_who_writes_down_how_names_sound_loads_the_table_of_readings(handler: str) -> None:
    loads(handler, "functions.members.pinyin_table")
