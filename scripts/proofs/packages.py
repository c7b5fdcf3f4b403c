"""The packages that functions run with: which were chosen, which follow from these, and under which licence each is."""

import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")
MARK = "License :: OSI Approved :: "


def layers() -> list[str]:
    return sorted(lock.parent.name for lock in (ROOT / "layers").glob("*/requirements.txt"))


def chosen() -> set[str]:
    """What the project itself asks for, in every layer."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for layer in layers():
        wanted += project["dependency-groups"].get(layer, [])
    return {found[0].lower() for one in wanted if (found := NAME.match(one))}


def shipped() -> dict[str, str]:
    """Package → version, over all layers."""
    return dict(
        pin for layer in layers() for pin in PIN.findall((ROOT / "layers" / layer / "requirements.txt").read_text())
    )


def licence(package: str) -> str:
    """As the package states it; empty if it does not."""
    told = metadata(package)
    marks = [mark.removeprefix(MARK) for mark in told.get_all("Classifier", []) if mark.startswith(MARK)]
    return str(told.get("License-Expression") or " / ".join(marks) or told.get("License") or "").strip()
