"""For any two rosters: the preview is what the apply does, undo leads back, applied again all ends where it ended."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import directory
from kernel.ids import organisation_id
from tests.integration.rosters import round as way_and_back
from tests.integration.rosters import way
from tests.integration.rosters.round import applied, line, on_roll, outcomes, sheet, undone, uploaded
from tests.trials import examples
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("rosters")
BRANCH, SISTER = "431128-101-001", "431128-101-002"


PEOPLE = st.dictionaries(
    st.integers(2, 7),
    st.tuples(st.sampled_from([BRANCH, SISTER, "431128-102-001", "431128-999-001"]), st.sampled_from(["高中", "大专"])),
    min_size=1,
)


@pytest.mark.no_cover
@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(standing=PEOPLE, stated=PEOPLE)
def test_a_preview_tells_what_the_apply_does_and_undo_leads_back(pristine: Any, standing: Any, stated: Any) -> None:
    engine.restore(pristine)
    tree = way.tree()
    applied_if_any(tree, _lines(standing))
    before = on_roll(tree)
    roster_id = uploaded(tree.county, sheet(_lines(stated)))
    foretold = outcomes(roster_id)
    branches = way.call("GET", f"/v1/rosters/{roster_id}/branches")[1]["items"]

    done = applied_if_any(tree, _lines(stated), roster_id)
    first = on_roll(tree)
    if done:
        assert outcomes(roster_id) == foretold
        undone(roster_id, tree.county)
        assert on_roll(tree) == before
        applied(roster_id, tree.county)
        assert outcomes(roster_id) == foretold

    assert on_roll(tree) == first
    counts = {code: len(members) for code, members in first.items()}
    assert {one["branchCode"]: one["after"] for one in branches}.items() <= counts.items()
    assert len({number for members in first.values() for number, *_ in members}) == sum(counts.values())


def _lines(people: dict[int, tuple[str, str]]) -> list[tuple[str, ...]]:
    return [line(number, branch, 学历=education) for number, (branch, education) in sorted(people.items())]


def applied_if_any(tree: Any, lines: list[tuple[str, ...]], roster_id: str | None = None) -> bool:
    """Apply a roster unless no row of it can be; whether it was."""
    one = roster_id or uploaded(tree.county, sheet(lines))
    counters = way.shown(one)["counters"]
    if counters["create"] + counters["update"] + counters["same"] == 0:
        return False
    applied(one, tree.county)
    return True


CODES = ("431128-103", "431128-103-001", "431128-103-002", "431128-101", "431128-101-003")
TREES = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["甲", "乙"]), min_size=1)


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(standing=TREES, stated=TREES)
def test_a_tree_ends_where_it_ended_when_it_is_applied_taken_back_and_applied(
    pristine: Any, standing: Any, stated: Any
) -> None:
    engine.restore(pristine)
    tree = way.tree()
    founded(tree, standing)
    before = names(tree)
    roster_id = founded(tree, stated)
    first, foretold = names(tree), way.call("GET", f"/v1/rosters/{roster_id}/rows", query={"phase": "preview"})[1]
    if way.shown(roster_id)["state"] != "APPLIED":
        return
    done = way.call("GET", f"/v1/rosters/{roster_id}/rows", query={"phase": "apply"})[1]
    assert {r["row"]: r["outcome"] for r in done["items"]}.items() <= {
        r["row"]: r["outcome"] for r in foretold["items"]
    }.items()

    undone(roster_id, tree.county)
    assert names(tree) == before
    applied(roster_id, tree.county)

    assert names(tree) == first


def founded(tree: Any, wanted: dict[str, str]) -> str:
    """A roster of these organisations, applied if any row of it can be."""
    lines = [(code, f"某{name}", *_kind(code), _parent(code)) for code, name in sorted(wanted.items())]
    roster_id = uploaded(tree.county, sheet(lines, way_and_back.ORGANISATION_HEADER), kind="organisations")
    counters = way.shown(roster_id)["counters"]
    if counters["create"] + counters["update"] + counters["same"]:
        applied(roster_id, tree.county)
    return roster_id


def _kind(code: str) -> tuple[str, str]:
    return ("党委", "乡镇级") if len(code) == len("431128-101") else ("党支部", "基层")


def _parent(code: str) -> str:
    return code.rpartition("-")[0]


def names(tree: Any) -> dict[str, str]:
    found = directory.organisations([_id(tree, code) for code in CODES])
    return {str(one.code): one.name for one in found.values()}


def _id(tree: Any, code: str) -> str:
    return organisation_id(tree.county.id, code)
