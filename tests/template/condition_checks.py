"""Which functions reach a condition on a row that they do not write: their roles must allow it on their domain's table.

No test that runs the code sees a missing permission; so it is followed by its names, from each handler's module on.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.template.house import Complaints, Template, allowances, named, of_type

CHECKS, ALLOWED = {"require", "require_that"}, "dynamodb:ConditionCheckItem"  # of `kernel.transaction.Writes`
Place = tuple[str, str]  # a module of a domain by its dotted name, and what it calls so at its top level


@cache
def top_level(root: Path, module: str) -> dict[str, ast.stmt]:
    """What each name of a module is: a function, a class, a constant or an import."""
    file = root / f"{module.replace('.', '/')}.py"
    found: dict[str, ast.stmt] = {}
    for statement in ast.parse(file.read_text()).body if module.startswith("functions.") and file.is_file() else ():
        match statement:
            case ast.ImportFrom(names=names):
                found |= {alias.asname or alias.name: statement for alias in names}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = statement
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = statement
            case ast.Expr():
                found[f"<{statement.lineno}>"] = statement
    return found


def origin(root: Path, place: Place) -> Place | None:
    """Where an imported name comes from; None for what is no import."""
    match top_level(root, place[0]).get(place[1]):
        case ast.ImportFrom(module=str(source), names=names):
            return source, next(alias.name for alias in names if place[1] in (alias.asname, alias.name))
    return None


def mentioned(root: Path, place: Place) -> Iterator[Place]:
    """What stands behind the names in a function, a class, a constant or an import."""
    if source := origin(root, place):
        yield source
        return
    nodes = list(ast.walk(top_level(root, place[0])[place[1]]))
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=within), attr=inner) if source := origin(root, (place[0], within)):
                yield ".".join(source), inner
            case ast.Name(id=other) if other not in own:
                yield place[0], other


def checks(root: Path, module: str) -> bool:
    """Whether anything that a handler's module reaches asks for a condition."""
    seen: set[Place] = set()
    ahead = [(module, name) for name in top_level(root, module) if not origin(root, (module, name))]
    while ahead:
        place = ahead.pop()
        statement = top_level(root, place[0]).get(place[1])
        if place not in seen and statement:
            if any(isinstance(node, ast.Attribute) and node.attr in CHECKS for node in ast.walk(statement)):
                return True
            ahead += mentioned(root, place)
        seen.add(place)
    return False


def conditions_are_allowed(template: Template, root: Path) -> Complaints:
    """A role allows them where its code reaches one, and nowhere else."""
    may = {(name, named(table)) for name, actions, on in allowances(template) if ALLOWED in actions for table in on}
    for name, _, function in of_type(template, "Serverless::Function"):
        module = function["Handler"].rpartition(".")[0]
        own = (name, f"{module.split('.')[1].capitalize()}Table")
        wanted = {own} if checks(root, module) else set()
        yield from (f"{name} checks conditions on {table} and may not" for _, table in wanted - may)
        yield from (f"{who} may check conditions on {on}, and does not" for who, on in may - wanted if who == name)
