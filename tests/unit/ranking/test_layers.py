"""NumPy is in a layer of its own, for the functions that rank; the others do without it."""

import subprocess
import sys

import pytest

from tests.template_reader import ROOT, resources

PATHS = [str(ROOT), str(ROOT / "layers/kernel/python")]
LAYER = {"Ref": "CountingLayer"}
FUNCTIONS = {
    name: function
    for name, function in resources("AWS::Serverless::Function").items()
    if function["Handler"].startswith("functions.ranking.")
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_numpy_is_loaded_where_its_layer_is_and_nowhere_else(name: str) -> None:
    module = FUNCTIONS[name]["Handler"].rpartition(".")[0]
    program = (
        f"import sys; sys.path[:0] = {PATHS!r}; import {module} as loaded; "
        "hasattr(loaded, 'app') and loaded.app.load_all(); print('numpy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603 - our own interpreter and program

    assert done.stdout.strip() == str(LAYER in FUNCTIONS[name].get("Layers", []))
