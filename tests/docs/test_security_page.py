"""docs/security.md says which test proves a control; a test that is gone proves nothing."""

import ast
import re
from collections.abc import Iterator

from tests.docs.code import ROOT

PROOF = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
PROBE = re.compile(r"`(\w+)` in `(scripts/[\w/]+\.py)`")
ROW = re.compile(r"^\| (?!threat |---)(.+?) \|.*\|$", re.MULTILINE)


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def page() -> str:
    return (ROOT / "docs" / "security.md").read_text()


def proofs() -> Iterator[tuple[str, str]]:
    yield from PROOF.findall(page())


def test_every_test_that_the_page_names_exists() -> None:
    gone = [path for path, _ in proofs() if not (ROOT / path).exists()]
    assert gone == []

    assert [f"{path}::{name}" for path, name in proofs() if name and name not in names_in(path)] == []


def test_every_probe_that_the_page_names_exists() -> None:
    probes = PROBE.findall(page())

    assert len(probes) > 3
    assert [f"{name} in {path}" for name, path in probes if name not in names_in(path)] == []


def test_every_threat_has_a_test() -> None:
    rows = [(found.group(1), found.group()) for found in ROW.finditer(page())]

    assert len(rows) > 50
    assert [threat for threat, row in rows if not PROOF.search(row)] == []
