"""Names by their sound: what people type, and family names that are read in their own way."""

import pytest

from functions.members.beginnings import begins, typed
from functions.members.pinyin import readings, spelled, syllables


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("张三", ("zhang", "san")),
        ("单雄信", ("shan", "xiong", "xin")),
        ("曾国", ("zeng", "guo")),
        ("仇英", ("qiu", "ying")),
        ("区大相", ("ou", "da", "xiang")),
        ("解缙", ("xie", "jin")),
        ("查良", ("zha", "liang")),
        ("尉迟恭", ("yu", "chi", "gong")),
        ("吕布", ("lv", "bu")),
        ("𠮷田", ("ji", "tian")),
        ("阿依古丽·买买提", ("a", "yi", "gu", "li", "mai", "mai", "ti")),
    ],
)
def test_a_name_is_read_as_its_bearer_reads_it(name: str, sound: tuple[str, ...]) -> None:
    assert syllables(name) == sound


def test_a_character_with_two_readings_keeps_both_the_likelier_first() -> None:
    assert readings("单晟") == (("shan", "dan"), ("cheng", "sheng"))
    assert spelled("单晟") == "shan/dan cheng/sheng"


@pytest.mark.parametrize("letters", ["z", "zh", "zhang", "zhangs", "zhangsan", "zs", "zhs", "zsan", "zhsa"])
def test_the_beginning_of_a_name_is_found_whole_in_initials_and_between(letters: str) -> None:
    assert begins(spelled("张三"), letters)


@pytest.mark.parametrize("letters", ["san", "s", "zhangsi", "zhangsanx", "zz", "hs"])
def test_what_is_no_beginning_is_not_found(letters: str) -> None:
    assert not begins(spelled("张三"), letters)


@pytest.mark.parametrize("letters", ["shanx", "danx", "sx", "dx"])
def test_either_reading_of_a_family_name_finds_it(letters: str) -> None:
    assert begins(spelled("单雄信"), letters)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Zhang San", "zhangsan"), ("ＺＳ", "zs"), ("lü", "lv"), ("xi'an", "xian"), ("张", None), ("z1", None)],
)
def test_what_is_typed_is_letters_or_it_is_not(text: str, letters: str | None) -> None:
    assert typed(text) == letters


def test_a_character_that_no_table_has_stands_for_itself() -> None:
    assert syllables("王\U000323b0") == ("wang", "\U000323b0")
