"""What a function cannot do, it does not even load."""

import subprocess
import sys

import pytest

from tests.template_reader import ROOT

PATHS = [str(ROOT), str(ROOT / "layers/kernel/python")]


@pytest.mark.parametrize("handler", ["app", "app_binding"])
def test_a_function_that_opens_nothing_runs_without_the_layer_that_opens(handler: str) -> None:
    program = (
        f"import sys; sys.path[:0] = {PATHS!r}; sys.modules['cryptography'] = None; import functions.members.{handler}"
    )

    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own interpreter and program
