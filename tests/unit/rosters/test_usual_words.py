"""What committees and their exports put around a number, and what they write where there is nothing to say."""

import pytest

from tests.unit.rosters.reading import parsed, refused
from tests.unit.rosters.test_usual_files import HEADER, PEOPLE, csv_text, found, person

NUMBER = str(PEOPLE[0][1])


@pytest.mark.parametrize(
    "written",
    [
        f'="{NUMBER}"',
        f"'{NUMBER}",
        f"{NUMBER}\t",
        f"\u202a{NUMBER}\u202c",
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
    ],
    ids=["a formula that is text", "an apostrophe", "a tab behind it", "marks of direction", "in groups"],
)
def test_an_id_number_is_read_however_it_was_kept_from_becoming_a_number(written: str) -> None:
    (row,) = found(csv_text([HEADER, person(2, 公民身份号码=written)]).encode())

    assert row.id_number == NUMBER


@pytest.mark.parametrize("word", ["无", "/", "-", "—", "——", "／", " 无 "])
def test_a_word_for_nothing_is_a_blank_where_a_column_may_be_blank(word: str) -> None:
    joined = {"入党日期": "2026-03-01", "人员类别": "预备党员"}
    stated = [*person(2, 转正日期=word, 手机=word, **joined), word, "/"]

    (row,) = found(csv_text([[*HEADER, "外出流向", "是否流动"], stated]).encode())

    assert (row.converted_on, row.mobile, row.outflow_to, row.floating) == (None, None, None, False)


def test_a_word_for_nothing_is_wrong_where_a_value_is_needed() -> None:
    (flaw,) = refused(parsed(csv_text([HEADER, person(2, 工作岗位="/")]).encode()))

    assert (flaw.column, flaw.code) == ("occupation", "unknown_occupation")
