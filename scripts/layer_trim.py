"""Takes out of a layer's packages what no function reads, and puts off what few do; no behaviour of a package changes.

    python -m scripts.layer_trim <directory of installed packages>

What each of it saves at a start: `docs/decisions/2026-11-21-cold-start-budgets.md`.
"""

import ast
import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

SERVICES = ("dynamodb", "events", "kms", "s3", "secretsmanager", "sesv2", "sns", "sqs", "stepfunctions", "sts")
UNREAD = ("pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf",)
LAZY = ("aws_lambda_powertools/event_handler", "aws_lambda_powertools/utilities/data_classes")
"""Packages whose `__init__` imports a class of every AWS service there is, asyncio among what those need."""
FINDER = """
def __getattr__(name):
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(_HOMES[name], __name__), name)
    return found
"""


def trim(packages: Path) -> None:
    """Trim those of the known packages that are installed in a directory."""
    if (data := packages / "botocore/data").is_dir():
        trim_data(data)
    for name in UNREAD:
        (packages / name).unlink(missing_ok=True)
    for package in LAZY:
        if (file := packages / package / "__init__.py").exists():
            file.write_text(lazily(file.read_text()))


def trim_data(data: Path) -> None:
    """botocore's data for the services we call: models without prose and unpacked, endpoints of no other service."""
    for folder in data.iterdir():
        if folder.is_dir() and folder.name not in SERVICES:
            shutil.rmtree(folder)
    for packed in data.rglob("*.json.gz"):
        packed.with_suffix("").write_text(_compact(without_prose(json.loads(gzip.decompress(packed.read_bytes())))))
        packed.unlink()
    models = [json.loads(file.read_text()) for file in data.rglob("service-2.json")]
    prefixes = {model["metadata"]["endpointPrefix"] for model in models}
    endpoints = json.loads((data / "endpoints.json").read_text())
    for partition in endpoints["partitions"]:
        partition["services"] = {name: of for name, of in partition["services"].items() if name in prefixes}
    (data / "endpoints.json").write_text(_compact(endpoints))


def without_prose(model: Any) -> Any:
    """A service's model with its `documentation` empty (botocore asks for the key); a member of that name stays."""
    if isinstance(model, list):
        return [without_prose(value) for value in model]
    if not isinstance(model, dict):
        return model
    prose = {"documentation": ""} if isinstance(model.get("documentation"), str) else {}
    return {name: without_prose(value) for name, value in model.items()} | prose


def lazily(source: str) -> str:
    """A package's `__init__` that imports each name from its module when the name is first asked for."""
    tree = ast.parse(source)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    homes = {of.asname or of.name: "." * node.level + (node.module or "") for node in imports for of in node.names}
    kept = ast.Module([node for node in tree.body if node not in imports], [])
    return f"{ast.unparse(kept)}\n_HOMES = {homes!r}\n{FINDER}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
