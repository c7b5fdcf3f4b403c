"""What notices say of disputes, appeals and what waits for a second person: to the office that must rule, and of the
ruling to the member who waits."""

from collections.abc import Mapping

from functions.notices.words_shape import Form, Line, Reader, Told, Words, told_once

_RULED = Words("对异议作出裁定后，提醒即停止。", "It stops once somebody has ruled on it.")
_SAID = Words("您提出的异议或申诉已有裁定。", "What you said against it was ruled on.")
_OWN_LINES = {"attendance": "/v1/activities/attendance/own", "activity": "/v1/activities/{activityId}"}
_OWN_DISPUTES = {"disputes": "/v1/points/disputes/own", "points": "/v1/me/points"}
_APPEAL = {"appeal": "/v1/rankings/{organisationId}/appeals/{appealId}"}
_DISPUTED = Line(
    {"activityId": Form.ID, "dueOn": Form.DAY},
    Words(
        "有党员对考勤记录提出异议，应于{dueOn}前裁定。",
        "A member disputes a line of attendance; it is to be ruled on by {dueOn}.",
    ),
)


def _ruling(zh: str, en: str, facts: Mapping[str, Form], links: Mapping[str, str]) -> Told:
    return told_once(Reader.MEMBER, Line(facts, Words(zh, en)), _SAID, links)


DISPUTES: dict[str, Told] = {
    "ATTENDANCE_DISPUTE_DUE": Told(
        {Reader.SECRETARY: _DISPUTED, Reader.COMMITTEE: _DISPUTED},
        Words(
            "党员对本人考勤有异议的，应当在五个工作日内裁定。",
            "What a member says against the own attendance is ruled on within five working days.",
        ),
        _RULED,
        {"disputes": "/v1/activities/disputes?branchId={organisationId}", "activity": "/v1/activities/{activityId}"},
    ),
    "POINTS_DISPUTE_DUE": Told(
        {
            Reader.COMMITTEE: Line(
                {"disputeId": Form.ID, "committeeId": Form.ID, "dueOn": Form.DAY},
                Words(
                    "有党员对积分提出异议，应于{dueOn}前裁定。",
                    "A member disputes a line of the own points; it is to be ruled on by {dueOn}.",
                ),
            )
        },
        Words(
            "党员对本人积分有异议的，应当在十五个工作日内裁定。",
            "What a member says against the own points is ruled on within fifteen working days.",
        ),
        _RULED,
        {"disputes": "/v1/points/disputes?organisationId={committeeId}"},
    ),
    "LIST_APPEAL_DUE": Told(
        {
            Reader.COMMITTEE: Line(
                {"appealId": Form.ID, "since": Form.DAY},
                Words(
                    "有党员于{since}对所在榜单提出申诉，尚未裁定。",
                    "A member appealed on {since} against the list that they are on; nobody has ruled on it.",
                ),
            )
        },
        Words(
            "党员对榜单有异议的，可以向县级党组织申诉。",
            "Members may appeal to the county against the list that they are on.",
        ),
        _RULED,
        _APPEAL,
    ),
    "AWARD_DUE": Told(
        {
            Reader.COMMITTEE: Line(
                {"awardId": Form.ID, "since": Form.DAY},
                Words(
                    "{since}提出的一项积分奖励等待审定。",
                    "An award of points, proposed on {since}, waits to be decided.",
                ),
            )
        },
        Words("积分奖励由一人提出，另一人审定。", "An award is proposed by one person and decided by another."),
        Words("审定后，提醒即停止。", "It stops once somebody has decided."),
        {"award": "/v1/points/awards/{awardId}?branchId={organisationId}"},
    ),
    "ERASURE_DUE": Told(
        {
            Reader.COMMITTEE: Line(
                {"memberId": Form.ID, "since": Form.DAY},
                Words(
                    "{since}提出的一项删除党员个人信息的申请，等待另一名管理员确认。",
                    "On {since} somebody asked for the data of a member to be erased; another administrator decides.",
                ),
            )
        },
        Words(
            "删除个人信息由一人申请，另一人确认。", "An erasure is asked for by one person and confirmed by another."
        ),
        Words("确认或撤回后，提醒即停止。", "It stops once it is confirmed or taken back."),
        {"erasure": "/v1/members/{memberId}/erasure"},
    ),
    "ATTENDANCE_DISPUTE_UPHELD": _ruling(
        "您对考勤的异议成立，记录已更正。",
        "Your dispute was upheld: the line of your attendance says what you claimed.",
        {"activityId": Form.ID},
        _OWN_LINES,
    ),
    "ATTENDANCE_DISPUTE_REJECTED": _ruling(
        "您对考勤的异议未被采纳，理由请查看记录。",
        "Your dispute of the attendance was rejected; the reason stands with the line.",
        {"activityId": Form.ID},
        _OWN_LINES,
    ),
    "POINTS_DISPUTE_UPHELD": _ruling(
        "您对积分的异议成立，该笔积分已撤回。",
        "Your dispute was upheld: the line of your points is taken back.",
        {"disputeId": Form.ID},
        _OWN_DISPUTES,
    ),
    "POINTS_DISPUTE_DISMISSED": _ruling(
        "您对积分的异议未被采纳，理由请查看记录。",
        "Your dispute of the points was dismissed; the reason stands with the dispute.",
        {"disputeId": Form.ID},
        _OWN_DISPUTES,
    ),
    "LIST_APPEAL_UPHELD": _ruling(
        "您对榜单的申诉成立，下次排名时更正。",
        "Your appeal was upheld: the next run shows the list that was ruled.",
        {"appealId": Form.ID},
        _APPEAL,
    ),
    "LIST_APPEAL_DISMISSED": _ruling(
        "您对榜单的申诉未被采纳，理由请查看申诉。",
        "Your appeal was dismissed: the list stays as it was; the reason stands with the appeal.",
        {"appealId": Form.ID},
        _APPEAL,
    ),
}
