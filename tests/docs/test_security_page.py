"""docs/security.md says which test proves a control; a test that is gone proves nothing."""

import ast
import re
from collections.abc import Iterator

from tests.docs.code import ROOT

PROOF = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def proofs() -> Iterator[tuple[str, str]]:
    yield from PROOF.findall((ROOT / "docs" / "security.md").read_text())


def test_every_test_that_the_page_names_exists() -> None:
    gone = [path for path, _ in proofs() if not (ROOT / path).exists()]
    assert gone == []

    assert [f"{path}::{name}" for path, name in proofs() if name and name not in names_in(path)] == []


def test_the_page_names_proofs() -> None:
    assert len(set(proofs())) > 30
