"""What notices say of activities that are to come: invitations, changes, cancellations, the reminder."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

FACTS = {"activityId": Form.ID, "startsAt": Form.MOMENT}
LINKS = {
    "activity": "/v1/activities/{activityId}",
    "calendar": "/v1/activities/{activityId}/calendar.ics",
}
ANSWER = {"reply": "/v1/activities/{activityId}/reply"}
FOR_YOU = Words(
    "您在本次活动的参加范围内。",
    "You are among those for whom this activity is.",
)
ONCE = Words(
    "只通知一次；活动有变更时另行通知。",
    "It is said once; of a change you are told anew.",
)


def _told(zh: str, en: str, links: dict[str, str], stop: Words = ONCE) -> Told:
    return Told({Reader.MEMBER: Line(FACTS, Words(zh, en))}, FOR_YOU, stop, links)


GATHERINGS: dict[str, Told] = {
    "ACTIVITY_INVITED": _told(
        "请参加{startsAt}的组织生活，不能参加的请提前请假。",
        "You are invited to an activity on {startsAt}. If you cannot come, please say so.",
        LINKS | ANSWER,
    ),
    "ACTIVITY_CHANGED": _told(
        "您受邀参加的组织生活有变更，时间为{startsAt}，请查看详情。",
        "An activity to which you are invited has changed; it begins on {startsAt}. Please look it up.",
        LINKS | ANSWER,
    ),
    "ACTIVITY_CANCELLED": _told(
        "原定{startsAt}的组织生活已取消。",
        "The activity of {startsAt} was called off.",
        LINKS,
    ),
    "ACTIVITY_SOON": _told(
        "提醒：{startsAt}有一次组织生活，请准时参加。",
        "A reminder: an activity to which you are invited begins on {startsAt}.",
        LINKS,
        Words(
            "活动开始前提醒一次；活动结束或取消后提醒撤回。",
            "You are reminded once before it begins; what is over or called off is taken back.",
        ),
    ),
}
