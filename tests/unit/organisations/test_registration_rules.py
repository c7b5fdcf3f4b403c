"""A roster's row is held to what the route for one organisation takes."""

from copy import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.alias_generators import to_snake

from functions.organisations import rules
from functions.organisations.models import FoundOrganisation
from functions.organisations.registration_rules import flaw_of
from functions.rosters.advice import ADVICE
from kernel.rows import OrganisationRow

GOOD = OrganisationRow(
    row=2,
    code="431128-101",
    name="某镇党委",
    kind="COMMITTEE",
    level="TOWNSHIP",
    sector=None,
    lineage=(),
    founded_on=None,
    term_started_on=None,
    term_years=None,
)
WORDS = st.one_of(
    st.text(max_size=6), st.sampled_from(["", "某村党支部", "𠮷村", "👍", "a\u202eb", "村\n部", "x" * 200, "x" * 201])
).map(str.strip)
DAYS = st.none() | st.dates()


def rows() -> st.SearchStrategy[OrganisationRow]:
    return st.builds(
        OrganisationRow,
        row=st.just(2),
        code=st.one_of(st.text("aZ09-_é", max_size=34), st.just(GOOD.code)),
        name=WORDS,
        kind=st.sampled_from([*rules.KINDS, "", "none"]),
        level=st.sampled_from(sorted(rules.LEVELS)),
        sector=st.none() | WORDS,
        lineage=st.just(()),
        founded_on=DAYS,
        term_started_on=DAYS,
        term_years=st.none() | st.integers(-1, 7),
    )


def stated(row: OrganisationRow) -> dict[str, object]:
    names = ("code", "name", "kind", "level", "sector", "founded_on", "term_started_on", "term_years")
    return {name: getattr(row, name) for name in names}


@given(rows())
def test_a_row_is_refused_where_the_route_would_refuse_it(row: OrganisationRow) -> None:
    try:
        FoundOrganisation(**stated(row))
    except ValidationError as error:
        refused = {to_snake(str(one["loc"][0])) for one in error.errors()}
        flaw = flaw_of(row)
        assert flaw is not None
        assert flaw[0] in refused
    else:
        assert flaw_of(row) is None


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"code": "-1"}, ("code", "bad_code")),
        ({"kind": "none"}, ("kind", "unknown_kind")),
        ({"name": ""}, ("name", "missing")),
        ({"name": "村" * 201}, ("name", "too_long")),
        ({"sector": "a\u200bb"}, ("sector", "control_character")),
        ({"founded_on": date(1899, 12, 31)}, ("founded_on", "impossible_date")),
        ({"term_started_on": date(2200, 1, 1)}, ("term_started_on", "impossible_date")),
        ({"term_years": 6}, ("term_years", "bad_term")),
    ],
)
def test_a_flaw_is_told_by_its_code_which_has_advice(change: dict[str, Any], flaw: tuple[str, str]) -> None:
    assert flaw_of(GOOD) is None
    assert flaw_of(replace(GOOD, **change)) == flaw
    assert flaw[1] in ADVICE
