"""How a name sounds. Loads a table of 0.2 MB, which a search does not need (`beginnings`)."""

from functools import cache

from functions.members.pinyin_table import CHARACTERS
from kernel.spelling import letters_of

# As a family name the character is read so; the other reading is tried too, since people type either.
FAMILY = {
    "单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "區": "ou", "解": "xie", "查": "zha",
    "朴": "piao", "盖": "ge", "蓋": "ge", "任": "ren", "覃": "qin", "乐": "yue", "樂": "yue", "缪": "miao",
    "繆": "miao", "翟": "zhai", "召": "shao", "都": "du", "种": "chong", "重": "chong", "员": "yun", "員": "yun",
    "祭": "zhai", "折": "she", "黑": "he", "秘": "bi", "繁": "po", "牟": "mu", "冼": "xian", "隗": "wei",
    "乜": "nie", "宿": "su", "能": "nai", "幺": "yao", "哈": "ha", "那": "na", "卜": "bu", "车": "che", "車": "che",
    "晟": "cheng", "洗": "xian", "訾": "zi", "逄": "pang", "佴": "nai", "麴": "qu", "郇": "xun", "郗": "xi", "𠮷": "ji",
}  # fmt: skip
FAMILIES_OF_TWO = {"尉迟": ("yu", "chi"), "尉遲": ("yu", "chi"), "万俟": ("mo", "qi"), "萬俟": ("mo", "qi"),
                   "长孙": ("zhang", "sun"), "長孫": ("zhang", "sun"), "澹台": ("tan", "tai")}  # fmt: skip
ALSO = {
    "晟": "sheng", "长": "chang", "長": "chang", "乐": "yue", "樂": "yue", "行": "hang", "茜": "qian", "朝": "zhao",
    "曾": "ceng", "盛": "cheng", "重": "chong", "覃": "tan", "隗": "kui", "牟": "mou", "俊": "jun", "藏": "zang",
    "调": "diao", "調": "diao", "率": "lv", "沈": "shen", "省": "xing", "石": "dan", "参": "shen", "參": "shen",
    "还": "huan", "還": "huan", "露": "lu", "绿": "lv", "柏": "bo", "薄": "bo", "翟": "di", "广": "guang",
}  # fmt: skip


@cache
def _readings() -> dict[str, str]:
    return {character: syllable for syllable, characters in CHARACTERS.items() for character in characters}


def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """For each character of a name how it is read, the likeliest first; a word in letters stands for itself."""
    text = letters_of(name)
    usual = [(c, _readings().get(c)) for c in text]
    family = FAMILIES_OF_TWO.get(text[:2]) or ((FAMILY[text[0]],) if text[:1] in FAMILY else ())
    return tuple(
        tuple(dict.fromkeys(r for r in (*family[place : place + 1], sound or c, ALSO.get(c)) if r))
        for place, (c, sound) in enumerate(usual)
    )


def syllables(name: str) -> tuple[str, ...]:
    """The likeliest reading of each character."""
    return tuple(found[0] for found in readings(name))


def spelled(name: str) -> str:
    """All of it in one word to be stored: `shan/dan xiong`."""
    return " ".join("/".join(found) for found in readings(name))
