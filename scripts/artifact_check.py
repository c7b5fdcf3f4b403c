"""Import every handler with only what `sam build` made on the path: its own artifact and its layers.

A handler that leans on the checkout, on a package of no layer or on another domain fails here, not in Lambda. The
layers that hold compiled code are built for Lambda's machine; they are checked for that, and the same locked packages
built for this machine stand in for them on the path.

    python -m scripts.artifact_check .aws-sam/build
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
KERNEL = "KernelLayer"
MOST_MEGABYTES = {"DepsLayer": 32}
ELF_AARCH64 = b"\xb7\x00"
PROBE = """
import importlib, sys
sys.path[:0] = sys.argv[2:]
module, function = sys.argv[1].rsplit(".", 1)
loaded = importlib.import_module(module)
getattr(loaded, function)
if hasattr(loaded, "app"):
    loaded.app.load_all()  # its groups of routes
"""


def built_template(build: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((build / "template.yaml").read_text())
    return loaded


def of_type(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {name: r["Properties"] for name, r in template["Resources"].items() if r["Type"] == kind}


def layer_names(template: dict[str, Any], function: dict[str, Any]) -> list[str]:
    shared = template["Globals"]["Function"]["Layers"]
    return [layer["Ref"] for layer in [*shared, *function.get("Layers", [])]]


def check_layer(name: str, directory: Path) -> list[str]:
    """What is wrong with a layer as it would be shipped."""
    foreign = [so for so in directory.rglob("*.so") if so.read_bytes()[18:20] != ELF_AARCH64]
    wrong = [f"{name}: {library.name} is not built for arm64" for library in foreign]
    sources = list(directory.rglob("*.py"))
    compiled = {path.name.split(".")[0] for path in directory.rglob("*.pyc")}
    wrong += [f"{name}: {path.name} is not compiled" for path in sources if path.stem not in compiled]
    megabytes = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()) / 1e6
    print(f"{name:14} {megabytes:6.1f} MB, {len(sources)} modules")
    if megabytes > MOST_MEGABYTES.get(name, 250):
        wrong.append(f"{name}: {megabytes:.1f} MB")
    return wrong


def host_layer(directory: str, into: Path, *, whole: bool = False) -> Path:
    """The same locked packages for this machine."""
    target = into / (f"{directory}-whole" if whole else directory)
    platform = {"LAYER_WHOLE": "1"} if whole else {}
    platform |= {"LAYER_PLATFORM": "x86_64-manylinux_2_28" if sys.platform == "linux" else "macos"}
    subprocess.run([ROOT / "scripts/layer", directory, target], check=True, env=os.environ | platform)
    return target / "python"


def import_handler(handler: str, path: list[Path]) -> str | None:
    """What the import said, or None if it worked."""
    environment = {"AWS_DEFAULT_REGION": "cn-north-1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-I", "-S", "-c", PROBE, handler, *map(str, path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd="/", check=False)
    return None if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def main(build: Path) -> int:
    template = built_template(build)
    layers = of_type(template, "AWS::Serverless::LayerVersion")
    wrong = [problem for name, p in layers.items() for problem in check_layer(name, build / p["ContentUri"])]
    with tempfile.TemporaryDirectory() as scratch:
        stand_in = {n: host_layer(n.removesuffix("Layer").lower(), Path(scratch)) for n in layers if n != KERNEL}
        stand_in[KERNEL] = build / layers[KERNEL]["ContentUri"] / "python"
        functions = of_type(template, "AWS::Serverless::Function")
        for name, function in functions.items():
            path = [build / function["CodeUri"], *(stand_in[layer] for layer in layer_names(template, function))]
            if said := import_handler(function["Handler"], path):
                wrong.append(f"{name}: {function['Handler']}: {said}")
    print(json.dumps({"functions": len(functions), "layers": len(layers), "wrong": len(wrong)}))
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
