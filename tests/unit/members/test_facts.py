"""Two statements about one person, compared."""

from copy import replace

from functions.members.facts import Facts, changes, merged
from kernel.rows import OPTIONAL_COLUMNS
from tests.unit.members.test_rules import GOOD

KNOWN = Facts.of_row(GOOD, "01KB0000000000000000000001")


def test_a_row_says_what_it_says_in_one_spelling() -> None:
    spelled = replace(GOOD, mobile="+86 154 1234 5678", id_number=GOOD.id_number.lower())

    assert Facts.of_row(spelled, "01KB0000000000000000000001") == KNOWN


def test_equal_facts_differ_in_nothing() -> None:
    assert changes(KNOWN, replace(KNOWN)) == ()


def test_what_differs_is_named_in_the_order_of_the_dossier() -> None:
    stated = replace(KNOWN, mobile="15400000000", name="张三丰", branch_post=None)

    assert changes(KNOWN, stated) == ("name", "mobile", "branch_post")


def test_a_blank_cell_takes_no_phone_and_no_address_away_but_a_post() -> None:
    stated = replace(KNOWN, mobile=None, address=None, branch_post=None)

    assert changes(KNOWN, merged(KNOWN, stated)) == ("branch_post",)


def test_a_column_that_the_file_does_not_have_takes_nothing_away() -> None:
    known = replace(KNOWN, floating=True, outflow_to="深圳市")
    bare = replace(known, floating=False, floating_branch_id=None, outflow_to=None, branch_post=None, converted_on=None)

    assert merged(known, bare, OPTIONAL_COLUMNS) == known
    assert merged(known, bare, ["branch_post"]) == replace(bare, branch_post=known.branch_post)


def test_what_a_file_states_rules_out_what_it_has_no_column_for() -> None:
    known = replace(KNOWN, floating=True, outflow_to="深圳市")

    home = merged(known, replace(known, floating=False, outflow_to=None), ["outflow_to", "floating_branch_code"])
    on_probation = merged(KNOWN, replace(KNOWN, category="PROBATIONARY", converted_on=None), ["converted_on"])

    assert (home.floating, home.outflow_to, home.floating_branch_id) == (False, None, None)
    assert on_probation.converted_on is None


def test_only_known_facts_are_sealed() -> None:
    assert replace(KNOWN, address=None).values("mobile", "address") == {"mobile": "15412345678"}
