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
HEADED = ast.If | ast.While | ast.For | ast.With


@dataclass(frozen=True)
class Mutant:
    """A module with one change. `what` says how it was changed, `was` and `text` are the statement before and after.

    `function` is the outermost function whose body is changed, by its name in the module and its first line; None where
    the change is in what runs at import. `lines` are the statement's, those that run with it.
    """

    what: str
    was: str
    text: str
    lines: range
    function: tuple[str, int] | None
    tree: ast.Module

    @property
    def line(self) -> int:
        return self.lines.start

    @property
    def name(self) -> str:
        """What it is, wherever its line has moved to."""
        return f"{self.function[0] if self.function else 'at import'}: {self.was} -> {self.text}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its nodes."""
    whole = ast.parse(source)
    sites = list(ast.walk(whole))
    left_out = {id(node) for outer in sites for node in _said(outer)}
    for site, node in enumerate(sites):
        for what in _ways(node) if id(node) not in left_out else ():
            changed = copy.deepcopy(whole)
            there = list(ast.walk(changed))[site]
            statement = _statement(changed, there)
            lines, function = _lines(statement), _function(changed, there)
            was = _first_line(statement)
            _change(there, what)
            ast.fix_missing_locations(changed)
            yield Mutant(what, was, _first_line(statement), lines, function, changed)


def _first_line(statement: ast.stmt) -> str:
    return ast.unparse(statement).splitlines()[0]


def _holds(outer: ast.AST, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


def _statement(tree: ast.Module, node: ast.AST) -> ast.stmt:
    """The innermost one around the node, or the node."""
    return [one for one in ast.walk(tree) if isinstance(one, ast.stmt) and _holds(one, node)][-1]


def _lines(statement: ast.stmt) -> range:
    """Of what has a head and a body, those of the head."""
    last = statement.end_lineno or statement.lineno
    if isinstance(statement, HEADED):
        last = max(statement.lineno, statement.body[0].lineno - 1)
    return range(statement.lineno, last + 1)


def _function(tree: ast.Module, node: ast.AST) -> tuple[str, int] | None:
    for outer, name in _functions(tree, ""):
        if any(_holds(statement, node) for statement in outer.body):
            return name, min([outer.lineno, *(one.lineno for one in outer.decorator_list)])
    return None


def _functions(tree: ast.AST, within: str) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Those of a module and of its classes, by their qualified names; not those within functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, within + node.name
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")


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
