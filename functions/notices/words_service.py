"""What notices say of learning, wishes, suggestions and villages' affairs (`domain.md` 9-12)."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

COUNTED = {"count": Form.COUNT, "members": Form.IDS}
SINCE = {"since": Form.DAY}
DUE = {"dueOn": Form.DAY}

SERVICE: dict[str, Told] = {
    "LEARNING_HOURS": Told(
        {
            Reader.MEMBER: Line(
                {"period": Form.PERIOD, "hours": Form.COUNT, "wanted": Form.COUNT},
                Words(
                    "您{period}已完成{hours}学时，应完成{wanted}学时。",
                    "You have completed {hours} of the {wanted} hours of learning of {period}.",
                ),
            ),
            Reader.SECRETARY: Line(
                {"period": Form.PERIOD, **COUNTED},
                Words(
                    "本支部有{count}名党员{period}的学时进度不足。",
                    "{count} members of your branch are behind with their hours of learning of {period}.",
                ),
            ),
        },
        Words(
            "党员每年集中学习培训一般不少于32学时，班子成员不少于56学时。",
            "Members learn for at least 32 hours a year as a rule, members of committees for 56.",
        ),
        Words("学时达到进度后，提醒即停止。", "It stops once the hours keep up with the year."),
        optional=True,
    ),
    "WISH_CONTACT_7D": Told(
        {
            Reader.MEMBER: Line(
                {"wishId": Form.ID, **SINCE},
                Words(
                    "您于{since}认领的微心愿尚未与心愿人联系。",
                    "You have not yet been in touch about the wish that you took up on {since}.",
                ),
            ),
            Reader.SECRETARY: Line(
                {"wishId": Form.ID, **SINCE},
                Words(
                    "一个于{since}被认领的微心愿尚无联系记录。",
                    "A wish that was taken up on {since} has no record of contact.",
                ),
            ),
        },
        Words("认领微心愿后应当在七日内联系。", "Whoever takes up a wish gets in touch within seven days."),
        Words("登记联系或放弃认领后，提醒即停止。", "It stops once the contact is noted, or the wish given back."),
    ),
    "SUGGESTION_DEADLINE": Told(
        {
            reader: Line(
                {"suggestionId": Form.ID, **DUE},
                Words("一条意见建议应于{dueOn}前办理。", "A suggestion is to be dealt with by {dueOn}."),
            )
            for reader in (Reader.SECRETARY, Reader.COMMITTEE)
        },
        Words(
            "意见建议应在五个工作日内转办、三十个工作日内办结，情况复杂的可延长十五个工作日。",
            "A suggestion is passed on within 5 working days and dealt with in 30, in complex cases in 15 more.",
        ),
        Words("答复或办结登记后，提醒即停止。", "It stops once the answer is on record."),
    ),
    "VILLAGE_DISCLOSURE_DUE": Told(
        {
            Reader.SECRETARY: Line(
                {"period": Form.PERIOD},
                Words(
                    "本村{period}的村务（财务）尚未公开。", "Your village has not published its affairs of {period}."
                ),
            ),
            Reader.COMMITTEE: Line(
                {"period": Form.PERIOD},
                Words(
                    "一个村{period}的村务（财务）尚未公开。",
                    "The affairs of a village below you of {period} are not published yet.",
                ),
            ),
        },
        Words(
            "一般的村务事项至少每季度公布一次，集体财务往来较多的每月公布一次。",
            "Village affairs are published at least every quarter, where much money moves every month.",
        ),
        Words("登记公开后，提醒即停止。", "It stops once the publication is on record."),
    ),
}
