"""What notices say of what a branch owes within a time, of meetings missed, and of records that wait for a review."""

from collections.abc import Mapping

from functions.notices.words_life import ACTIVITIES
from functions.notices.words_shape import Form, Line, Reader, Told, Words

PERIOD: Mapping[str, Form] = {"period": Form.PERIOD}
REVIEWS = {"activity": "/v1/activities/{activityId}"}


def _missing(own: Words, below: Words, why: Words, stop: Words) -> Told:
    return Told({Reader.SECRETARY: Line(PERIOD, own), Reader.COMMITTEE: Line(PERIOD, below)}, why, stop, ACTIVITIES)


DUTIES: dict[str, Told] = {
    "QUARTER_ASSEMBLY_MISSING": _missing(
        Words("本支部{period}尚未召开支部党员大会。", "Your branch has held no all-member assembly in {period}."),
        Words(
            "一个下级支部{period}未召开支部党员大会。", "A branch below you held no all-member assembly in {period}."
        ),
        Words(
            "支部党员大会一般每季度召开一次；至今没有收到该季度的记录。",
            "The all-member assembly meets about once a quarter; no record of this quarter came in.",
        ),
        Words(
            "提交该季度支部党员大会的记录后，提醒即停止。",
            "It stops once the record of an all-member assembly of that quarter is handed in.",
        ),
    ),
    "ANNUAL_DUTY_MISSING": _missing(
        Words(
            "本支部{period}尚未召开组织生活会、开展民主评议党员。",
            "Your branch has held no organisational-life meeting or appraisal in {period}.",
        ),
        Words(
            "一个下级支部{period}未召开组织生活会、开展民主评议党员。",
            "A branch below you held no organisational-life meeting or appraisal in {period}.",
        ),
        Words(
            "组织生活会和民主评议党员每年一般开展一次，通常安排在第四季度。",
            "The organisational-life meeting, with the appraisal of members, takes place once a year.",
        ),
        Words(
            "提交本年度组织生活会或民主评议党员的记录后，提醒即停止。",
            "It stops once the record of such a meeting or appraisal of that year is handed in.",
        ),
    ),
    "LESSON_MISSING": _missing(
        Words("本支部{period}尚未开展党课学习。", "Your branch has held no Party lecture in {period}."),
        Words("一个下级支部{period}未开展党课学习。", "A branch below you held no Party lecture in {period}."),
        Words(
            "每月应组织一次党课学习；至今没有收到该月的记录。",
            "A lecture is held each month; no record of the month came in.",
        ),
        Words(
            "提交该月党课的记录后，提醒即停止。", "It stops once the record of a lecture of that month is handed in."
        ),
    ),
    "BRANCH_IDLE_3M": Told(
        {
            Reader.COMMITTEE: Line(
                {"since": Form.DAY},
                Words(
                    "一个下级支部自{since}起已有三个月没有开展任何活动。",
                    "A branch below you has held no activity for three months, since {since}.",
                ),
            )
        },
        Words(
            "支部连续三个月没有活动的，上级党组织应当通报批评。",
            "A branch without any activity for three months is given a notice of criticism by the organisation above.",
        ),
        Words(
            "该支部提交任何一次活动的记录后，提醒即停止。",
            "It stops once the branch hands in the record of any activity.",
        ),
        ACTIVITIES,
    ),
    "ABSENT_2": Told(
        {
            Reader.MEMBER: Line(
                {"since": Form.DAY},
                Words(
                    "您自{since}起已连续两次没有参加支部的组织生活。",
                    "You have missed two meetings of your branch in a row since {since}.",
                ),
            )
        },
        Words(
            "党员应当按时参加组织生活；因故不能参加的，应当向支部请假。",
            "A member takes part in organisational life, and tells the branch the reason when that is not possible.",
        ),
        Words(
            "参加一次组织生活并经审核确认后，提醒即停止。",
            "It stops once you take part in a meeting and the review confirms it.",
        ),
        ACTIVITIES,
        optional=True,
    ),
    "REVIEW_BACKLOG": Told(
        {
            Reader.COMMITTEE: Line(
                {"activityId": Form.ID, "since": Form.DAY},
                Words(
                    "一个下级支部的活动记录自{since}起等待审核。",
                    "The record of a branch below you has waited for its review since {since}.",
                ),
            )
        },
        Words(
            "活动记录应在三个工作日内完成初审、七个工作日内完成终审。",
            "The first review of a record takes three working days, the final one seven.",
        ),
        Words("审核通过或退回该记录后，提醒即停止。", "It stops once the record is passed or returned."),
        REVIEWS,
    ),
    "NOTICE_UNSIGNED": Told(
        {
            Reader.MEMBER: Line(
                {"dispatchId": Form.ID, "noticeId": Form.ID, "actBy": Form.DAY},
                Words(
                    "一条应于{actBy}前办理的通知您尚未办理。",
                    "A notice that asked you to act by {actBy} is not done yet.",
                ),
            )
        },
        Words(
            "上级或本级党组织要求您在期限内办理该通知。",
            "A committee of yours asked you to act on the notice within its time.",
        ),
        Words("办理该通知并标记为已办后，提醒即停止。", "It stops once you do what it asks and mark it as done."),
        {"notices": "/v1/me/notices"},
    ),
}
