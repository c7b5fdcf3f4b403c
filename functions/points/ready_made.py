"""Sets that a committee can start from: the published ones (`domain.md` 7.1), as far as their facts are reviewed here.

What a machine cannot see from a reviewed activity (a lecture given, an honour, a dispute settled) is an item that
people award. What stands on signing in, reading or pressing a button is left out: it is no reviewed fact. Numbers are
those of the source; where it gives none, as for branches, they are our default.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from functions.points.rules import BUILT_IN, Beneficiary, Occasion, Rule, RuleSet, Standing

MEETINGS = (
    ("assembly", "GENERAL_ASSEMBLY", "支部党员大会", "a general assembly"),
    ("committee", "COMMITTEE_MEETING", "支部委员会会议", "a meeting of the branch committee"),
    ("group", "GROUP_MEETING", "党小组会", "a meeting of the Party group"),
    ("lecture", "PARTY_LECTURE", "党课", "a Party lecture"),
    ("org-life", "ORG_LIFE_MEETING", "组织生活会", "an organisational-life meeting"),
    ("appraisal", "DEMOCRATIC_APPRAISAL", "民主评议党员", "the democratic appraisal"),
    ("theme-day", "THEME_DAY", "主题党日", "a theme Party day"),
)


@dataclass(frozen=True)
class ReadyMade:
    """A set and after which measure it is made."""

    id: str
    zh: str
    en: str
    rule_set: RuleSet


def _set(
    rules: tuple[Rule, ...],
    base: int = 0,
    carry_percent: int = 0,
    floor: int | None = None,
    excludes: tuple[Standing, ...] = (),
) -> RuleSet:
    return RuleSet("", None, date(2000, 1, 1), rules, base, carry_percent, floor, excludes)


def _meetings(points: int) -> Iterator[Rule]:
    """So many points for each meeting that a member attended."""
    for slug, activity_type, zh, en in MEETINGS:
        yield Rule(slug, activity_type, Beneficiary.MEMBER, points, f"参加{zh}", f"Attended {en}")


def _held(points: int) -> Iterator[Rule]:
    """So many for the branch that held it with at least half of those entitled, and one more from 90 percent on."""
    for slug, activity_type, zh, en in MEETINGS:
        words = (f"召开{zh}", f"Held {en}")
        yield Rule(
            f"branch-{slug}", activity_type, Beneficiary.BRANCH, points, *words, at_least=50, bonus=1, bonus_from=90
        )


def _item(slug: str, points: int, zh: str, en: str, per_year: int | None = None) -> Rule:
    return Rule(slug, None, Beneficiary.MEMBER, points, zh, en, per_year=per_year, occasion=Occasion.AWARD)


SETS = (
    ReadyMade("shanxi", "三晋先锋：组织生活部分", "Shanxi: organisational life", BUILT_IN),
    ReadyMade(
        "city-organs",
        "市直机关：基础分60",
        "City organs: base of 60",
        _set(
            (
                *_meetings(1),
                *_held(1),
                _item("theory", 3, "发表理论文章", "Published a theoretical piece"),
                _item("theory-award", 3, "理论文章获市级奖励", "A theoretical piece was honoured by the city"),
                _item("micro-lecture", 3, "讲授微党课", "Gave a micro-lecture"),
                _item("outside-lecture", 5, "受邀外出授课", "Gave a lecture elsewhere"),
                _item("training-week", 2, "参加一周至一个月培训", "Trained for a week to a month"),
                _item("training-months", 3, "参加两个月以上培训", "Trained for two months or more"),
                _item("absent", -1, "无故缺席组织生活", "Absent from organisational life without reason"),
            ),
            base=60,
            floor=0,
            excludes=(Standing.FLOATING,),
        ),
    ),
    ReadyMade(
        "county-bureau",
        "县直单位：基础分20并结转20%",
        "County bureau: base of 20, a fifth carried over",
        _set(
            (
                *_meetings(5),
                _item("task", 5, "完成月度任务", "Did the task of the month", 70),
                _item("bonus", 5, "加分项", "Something beyond duty", 10),
                _item("honour", 10, "县级以上荣誉", "An honour of the county or above"),
            ),
            base=20,
            carry_percent=20,
        ),
    ),
    ReadyMade(
        "village",
        "新滩村：积分兑换项目",
        "Xintan village: what its shop gives points for",
        _set(
            (
                Rule("theme-day", "THEME_DAY", Beneficiary.MEMBER, 1, "参加主题党日", "Attended a theme Party day"),
                _item("mediation", 2, "调解矛盾纠纷", "Settled a dispute between neighbours"),
                _item("policy-visit", 2, "入户宣讲政策", "Explained policy at people's homes"),
                _item("industry", 5, "带头发展产业", "Led the way in the village's industry"),
            )
        ),
    ),
    ReadyMade(
        "haishu",
        "海曙锋领：志愿服务",
        "Haishu: volunteering",
        _set(
            (
                *_meetings(1),
                Rule("volunteer", "VOLUNTEER", Beneficiary.MEMBER, 2, "参加志愿服务", "Took part in volunteering"),
                _item("conduct", 2, "先锋表现", "Exemplary conduct", 20),
            )
        ),
    ),
)
