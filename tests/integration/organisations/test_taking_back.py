"""A founding is taken back while something comes to stand below it: one of the two is refused, nothing is left over."""

from collections.abc import Callable
from copy import replace
from datetime import date
from typing import Any
from unittest import mock

import pytest

from kernel import directory
from kernel.directory import Organisation
from kernel.rows import OrganisationRow, RowsMessage
from tests.builders import Tree, recorded
from tests.integration.organisations import desk
from tests.integration.organisations.test_rows import TOWNSHIP, Roster, answers, branch, deliver, outcomes, standing
from tests.integration.organisations.test_rows import tree as tree

pytestmark = pytest.mark.usefixtures("account")

NEW = {"code": "LATE", "name": "后来支部", "kind": "BRANCH", "level": "BRANCH"}


@pytest.fixture
def roster(tree: Tree, context: Any, monkeypatch: pytest.MonkeyPatch) -> Roster:
    """It has founded a township."""
    desk.admin_of(tree)
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)
    made = Roster(tree.county)
    deliver(context, made.chunk("apply", 0, TOWNSHIP))
    answers()
    return made


def after_reading(name: str, act: Callable[[], object]) -> Any:
    """The next time the tree is read that way, something else happens before what was read is used."""
    real, once = getattr(directory, name), [True]

    def slow(*asked: Any) -> Any:
        seen = real(*asked)
        if once and once.pop():
            act()
        return seen

    return mock.patch.object(directory, name, slow)


def undo(roster: Roster) -> RowsMessage:
    return replace(roster.chunk("undo", 0), sealed="", key="")


def found_below(tree: Tree) -> int:
    place = standing(tree, TOWNSHIP.code)
    assert place is not None
    return desk.ask("POST", "", "admin", NEW | {"parentId": place.id})[0]


def orphans(tree: Tree) -> list[str]:
    found = {o.id: o for o in Organisation.tree.query(tree.county.id)}
    return [o.id for o in found.values() if o.parent_id and o.parent_id not in found]


def test_what_is_founded_below_a_place_that_is_taken_back_meanwhile_is_refused(
    tree: Tree, roster: Roster, context: Any
) -> None:
    with after_reading("organisation", lambda: deliver(context, undo(roster))):
        status = found_below(tree)

    assert (status, outcomes(answers()[-1])) == (404, ["undone"])
    assert (standing(tree, TOWNSHIP.code), orphans(tree)) == (None, [])


def test_a_place_below_which_something_is_founded_meanwhile_is_kept(tree: Tree, roster: Roster, context: Any) -> None:
    told: list[int] = []

    with after_reading("look", lambda: told.append(found_below(tree))):
        deliver(context, undo(roster))

    assert told == [201]
    assert [(o.outcome, o.code) for o in answers()[-1].outcomes] == [("kept", "has_below")]
    assert orphans(tree) == []


def test_what_moves_below_a_place_that_is_taken_back_meanwhile_stays(tree: Tree, roster: Roster, context: Any) -> None:
    place = standing(tree, TOWNSHIP.code)
    assert place is not None

    with after_reading("look", lambda: deliver(context, undo(roster))):
        status, _ = desk.move(tree.branch.id, place.id)

    assert status == 404
    assert Organisation.demand(tree.branch.pk, "NOW").path == tree.branch.path
    assert orphans(tree) == []


def test_a_row_below_a_place_that_another_roster_takes_back_meanwhile_is_a_conflict(
    tree: Tree, roster: Roster, context: Any
) -> None:
    other, row = Roster(tree.county), branch(2)
    rows: list[OrganisationRow] = [row, branch(3, code="direct", lineage=())]

    with after_reading("organisations", lambda: deliver(context, undo(roster))):
        assert deliver(context, other.chunk("apply", 0, *rows)) == []

    told = answers()[-1].outcomes
    assert [(o.outcome, o.code, o.column) for o in told] == [
        ("conflict", "parent_refused", "parent_code"),
        ("create", None, None),
    ]
    assert (standing(tree, row.code), orphans(tree)) == (None, [])


def test_a_row_below_a_place_that_was_met_and_then_taken_back_by_another_roster_is_a_conflict(
    tree: Tree, roster: Roster, context: Any
) -> None:
    other = Roster(tree.county)
    deliver(context, other.chunk("apply", 1, TOWNSHIP))
    deliver(context, undo(roster))

    assert deliver(context, other.chunk("apply", 2, branch(2), branch(3, code="DIRECT", lineage=()))) == []

    same, undone, told = answers()
    assert (outcomes(same), outcomes(undone)) == (["same"], ["undone"])
    assert [(o.outcome, o.code) for o in told.outcomes] == [("conflict", "parent_refused"), ("create", None)]
    assert (standing(tree, branch(2).code), orphans(tree)) == (None, [])


def test_a_place_taken_back_is_founded_again_with_what_is_below(tree: Tree, roster: Roster, context: Any) -> None:
    deliver(context, undo(roster))

    again = Roster(tree.county)
    assert deliver(context, again.chunk("apply", 2, branch(2)), again.chunk("apply", 1, TOWNSHIP)) == []

    assert [outcomes(answer) for answer in answers()] == [["undone"], ["create"], ["create"]]
    assert orphans(tree) == []


def told_terms(tree: Tree) -> list[str]:
    return [entry["data"]["startsOn"] for entry in recorded(tree.county.id) if entry["event"] == "TermSet"]


def test_terms_of_a_roster_are_told_and_taken_back_with_their_extension(
    tree: Tree, roster: Roster, context: Any
) -> None:
    extended = {"startsOn": "2022-03-01", "extendedTo": "2025-09-01", "approvedBy": tree.county.id}
    made = branch(2, term_started_on=date(2022, 3, 1), term_years=3)
    deliver(context, Roster(tree.county).chunk("apply", 0, made))
    place = standing(tree, made.code)
    assert place is not None
    assert desk.ask("PUT", f"{place.id}/term", "admin", extended)[0] == 200
    later = Roster(tree.county)
    deliver(context, later.chunk("apply", 0, branch(2, term_started_on=date(2025, 9, 1), term_years=3)))
    between = desk.ask("GET", f"{place.id}/leadership")[1]["term"]
    answers()

    deliver(context, undo(later))

    (undone,) = answers()[-1].outcomes
    after = desk.ask("GET", f"{place.id}/leadership")[1]["term"]
    assert (undone.outcome, undone.changes) == ("undone", ("term_started_on",))
    assert (between["startsOn"], between["extendedTo"]) == ("2025-09-01", None)
    assert (after["startsOn"], after["extendedTo"]) == ("2022-03-01", "2025-09-01")
    assert told_terms(tree) == ["2022-03-01", "2025-09-01", "2022-03-01"]
