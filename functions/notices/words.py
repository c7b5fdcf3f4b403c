"""What a notice says, by its code and by who reads it, in Chinese and English. Facts are ids, days and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from functions.notices.rules import ABSENT_RUNGS, BRANCH_IDLE_MONTH, TERM_EXPIRY
from kernel.authority import Role


@dataclass(frozen=True)
class Words:
    """A sentence in both languages; `{…}` are facts of the notice."""

    zh: str
    en: str

    def say(self, facts: Mapping[str, Any]) -> tuple[str, str]:
        return self.zh.format_map(facts), self.en.format_map(facts)


SUBJECT: dict[tuple[str, str], Words] = {
    (BRANCH_IDLE_MONTH, Role.SECRETARY): Words(
        "本支部{period}月份尚未开展主题党日，也未召开支委会。",
        "Your branch has held neither a theme day nor a committee meeting in {period}.",
    ),
    (BRANCH_IDLE_MONTH, Role.REVIEWER): Words(
        "一个下级支部{period}月份未开展主题党日，也未召开支委会。",
        "A branch below you held neither a theme day nor a committee meeting in {period}.",
    ),
    (TERM_EXPIRY, Role.SECRETARY): Words(
        "本级党组织领导班子任期将于{endsOn}届满，请准备换届。",
        "The term of your committee ends on {endsOn}; prepare the election.",
    ),
    (TERM_EXPIRY, Role.REVIEWER): Words(
        "一个下级党组织领导班子任期将于{endsOn}届满。",
        "The term of a committee below you ends on {endsOn}.",
    ),
    ("ABSENT", Role.MEMBER): Words(
        "您自{since}起已有{months}个月没有参加组织生活。",
        "You have taken no part in organisational life for {months} months, since {since}.",
    ),
    ("ABSENT", Role.SECRETARY): Words(
        "本支部有{count}名党员已{months}个月没有参加组织生活。",
        "{count} members of your branch have taken no part in organisational life for {months} months.",
    ),
    ("ABSENT", Role.REVIEWER): Words(
        "一个下级支部有{count}名党员已{months}个月没有参加组织生活。",
        "{count} members of a branch below you have taken no part in organisational life for {months} months.",
    ),
}

WHY: dict[str, Words] = {
    BRANCH_IDLE_MONTH: Words(
        "党支部每月应开展一次主题党日，支委会一般每月召开一次；至今没有收到本月的记录。",
        "A branch holds a theme day each month and its committee meets about monthly; no record of the month came in.",
    ),
    "ABSENT_3M": Words(
        "连续三个月不参加组织生活的，党组织应当提醒并了解原因。",
        "After three months without organisational life the branch reminds the member and asks for the reason.",
    ),
    "ABSENT_6M": Words(
        "连续六个月没有正当理由不参加组织生活的，按党章规定以自行脱党论处。",
        "Six months in a row without good reason count as leaving the Party by oneself, under its constitution.",
    ),
}


TERM_RULE = Words(
    "党组织领导班子任期届满应当按期换届，上级党组织一般提前六个月提醒。",
    "A committee is elected anew when its term ends; the organisation above reminds of it about six months before.",
)


def subject(code: str, reader: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """The subject line (Chinese, English) for a member or for the holders of a role."""
    family = "ABSENT" if code in ABSENT_RUNGS.values() else TERM_EXPIRY if code.startswith(TERM_EXPIRY) else code
    return SUBJECT[family, reader].say(facts)


def why(code: str) -> tuple[str, str]:
    """The rule behind it."""
    return (TERM_RULE if code.startswith(TERM_EXPIRY) else WHY[code]).say({})
