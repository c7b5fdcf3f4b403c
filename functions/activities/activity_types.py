"""The kinds of activity with their templates (`domain.md` 4.1 to 4.3), as data: how often, who is called, the agenda,
what the record must hold, which decisions it may take and by which quorum and majority. Pure.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

TypeCode = Literal[
    "THEME_DAY",
    "GENERAL_ASSEMBLY",
    "COMMITTEE_MEETING",
    "GROUP_MEETING",
    "PARTY_LECTURE",
    "ORG_LIFE_MEETING",
    "DEMOCRATIC_APPRAISAL",
    "TALK",
    "POLITICAL_BIRTHDAY",
    "VOLUNTEER",
    "PUBLIC_MEETING",
]

RequiredField = Literal[
    "resolutions",
    "votes",
    "observers",
    "activists",
    "speakers",
    "speeches",
    "problems",
    "photos",
    "signatures",
]
"""What a record may have to hold (`domain.md` 4.3) beyond what each must: host, recorder, summary, who came."""

IN_MINUTES: frozenset[str] = frozenset({"resolutions", "observers", "activists", "speakers", "speeches", "problems"})
"""Those that are written down in the minutes."""


class Period(StrEnum):
    """How often a duty comes back, by the business calendar."""

    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


class Owes(StrEnum):
    """Which branches have the duty."""

    EVERY_BRANCH = "EVERY_BRANCH"
    WITH_COMMITTEE = "WITH_COMMITTEE"  # full members from COMMITTEE_FROM on (`domain.md` 15)
    WITH_GROUPS = "WITH_GROUPS"


COMMITTEE_FROM = 7


class Calls(StrEnum):
    """Who should come to it, where its plan names nobody."""

    BRANCH = "BRANCH"
    NAMED = "NAMED"  # whoever the plan names or the roll call calls


class Electorate(StrEnum):
    """Of whom the shares of a vote are counted (`domain.md` 4.2)."""

    VOTING_MEMBERS = "VOTING_MEMBERS"  # full members of the branch with the right to vote, less approved exclusions
    COMMITTEE_MEMBERS = "COMMITTEE_MEMBERS"


class Decision(StrEnum):
    """What is voted on: the rows of `domain.md` 4.2."""

    ORDINARY = "ORDINARY"
    ADMISSION = "ADMISSION"  # admission or conversion
    ELECTION = "ELECTION"
    COMMITTEE = "COMMITTEE"
    DISPOSAL = "DISPOSAL"  # of an unqualified member


@dataclass(frozen=True)
class Share:
    """A part of the electorate: more than it, or `at_least` it."""

    numerator: int
    denominator: int
    at_least: bool = False

    def reached(self, count: int, of: int) -> bool:
        """Whether so many of so many are enough; nobody of nobody is not."""
        whole, part = count * self.denominator, of * self.numerator
        return count > 0 and (whole >= part if self.at_least else whole > part)


@dataclass(frozen=True)
class VoteRule:
    """Present of the electorate, and in favour of the electorate (not of those present). `basis`: its sources."""

    quorum: Share
    majority: Share
    basis: str
    electorate: Electorate = Electorate.VOTING_MEMBERS
    counts_written: bool = False
    """Whether a written opinion counts as a vote, though its writer is away; it never makes the quorum."""


HALF = Share(1, 2)

VOTES: dict[Decision, VoteRule] = {
    Decision.ORDINARY: VoteRule(HALF, HALF, "4.2 [S7][S8] N"),
    Decision.ADMISSION: VoteRule(HALF, HALF, "4.2 [S21][S22] N", counts_written=True),
    Decision.ELECTION: VoteRule(Share(4, 5), HALF, "4.2 [S8][S15] N"),
    Decision.COMMITTEE: VoteRule(
        Share(1, 2, at_least=True), HALF, "4.2 [S7], majority [G]", Electorate.COMMITTEE_MEMBERS
    ),
    Decision.DISPOSAL: VoteRule(HALF, HALF, "4.2 [S114] L"),
}


@dataclass(frozen=True)
class Duty:
    """At least so many in each period."""

    period: Period
    least: int = 1
    owes: Owes = Owes.EVERY_BRANCH


@dataclass(frozen=True)
class Item:
    """A line of an agenda in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class ActivityType:
    """A row of `domain.md` 4.1 with its template. `decisions`: what it may vote on, each by its rule in VOTES.
    `lists_problems`: its minutes may list what is to be set right."""

    code: TypeCode
    zh: str
    en: str
    convenor: str
    basis: str
    agenda: tuple[Item, ...]
    duty: Duty | None = None
    calls: Calls = Calls.BRANCH
    required: tuple[RequiredField, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lists_problems: bool = False

    @property
    def minutes(self) -> tuple[RequiredField, ...]:
        """What its minutes must hold beyond host, recorder and summary."""
        return tuple(name for name in self.required if name in IN_MINUTES)


ROLL = Item("清点到会人数，说明缺席情况", "count who is present, and say who is away and why")

TYPES: dict[str, ActivityType] = {
    kind.code: kind
    for kind in (
        ActivityType(
            "THEME_DAY",
            "主题党日",
            "theme Party day",
            "branch",
            "4.1 [S5] N",
            (
                ROLL,
                Item("政治学习", "political study"),
                Item("民主议事或志愿服务", "democratic discussion or volunteer service"),
            ),
            Duty(Period.MONTH),
            required=("photos",),
        ),
        ActivityType(
            "GENERAL_ASSEMBLY",
            "支部党员大会",
            "all-member assembly",
            "secretary",
            "4.1 [S5][S9] N",
            (
                ROLL,
                Item("听取支部委员会报告", "report of the branch committee"),
                Item("讨论议题", "discussion"),
                Item("表决并宣布结果", "vote, and announcement of the result"),
            ),
            Duty(Period.QUARTER),
            required=("resolutions", "photos", "signatures"),
            decisions=(Decision.ORDINARY, Decision.ADMISSION, Decision.ELECTION, Decision.DISPOSAL),
        ),
        ActivityType(
            "COMMITTEE_MEETING",
            "支部委员会会议",
            "branch committee meeting",
            "secretary",
            "4.1 [S5] N",
            (
                ROLL,
                Item("讨论支部工作", "the branch's work"),
                Item("形成决定并分工落实", "decisions, and who carries them out"),
            ),
            Duty(Period.MONTH, owes=Owes.WITH_COMMITTEE),
            Calls.NAMED,
            decisions=(Decision.COMMITTEE,),
        ),
        ActivityType(
            "GROUP_MEETING",
            "党小组会",
            "Party group meeting",
            "group leader",
            "4.1 [S5] N",
            (
                ROLL,
                Item("学习讨论", "study and discussion"),
                Item("向支部报告的事项", "what is reported to the branch"),
            ),
            Duty(Period.MONTH, owes=Owes.WITH_GROUPS),
            Calls.NAMED,
        ),
        ActivityType(
            "PARTY_LECTURE",
            "党课",
            "Party lecture",
            "secretary or group leader",
            "4.1 [S118b] L, once a quarter [15]",
            (
                ROLL,
                Item("授课", "the lecture"),
                Item("讨论交流", "discussion"),
            ),
            Duty(Period.QUARTER),
            required=("speakers", "photos"),
        ),
        ActivityType(
            "ORG_LIFE_MEETING",
            "组织生活会",
            "organisational-life meeting",
            "branch",
            "4.1 [S5][S6] N",
            (
                ROLL,
                Item("通报准备情况和上次整改情况", "what was prepared, and what was set right since the last one"),
                Item("批评与自我批评", "criticism and self-criticism"),
                Item("明确整改措施", "what is to be set right"),
            ),
            Duty(Period.YEAR),
            required=("speeches", "photos", "signatures"),
            lists_problems=True,
        ),
        ActivityType(
            "DEMOCRATIC_APPRAISAL",
            "民主评议党员",
            "democratic appraisal of members",
            "branch",
            "4.1, 4.6 [S42][S43] N",
            (
                ROLL,
                Item("个人自评", "self-appraisal"),
                Item("党员互评", "appraisal by each other"),
                Item("无记名测评", "secret ballot"),
                Item("组织评定", "verdict of the committee"),
            ),
            Duty(Period.YEAR),
            required=("resolutions", "photos", "signatures"),
            decisions=(Decision.ORDINARY,),
            lists_problems=True,
        ),
        ActivityType(
            "TALK",
            "谈心谈话",
            "heart-to-heart talk",
            "branch committee",
            "4.1 [S5] N",
            (
                Item("思想、工作、生活情况", "thoughts, work and life"),
                Item("意见建议", "views and suggestions"),
            ),
            Duty(Period.YEAR),
            Calls.NAMED,
        ),
        ActivityType(
            "POLITICAL_BIRTHDAY",
            "政治生日",
            "political birthday",
            "branch",
            "4.1 [S103b]",
            (
                Item("重温入党誓词", "the admission oath"),
                Item("重温入党志愿书", "the application for membership, read again"),
                Item("感言寄语", "words of the member and of the branch"),
            ),
            calls=Calls.NAMED,
        ),
        ActivityType(
            "VOLUNTEER",
            "志愿服务",
            "volunteer service",
            "branch",
            "4.1, 9.4",
            (
                Item("说明任务和安全事项", "the task, and how to be safe"),
                Item("开展服务", "the service"),
                Item("小结", "summary"),
            ),
            calls=Calls.NAMED,
            required=("photos",),
        ),
        ActivityType(
            "PUBLIC_MEETING",
            "民主议事会",
            "public deliberation",
            "branch",
            "4.1 [G]",
            (
                Item("说明议题", "the matter"),
                Item("听取意见", "what people say"),
                Item("形成意见", "what comes of it"),
            ),
            calls=Calls.NAMED,
        ),
    )
}
