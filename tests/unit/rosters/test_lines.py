"""What is wrong with a line, beyond what the demo county has; where the header stands; what a tree must be."""

from datetime import date
from itertools import product

import pytest

from functions.organisations import rules as organisations
from functions.rosters import advice, rules
from functions.rosters.cells import Cell
from functions.rosters.code_tables import ETHNICITY
from functions.rosters.columns import MEMBER_COLUMNS, heading_of
from functions.rosters.errors import Unreadable
from functions.rosters.header import lines
from functions.rosters.lines import Line
from functions.rosters.member_lines import member_row
from functions.rosters.organisation_lines import Root, Tree, stated
from kernel.rows import OrganisationRow, RowOutcome

DAY = date(2026, 11, 1)
GOOD: dict[str, Cell] = {
    "name": "李明",
    "id_number": "11010519491231002X",
    "ethnicity": "汉族",
    "education": "大学本科",
    "category": "正式党员",
    "joined_on": "1980-07-01",
    "converted_on": "1981-07-01",
    "occupation": "农民",
    "branch_code": "431128-101-001",
}


def flaws(**changed: Cell) -> list[tuple[str, str]]:
    """The column and code of everything wrong with the good line after these changes."""
    line = Line(2, GOOD | changed)
    assert (member_row(line, DAY) is None) == bool(line.flaws)
    return [(flaw.column, flaw.code) for flaw in line.flaws]


def test_sex_and_birth_date_follow_from_the_id_number() -> None:
    row = member_row(Line(2, GOOD), DAY)

    assert row is not None
    assert (row.sex, row.birth_date, row.floating, row.mobile) == ("2", date(1949, 12, 31), False, None)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"converted_on": ""}, []),
        ({"category": "预备党员"}, [("converted_on", "converted_while_probationary")]),
        ({"category": "预备党员", "converted_on": None}, []),
        ({"converted_on": "2027-01-01"}, [("converted_on", "date_in_future")]),
        ({"converted_on": "1981-06-30"}, [("converted_on", "converted_too_early")]),
        ({"joined_on": "1967-12-30", "converted_on": ""}, [("joined_on", "joined_under_age")]),
        ({"joined_on": "1967-12-31", "converted_on": ""}, []),
        ({"joined_on": "2026-11-02", "converted_on": ""}, [("joined_on", "date_in_future")]),
        ({"id_number": "440524188001010014"}, [("id_number", "implausible_birth")]),
        ({"id_number": ""}, [("id_number", "missing")]),
        ({"floating": "否", "outflow_to": "广东省"}, [("floating", "floating_contradicts")]),
        ({"outflow_to": "广东省"}, []),
        ({"floating": "也许"}, [("floating", "not_yes_or_no")]),
        ({"branch_post": "会计"}, [("branch_post", "unknown_post")]),
        ({"branch_post": "副书记", "address": "新田县\n龙泉路"}, []),
        ({"address": "+1"}, [("address", "formula")]),
        ({"sex": "x"}, [("sex", "unknown_sex")]),
    ],
)
def test_what_is_wrong_with_a_line_is_said_by_column(changed: dict[str, Cell], found: list[tuple[str, str]]) -> None:
    assert flaws(**changed) == found


def test_a_line_names_every_flaw() -> None:
    assert sorted(column for column, _ in flaws(**dict.fromkeys(GOOD, "?"))) == sorted(GOOD)


def test_the_table_of_peoples_is_that_of_the_standard() -> None:
    assert (ETHNICITY["汉"], ETHNICITY["土家族"], ETHNICITY["基诺族"], ETHNICITY["13"]) == ("01", "15", "56", "13")


def test_the_header_may_stand_below_titles_and_use_usual_names() -> None:
    sheet = [
        ["新田县党员花名册"],
        [],
        [
            " 姓 名*",
            "身份证号",
            "民族：",
            "文化程度",
            "党员类别",
            "入党时间",
            "职业",
            "支部代码",
            "联系电话(必填)",
            "备注",
            "",
        ],
        ["", None],
        ["李明", "11010519491231002X", "汉", "本科", "正式", "1980.7.1", "农民", "A1", "13800138000", "x", ""],
    ]

    header, found = lines("members", enumerate(sheet, 1))  # type: ignore[arg-type]  # a list of lists is a sheet
    (line,) = found

    assert header.unknown == ("J",)
    row = member_row(line, DAY)
    assert row is not None
    assert (row.row, row.mobile, row.branch_code) == (5, "13800138000", "A1")


def test_a_row_names_the_columns_that_its_file_does_not_have() -> None:
    headings = [c.heading for c in MEMBER_COLUMNS if c.needed] + ["转正日期", "外出流向"]
    needed = [GOOD[c.field] for c in MEMBER_COLUMNS if c.needed]

    _, found = lines("members", enumerate([headings, needed], 1))
    row = member_row(next(found), DAY)

    assert row is not None
    assert row.absent == ("branch_post", "floating", "floating_branch_code")


def test_a_header_below_the_twentieth_line_is_not_looked_for() -> None:
    sheet = [["title"]] * 20 + [[column.heading for column in MEMBER_COLUMNS]]

    with pytest.raises(Unreadable) as caught:
        lines("members", enumerate(sheet, 1))

    assert caught.value.problem == "no_header"


def test_columns_beyond_the_alphabet_have_two_letters() -> None:
    sheet = [[column.heading for column in MEMBER_COLUMNS] + [""] * 12 + ["备注"]]

    header, _ = lines("members", enumerate(sheet, 1))

    assert header.unknown == ("AD",)


