"""Small wrong changes to a module, one at a time: comparisons turned, branches inverted, refusals left out."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}
UNSAID = ("log", "pass")
"""Calls whose absence nothing depends on but a reader of logs."""


@dataclass(frozen=True)
class Mutant:
    """`line` is where, `what` says how."""

    line: int
    what: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    whole = ast.parse(source)
    sites = [number for number, node in enumerate(ast.walk(whole)) if _is_code(node)]
    skipped = {id(node) for outer in ast.walk(whole) for node in _said(outer)}
    numbers = {id(node): number for number, node in enumerate(ast.walk(whole))}
    left_out = {numbers[one] for one in skipped if one in numbers}
    for site in sites:
        if site in left_out:
            continue
        for what in _ways(_node(whole, site)):
            changed = copy.deepcopy(whole)
            _change(_node(changed, site), what)
            yield Mutant(getattr(_node(whole, site), "lineno", 0), what, ast.fix_missing_locations(changed))


def _node(tree: ast.Module, site: int) -> ast.AST:
    return next(node for number, node in enumerate(ast.walk(tree)) if number == site)


def _is_code(node: ast.AST) -> bool:
    return bool(list(_ways(node)))


def _said(node: ast.AST) -> Iterator[ast.AST]:
    """What is no act: annotations, docstrings, decorators, what a module exports."""
    for name in ("annotation", "returns"):
        if isinstance(inner := getattr(node, name, None), ast.AST):
            yield from ast.walk(inner)
    for decorator in getattr(node, "decorator_list", []):
        yield from ast.walk(decorator)
    if isinstance(node, ast.Expr) and (isinstance(node.value, ast.Constant) or _is_unsaid(node.value)):
        yield from ast.walk(node)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
        yield from ast.walk(node)
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield from ast.walk(node)


def _is_unsaid(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in UNSAID


def _ways(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in TURNED:
            yield "the comparison turned"
        case ast.BoolOp():
            yield "and for or"
        case ast.BinOp(op=op) if type(op) in SWAPPED:
            yield "another operator"
        case ast.If() | ast.IfExp() | ast.While():
            yield "the condition inverted"
        case ast.comprehension(ifs=[_, *_]):
            yield "no filter"
        case ast.Constant(value=bool()):
            yield "the other truth"
        case ast.Constant(value=int()):
            yield "one more"
        case ast.Constant(value=str(text)) if text:
            yield "another text"
        case ast.Name(id=name) if name in NAMES:
            yield "the other of a pair"
        case ast.Raise():
            yield "no refusal"
        case ast.Expr(value=ast.Call()):
            yield "no call"
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield "nothing returned"


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _change(node: ast.AST, what: str) -> None:
    """Make the change in place."""
    match node:
        case ast.Compare():
            node.ops = [TURNED[type(node.ops[0])]()]
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BinOp():
            node.op = SWAPPED[type(node.op)]()
        case ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.comprehension():
            node.ifs = []
        case ast.Constant():
            node.value = _other(node.value)
        case ast.Name():
            node.id = NAMES[node.id]
        case ast.Raise() | ast.Expr():
            _leave_out(node)
        case ast.Return():
            node.value = ast.Constant(None)
    assert what


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}-"


def _leave_out(node: ast.Raise | ast.Expr) -> None:
    """A statement becomes one that does nothing."""
    statement: Any = node
    statement.__class__ = ast.Expr  # the node stays where it is, and is another
    statement.value = ast.Constant(None)
