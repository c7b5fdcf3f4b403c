"""Any course of foundings, renamings, moves, mergers and dissolutions, the job anywhere: the tree is the oracle's."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from functions.organisations import carrying
from kernel import authority
from kernel.authority import Role
from kernel.clock import now
from kernel.directory import Organisation
from kernel.ids import organisation_id
from tests.builders import Tree, account
from tests.integration.organisations import desk
from tests.integration.organisations.desk import TODAY, ago, ask
from tests.integration.organisations.oracle import Oracle
from tests.trials import examples
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")

FIRST_DAY = 40
STEPS = st.tuples(
    st.sampled_from(["move", "move", "move", "job", "rename", "found", "merge", "dissolve"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 4),
)


EMPTY: list[Any] = []
"""The account as a test finds it; each example starts there."""


@pytest.fixture(autouse=True)
def empty(account: None) -> None:
    EMPTY.append(engine.snapshot())


class Course:
    """A tree, its oracle, and the notes of the job that are under way."""

    def __init__(self) -> None:
        self.tree, self.oracle, self.notes = Tree(), Oracle(), list[Any]()
        general = self.tree.found(self.tree.township, "g-1", "GENERAL_BRANCH", "TOWNSHIP")
        inner = self.tree.found(general, "g-2", "GENERAL_BRANCH", "TOWNSHIP")
        leaf = self.tree.found(inner, "g-3", "BRANCH", "BRANCH")
        places = [made for made in vars(self.tree).values() if isinstance(made, Organisation)]
        for made in (*places, general, inner, leaf):
            self.oracle.add(made)
        self.places = [self.tree.township.id, self.tree.other_township.id, general.id, inner.id]
        desk.admin_of(self.tree)
        self.days, self.day = {ago(FIRST_DAY + 1)}, FIRST_DAY
        self.number = 0

    def step(self, kind: str, first: int, second: int, gap: int) -> None:
        self.day = max(0, self.day - gap)
        self.days.add(ago(self.day))
        standing = self.oracle.on(ago(0))
        ids = sorted(standing.keys() - {self.tree.county.id})
        places = [place for place in self.places if place in standing] or ids
        if kind == "job":
            self.work(first)
        elif kind == "found":
            self.found(places[first % len(places)])
        elif kind == "move":
            movable, under = [*places, *places, *ids], [*places, self.tree.county.id]
            self.move(movable[first % len(movable)], under[second % len(under)])
        else:
            getattr(self, kind)(ids[first % len(ids)], ids[second % len(ids)])

    def work(self, which: int) -> None:
        """One of the notes, or of the events, that wait; some time later."""
        if not self.notes:
            return
        body = self.notes.pop(which % len(self.notes))
        with mock.patch("functions.organisations.carrying.now", return_value=now() + timedelta(seconds=70 * which)):
            desk.work(body)
        self.notes += desk.notes()

    def found(self, parent: str) -> None:
        self.number += 1
        code = f"NEW-{self.number}"
        body = {"code": code, "name": code, "kind": "GENERAL_BRANCH", "level": "BRANCH", "parentId": parent}
        status, _ = desk.ask("POST", "", "admin", body | {"effectiveOn": ago(self.day)})
        if status == 201:
            made = organisation_id(self.tree.county.id, code)
            self.oracle.found(made, parent, code, ago(self.day))

    def rename(self, what: str, _: str) -> None:
        self.number += 1
        name = f"名{self.number}"
        if ask("PATCH", what, "admin", {"name": name, "effectiveOn": ago(self.day)})[0] == 200:
            self.oracle.change(what, ago(self.day), name=name)

    def move(self, what: str, under: str) -> None:
        old = self.oracle._path(what, self.oracle.on(ago(0)))
        status, told = desk.move(what, under, effectiveOn=ago(self.day))
        if status == 201:
            self.oracle.change(what, ago(self.day), parent=under)
            self.notes.append(desk.moved(Organisation.demand(f"ORG#{what}", "NOW"), old, told["path"]))

    def merge(self, what: str, into: str) -> None:
        if desk.merge(what, into, effectiveOn=ago(self.day))[0] == 201:
            self.oracle.change(what, ago(self.day), closed=True)

    def dissolve(self, what: str, _: str) -> None:
        if desk.dissolve(what, effectiveOn=ago(self.day))[0] == 201:
            self.oracle.change(what, ago(self.day), closed=True)


def shown(top: str, limit: str, **query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while True:
        page = ask("GET", f"{top}/children", "admin", deep="true", limit=limit, **query)[1]
        names = {item["path"]: item["name"] for item in page["items"]}
        assert not found.keys() & names.keys(), "nothing is listed twice"
        found |= names
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


def differences(course: Course) -> list[str]:
    """On which days, of those on which something changed and now, the product's tree is another one."""
    top = course.tree.county
    wrong = []
    for day in sorted(course.days):
        wanted = {path: name for path, name in course.oracle.tree(day).items() if path != top.path}
        if shown(top.id, "3", asOf=day) != wanted:
            wrong.append(day)
    if shown(top.id, "2") != {p: n for p, n in course.oracle.tree(f"{TODAY}").items() if p != top.path}:
        wrong.append("now")
    return wrong


def leaks(course: Course) -> list[str]:
    """What an auditor of a township reads that is not below it, or does not read though it is."""
    reader = account("reader", (Role.AUDITOR, course.tree.township))
    authority.PRINCIPALS.cached.clear()
    closed = {i for i, states in course.oracle.states.items() if states[-1].closed}
    below = course.oracle.below(course.tree.township.id, f"{TODAY}")
    read = {i for i in course.oracle.states.keys() - closed if ask("GET", i, reader)[0] == 200}
    lists = [desk.listed(i, reader, deep="true") for i in read]
    lists += [[o["path"] for o in ask("GET", f"{i}/coverage", reader, of="terms")[1]["missing"]] for i in read]
    beside = {path for paths in lists for path in paths if path.strip("/").split("/")[-1] not in below}
    return sorted((read ^ below) | beside)


@pytest.mark.no_cover
@settings(
    max_examples=examples(8),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example([("found", 9, 6, 4), ("move", 5, 30, 4)])  # the old place lies in the list and before the new one
@given(st.lists(STEPS, min_size=5, max_size=12))
def test_the_tree_of_every_day_is_the_oracles_and_nobody_reads_outside(steps: list[tuple[str, int, int, int]]) -> None:
    engine.restore(EMPTY[-1])
    authority.PRINCIPALS.cached.clear()
    desk.notes()
    course = Course()

    with mock.patch.object(carrying, "IN_CHUNK", 1), mock.patch.object(carrying, "CHUNKS_A_CALL", 1):
        for step in steps:
            course.step(*step)

    assert differences(course) == []
    if not course.oracle.states[course.tree.township.id][-1].closed:
        assert leaks(course) == []
