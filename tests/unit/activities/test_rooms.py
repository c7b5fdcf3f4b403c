"""The rooms of organisational life: what they keep is open to one another, what they do is in layers."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from tests.template_reader import ROOT

HOME = ROOT / "functions" / "activities"
ROOMS = {path.parent.name for path in HOME.glob("*/__init__.py")}
TRIGGERED = {"app", "app_voting", "following", "forgetting", *(path.stem for path in HOME.glob("on_*.py"))}
KEPT = re.compile(r"(\w+_)?(errors|models|rules|tables)")


class Module(NamedTuple):
    """`room` is empty for what stands above the rooms."""

    room: str
    name: str

    @property
    def kept(self) -> bool:
        """Whether it is what a room keeps, or says, and does nothing by itself."""
        return KEPT.fullmatch(self.name) is not None

    @classmethod
    def at(cls, dotted: str) -> "Module":
        first, _, rest = dotted.removeprefix("functions.activities.").partition(".")
        return cls(first, rest.partition(".")[0]) if first in ROOMS else cls("", first)


@cache
def imports() -> list[tuple[Module, Module]]:
    """Who imports whom, within the domain."""
    files = [path for path in HOME.rglob("*.py") if path.name != "__init__.py"]
    return [(of(path), imported) for path in files for imported in imported_by(path)]


def of(path: Path) -> Module:
    return Module.at(".".join(path.relative_to(HOME).with_suffix("").parts))


def imported_by(path: Path) -> Iterator[Module]:
    packages = {"functions.activities", *(f"functions.activities.{room}" for room in ROOMS)}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("functions.activities"):
            names = [f".{alias.name}" for alias in node.names] if node.module in packages else [""]
            yield from (Module.at(node.module + name) for name in names)


def between_rooms() -> list[tuple[Module, Module]]:
    return [(by, of) for by, of in imports() if by.room and of.room and by.room != of.room]


def test_what_rooms_do_is_in_layers() -> None:
    below: dict[str, set[str]] = defaultdict(set)
    for by, of in between_rooms():
        if not of.kept:
            below[by.room].add(of.room)

    assert set(TopologicalSorter(below).static_order()) <= ROOMS  # raises `CycleError`, which names the circle


def test_what_a_room_keeps_calls_on_no_other_room_to_act() -> None:
    assert [(by, of) for by, of in between_rooms() if by.kept and not of.kept] == []


def test_routes_are_imported_by_nobody() -> None:
    assert [(by, of) for by, of in imports() if of.name.endswith("routes")] == []


def test_what_every_room_stands_on_knows_no_room_but_the_rows_of_a_record() -> None:
    known = {(by.name, of) for by, of in imports() if of.room and not by.room and by.name not in TRIGGERED}

    assert {by for by, _ in known} == {"reading"}
    assert {of.name for _, of in known} == {"tables"}


def test_a_room_says_what_it_is_and_loads_nothing() -> None:
    for room in ROOMS:
        body = ast.parse((HOME / room / "__init__.py").read_text()).body
        assert [type(one) for one in body] == [ast.Expr], room
