"""Made-up names from lists of common surnames and given-name characters; any likeness is chance."""

from random import Random
from typing import NamedTuple

from scripts.demo.identifiers import FEMALE

_SURNAMES = (
    "刘李王陈张黄胡何周郑欧唐谢蒋邓肖杨彭曾罗吴谭龙赵贺蔡文朱徐毛龚孙林梁廖雷段黎郭伍骆宋石萧乐许姚冯程夏"
    "邝于董余潘田方金魏叶苏任范姜钟卢汪戴崔邱侯邹熊孟秦白江阎薛尹付赖武康史顾万钱汤常邵"
)
_COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫")
_MALE = "军伟强磊勇杰涛明超刚平辉鹏飞建国志华海波斌成健林峰松龙德胜富贵宏亮庆云光荣兴旺安邦永生文武东祥柏青仁义友"
_FEMALE = "芳娜敏静丽艳娟霞秀英玲桂兰燕萍红梅珍凤洁琳雪慧莲菊香翠云玉春莉倩婷巧美华素琴爱月娥丹彩群淑惠满满银花"
_EITHER = "新田小清晓少春秋江水金玉书石阳子佳思雨宇一凡嘉欣若晨"
# CJK extensions B and later: beyond the BMP, in no GB 2312 or GBK table, and in names all the same.
RARE = "𠮷𬭎𣲗𬀩𫖯𬸚𫍲𬬭"
_MINORITY_GIVEN = {
    FEMALE: ("阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "阿依努尔"),
    "男": ("艾力", "买买提", "阿不都拉", "吐尔逊", "努尔兰"),
}
_MINORITY_FATHER = ("买买提", "吐尔逊", "阿不力孜", "木合塔尔", "哈力克", "依明")

HAN = "汉族"
YAO = "瑶族"
_DOTTED_ETHNICITIES = ("维吾尔族", "哈萨克族")
_ETHNICITIES = (HAN, YAO, "壮族", "苗族", "土家族", "侗族", "回族", "满族", "彝族", "布依族")
_USUAL_WEIGHTS = (860, 110, 6, 6, 6, 4, 3, 3, 1, 1)
_YAO_WEIGHTS = (250, 720, 6, 6, 6, 4, 3, 3, 1, 1)


class Called(NamedTuple):
    name: str
    ethnicity: str


def called(rng: Random, sex: str, *, among_yao: bool) -> Called:
    """A name and the ethnicity that goes with it; 3 in 1,000 have a ·, 4 in 1,000 a rare character."""
    draw = rng.random()
    if draw < 0.003:
        name = f"{rng.choice(_MINORITY_GIVEN[sex])}·{rng.choice(_MINORITY_FATHER)}"
        return Called(name, rng.choice(_DOTTED_ETHNICITIES))
    weights = _YAO_WEIGHTS if among_yao else _USUAL_WEIGHTS
    ethnicity = rng.choices(_ETHNICITIES, weights)[0]
    return Called(_surname(rng) + _given(rng, sex, rare=draw < 0.007), ethnicity)


def _surname(rng: Random) -> str:
    if rng.random() < 0.006:
        return rng.choice(_COMPOUND_SURNAMES)
    # The list runs from common to less common: the smaller of two draws favours its head.
    return _SURNAMES[min(rng.randrange(len(_SURNAMES)), rng.randrange(len(_SURNAMES)))]


def _given(rng: Random, sex: str, *, rare: bool) -> str:
    own = _FEMALE if sex == FEMALE else _MALE
    last = rng.choice(RARE if rare else own)
    if rng.random() < 0.12:
        return last
    return rng.choice(_EITHER if rng.random() < 0.5 else own) + last
