"""What a row of a roster would do to the tree as it stands."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from functions.organisations.planning import Planned, ids_above, ids_of, plan
from functions.organisations.tree import new
from kernel.directory import Organisation
from kernel.ids import new_id, organisation_id
from kernel.rows import OrganisationRow, RowOutcome

TODAY = date(2026, 11, 22)


def county(level: str = "COUNTY") -> Organisation:
    made = new(None, "root", level)
    made.name, made.kind, made.version = "县委", "COMMITTEE", 1
    return made


def row(**change: Any) -> OrganisationRow:
    stated: dict[str, Any] = {
        "row": 2,
        "code": "b",
        "name": "某支部",
        "kind": "BRANCH",
        "level": "BRANCH",
        "sector": "农村",
        "lineage": ("t",),
        "founded_on": date(2001, 7, 1),
        "term_started_on": date(2024, 7, 1),
        "term_years": 5,
    }
    return OrganisationRow(**stated | change)


def planned(root: Organisation, *rows: OrganisationRow, standing: tuple[Organisation, ...] = ()) -> list[Planned]:
    return plan(root, rows, {o.id: o for o in standing}, TODAY, coming=True)


def refused(outcome: str, code: str, column: str) -> RowOutcome:
    return msgspec.convert({"row": 2, "outcome": outcome, "code": code, "column": column}, RowOutcome)


def test_a_new_organisation_gets_its_place_from_the_codes_above_it() -> None:
    root = county()

    (made,) = planned(root, row())

    township, branch = organisation_id(root.id, "t"), organisation_id(root.id, "b")
    assert made.outcome == RowOutcome(row=2, outcome="create")
    assert made.organisation is not None
    assert made.organisation.attribute_values == {
        "pk": f"ORG#{branch}",
        "sk": "NOW",
        "path": f"/{root.id}/{township}/{branch}/",
        "county_id": root.id,
        "parent_id": township,
        "code": "b",
        "name": "某支部",
        "kind": "BRANCH",
        "level": "BRANCH",
        "sector": "农村",
        "founded_on": "2001-07-01",
        "term_started_on": "2024-07-01",
        "term_years": 5,
        "holds_members": True,
        "version": 0,
    }


def test_the_uploader_may_stand_below_the_county() -> None:
    township = new(county(), "t", "TOWNSHIP")
    township.kind = "COMMITTEE"

    (made,) = planned(township, row(lineage=()))

    assert made.organisation is not None
    assert made.organisation.path == f"{township.path}{organisation_id(township.county_id, 'b')}/"


def test_a_row_that_says_what_stands_changes_nothing() -> None:
    root = county()
    (made,) = planned(root, row())
    assert made.organisation is not None

    assert planned(root, row(), standing=(made.organisation,)) == [Planned(RowOutcome(row=2, outcome="same"))]


def test_a_blank_cell_states_nothing() -> None:
    root = county()
    (made,) = planned(root, row())
    assert made.organisation is not None
    blank = row(sector=None, founded_on=None, term_started_on=None, term_years=None)

    assert planned(root, blank, standing=(made.organisation,))[0].outcome.outcome == "same"


def test_a_row_that_says_otherwise_corrects_and_names_the_fields() -> None:
    root = county()
    (made,) = planned(root, row())
    assert made.organisation is not None

    (again,) = planned(root, row(name="另名", term_years=3), standing=(made.organisation,))

    assert (again.outcome.outcome, again.outcome.changes) == ("update", ("name", "term_years"))
    assert again.outcome.becomes == ("另*", "3")
    assert again.organisation is made.organisation
    assert again.facts == {"name": "另名", "term_years": 3}


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"lineage": ()}, "moved", "parent_code"),
        ({"lineage": ("other",)}, "moved", "parent_code"),
        ({"kind": "JOINT_BRANCH"}, "other_kind", "kind"),
        ({"level": "TOWNSHIP"}, "other_level", "level"),
    ],
)
def test_a_roster_neither_moves_an_organisation_nor_makes_another_of_it(
    change: dict[str, Any], code: str, column: str
) -> None:
    root = county()
    (made,) = planned(root, row())
    assert made.organisation is not None

    (again,) = planned(root, row(**change), standing=(made.organisation,))

    assert again == Planned(refused("conflict", code, column))


def test_the_row_of_the_root_itself_corrects_the_root() -> None:
    root = county()
    own = row(code="root", lineage=(), kind="COMMITTEE", level="COUNTY")

    (again,) = planned(root, own, standing=(root,))

    assert ids_of(root, [own, row()]) == [root.id, organisation_id(root.id, "b")]
    assert (again.outcome.outcome, again.organisation) == ("update", root)
    assert root.path == f"/{root.id}/"


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"kind": "CLUB"}, "unknown_kind", "kind"),
        ({"level": "VILLAGE"}, "unknown_level", "level"),
        ({"level": "COUNTY"}, "level_not_below_parent", "level"),
        ({"lineage": ("t", "b")}, "cycle", "parent_code"),
        ({"lineage": ("t", "root")}, "cycle", "parent_code"),
        ({"lineage": ("t", "u", "t")}, "cycle", "parent_code"),
        ({"lineage": tuple("1234567")}, "too_deep", "parent_code"),
        ({"kind": "PARTY_GROUP", "lineage": ()}, "kind_does_not_fit_parent", "kind"),
        ({"name": ""}, "missing", "name"),
        ({"term_years": 6}, "bad_term", "term_years"),
        ({"code": "root", "lineage": (), "name": ""}, "missing", "name"),
    ],
)
def test_a_row_that_breaks_a_rule_says_where(change: dict[str, Any], code: str, column: str) -> None:
    assert planned(county(), row(**change)) == [Planned(refused("error", code, column))]


def standing(parent: Organisation, code: str, kind: str, level: str) -> Organisation:
    made = new(parent, code, level)
    made.kind, made.version = kind, 1
    return made


def test_below_an_organisation_that_stands_elsewhere_nothing_new_is_made() -> None:
    root = county()
    above, moved = standing(root, "u", "COMMITTEE", "TOWNSHIP"), standing(root, "t", "GENERAL_BRANCH", "TOWNSHIP")
    below, far_below = row(lineage=("u", "t")), row(code="c", lineage=("u", "t", "b"))

    found = planned(root, below, far_below, standing=(root, above, moved))

    assert found == [Planned(refused("conflict", "parent_refused", "parent_code"))] * 2


@pytest.mark.parametrize(
    ("kind", "level", "change", "code", "column"),
    [
        ("BRANCH", "BRANCH", {"kind": "COMMITTEE", "level": "TOWNSHIP"}, "level_not_below_parent", "level"),
        ("PARTY_GROUP", "BRANCH", {}, "kind_does_not_fit_parent", "kind"),
        ("COMMITTEE", "TOWNSHIP", {"kind": "PARTY_GROUP", "term_years": None}, "kind_does_not_fit_parent", "kind"),
    ],
)
def test_what_is_new_must_fit_the_parent_that_stands(
    kind: str, level: str, change: dict[str, Any], code: str, column: str
) -> None:
    root = county()

    found = planned(root, row(**change), standing=(root, standing(root, "t", kind, level)))

    assert found == [Planned(refused("error", code, column))]


def test_below_parents_that_stand_where_the_roster_says_an_organisation_is_made() -> None:
    top = county()
    root = standing(top, "t", "COMMITTEE", "TOWNSHIP")
    parent = standing(root, "g", "GENERAL_BRANCH", "BRANCH")

    (made,) = planned(root, row(lineage=("g",)), standing=(root, parent))

    assert ids_above(root, [row(lineage=("g",)), row(lineage=("g", "h"))]) == [
        parent.id,
        organisation_id(top.id, "h"),
    ]
    assert made.organisation is not None
    assert made.organisation.path.startswith(parent.path)


def test_a_row_below_one_that_is_refused_is_refused_with_it_whatever_their_order() -> None:
    above = row(row=3, code="t", kind="COMMITTEE", level="TOWNSHIP", lineage=(), term_years=4)

    for rows in ((above, row()), (row(), above)):
        found = {p.outcome.row: p.outcome for p in planned(county(), *rows)}

        assert (found[3].code, found[3].column) == ("other_term_by_rule", "term_years")
        assert found[2] == refused("conflict", "parent_refused", "parent_code")


def test_nothing_new_is_made_anywhere_below_what_is_closed() -> None:
    root = county()
    gone = standing(root, "t", "COMMITTEE", "TOWNSHIP")
    gone.closed_on = "2026-01-01"

    found = planned(root, row(), row(row=2, code="c", lineage=("t", "g")), standing=(root, gone))

    assert found == [Planned(refused("error", "parent_closed", "parent_code"))] * 2


def test_where_no_more_is_coming_a_parent_stands_or_is_in_the_chunk() -> None:
    root = county()
    above = row(row=3, code="t", kind="COMMITTEE", level="TOWNSHIP", lineage=())

    alone = plan(root, [row()], {root.id: root}, TODAY, coming=False)
    together = plan(root, [row(), above], {root.id: root}, TODAY, coming=False)

    assert alone == [Planned(refused("conflict", "parent_refused", "parent_code"))]
    assert [p.outcome.outcome for p in together] == ["create", "create"]


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"term_years": 4}, "other_term_by_rule", "term_years"),
        ({"kind": "COMMITTEE", "term_years": 3}, "other_term_by_rule", "term_years"),
        ({"kind": "TEMPORARY_BRANCH"}, "no_term_of_office", "term_years"),
        ({"term_started_on": TODAY + timedelta(days=1)}, "date_in_future", "term_started_on"),
        ({"term_started_on": date(9999, 1, 1)}, "impossible_date", "term_started_on"),
    ],
)
def test_a_term_is_registered_by_the_rule_of_its_kind(change: dict[str, Any], code: str, column: str) -> None:
    assert planned(county(), row(**change)) == [Planned(refused("error", code, column))]


def test_a_code_counts_where_it_comes_first() -> None:
    first, second = planned(county(), row(), row(name="另名"))

    assert first.outcome.outcome == "create"
    assert second == Planned(refused("error", "duplicate_code", "code"))


def test_above_the_county_no_roster_is_taken() -> None:
    city = county("CITY")

    assert planned(city, row()) == [Planned(refused("error", "root_above_county", "level"))]


def test_a_chunk_of_one_place_does_not_depend_on_what_comes_first() -> None:
    root, name = county(), new_id()
    township = row(row=3, code="t", name=name, kind="COMMITTEE", level="TOWNSHIP", lineage=())

    paths = [
        {p.organisation.code: p.organisation.path for p in planned(root, *rows) if p.organisation}
        for rows in ((township, row()), (row(), township))
    ]

    assert paths[0] == paths[1]
    assert paths[0]["b"].startswith(paths[0]["t"])