def tree(
    *pairs: tuple[str, str], root: str = "R", **changed: str
) -> tuple[list[OrganisationRow], dict[str, list[str]]]:
    """The rows of organisations given as (code, parent), and the codes of what is wrong, by code."""
    known = [
        stated(
            Line(n, {"code": code, "parent_code": parent, "name": "某", "kind": "党支部", "level": "基层"} | changed),
            DAY,
        )
        for n, (code, parent) in enumerate(pairs)
    ]
    found = list(Tree(Root(root), known).rows())
    return found, {pairs[n][0]: [f.code for f in one.line.flaws] for n, one in enumerate(known) if one.line.flaws}


def test_the_root_stands_in_the_file_or_not_whatever_its_parent() -> None:
    for root in ([], [("R", "")], [("R", "P")]):
        found, wrong = tree(*root, ("B", "A"), ("A", "R"))

        assert wrong == {}
        assert {row.code: row.lineage for row in found if row.code != "R"} == {"A": (), "B": ("A",)}


def test_what_stands_below_a_refused_line_is_refused_with_it() -> None:
    _, wrong = tree(("C", "B"), ("B", "A"), ("A", "X"), ("D", "R"))

    assert wrong == {"A": ["unknown_parent"], "B": ["parent_refused"], "C": ["parent_refused"]}


def test_what_stands_below_a_line_with_a_flaw_of_its_own_is_refused() -> None:
    _, wrong = tree(("A", "?"), ("B", "A"))

    assert wrong == {"A": ["bad_code"], "B": ["parent_refused"]}


def test_a_circle_is_refused_and_so_is_what_hangs_on_it() -> None:
    _, wrong = tree(("A", "B"), ("B", "C"), ("C", "A"), ("D", "A"), ("E", "E"))

    assert wrong == {code: ["cycle"] for code in "ABCDE"}


def test_a_tree_too_deep_is_refused() -> None:
    codes = [f"A{n}" for n in range(rules.LONGEST_LINEAGE + 3)]

    _, wrong = tree(*zip(codes, ["R", *codes], strict=False))

    assert set(wrong) == {codes[-1], codes[-2]}


def fitted(*lines: tuple[str, str, str, str], kind: str | None, level: str | None) -> dict[str, list[str]]:
    """What is wrong with lines of (code, parent, kind, level) below a root R of that kind and level, by code."""
    known = [
        stated(Line(n, {"code": code, "parent_code": parent, "name": "某", "kind": of, "level": at}), DAY)
        for n, (code, parent, of, at) in enumerate(lines)
    ]
    list(Tree(Root("R", kind, level), known).rows())
    return {str(one.code): [f.code for f in one.line.flaws] for one in known if one.line.flaws}


def test_an_organisation_must_fit_the_parent_wherever_that_stands_in_the_file() -> None:
    wrong = fitted(
        ("D", "C", "党支部", "基层"),
        ("C", "B", "党小组", "基层"),
        ("T", "B", "党委", "乡镇级"),
        ("U", "T", "党支部", "基层"),
        ("B", "A", "党支部", "基层"),
        ("A", "R", "党委", "乡镇级"),
        kind="COMMITTEE",
        level="COUNTY",
    )

    assert wrong == {"D": ["kind_does_not_fit_parent"], "T": ["level_not_below_parent"], "U": ["parent_refused"]}


def test_what_does_not_fit_the_root_refuses_what_stands_below_it() -> None:
    lines = [("B", "A", "党支部", "基层"), ("A", "R", "党委", "乡镇级")]

    assert fitted(*lines, kind="GENERAL_BRANCH", level="BRANCH") == {
        "B": ["parent_refused"],
        "A": ["level_not_below_parent"],
    }
    assert fitted(*lines, kind=None, level=None) == {}


def test_what_fits_a_parent_is_the_same_for_a_file_and_for_the_tree() -> None:
    kinds, levels = list(organisations.KINDS), organisations.LEVELS

    for kind, level, above, at in product(kinds, levels, kinds, levels):
        found = organisations.refusals(kind, level, above, at)
        assert rules.misfit(kind, level, above, at) == (found[0] if found else None)


def test_an_organisation_is_not_founded_tomorrow_nor_elected_for_nine_years() -> None:
    _, wrong = tree(("A", "R"), founded_on="2026-11-02", term_years="9年")

    assert wrong == {"A": ["bad_term", "date_in_future"]}


def test_every_code_has_advice_and_an_unknown_one_is_named() -> None:
    assert advice.of_row(RowOutcome(row=1, outcome="error", code="missing")) == advice.ADVICE["missing"]
    assert advice.of_row(RowOutcome(row=1, outcome="error", code="other"))[1].endswith("：other")
    assert advice.of_row(RowOutcome(row=1, outcome="error")) == advice.OTHERWISE
    assert advice.of_file("missing_columns", ("姓名", "民族")) == "缺少必需的列。姓名、民族。"


def test_a_column_is_shown_by_its_heading() -> None:
    assert heading_of("members", "name") == "姓名"
    assert heading_of("organisations", "name") == "党组织名称"
    assert heading_of("members", "whatever") == heading_of("members", None) == ""


def test_a_leap_day_lasts_until_the_28th() -> None:
    assert rules.years_after(date(2008, 2, 29), 18) == date(2026, 2, 28)
