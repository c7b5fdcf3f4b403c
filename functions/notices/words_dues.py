"""What notices say of dues (`domain.md` 3.2, 12)."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

MEMBER = {"member": Form.ID}
COUNTED = {"count": Form.COUNT, "members": Form.IDS}
SINCE = {"since": Form.DAY}

_PAID = Words("缴清党费后，提醒即停止。", "It stops once the dues are paid.")

DUES: dict[str, Told] = {
    "DUES_DUE": Told(
        {
            Reader.MEMBER: Line(
                {"period": Form.PERIOD},
                Words("您{period}的党费尚未缴纳。", "Your dues of {period} are not paid yet."),
            )
        },
        Words("党员应当按月自觉缴纳党费。", "Members pay their dues each month, of their own accord."),
        _PAID,
        optional=True,
    ),
    "DUES_ARREARS_3": Told(
        {
            Reader.MEMBER: Line(
                {"months": Form.COUNT, **SINCE},
                Words(
                    "您自{since}起已有{months}个月未缴纳党费。",
                    "Your dues have not been paid for {months} months, since {since}.",
                ),
            ),
            Reader.SECRETARY: Line(
                {"months": Form.COUNT, **COUNTED},
                Words(
                    "本支部有{count}名党员已{months}个月未缴纳党费。",
                    "{count} members of your branch have paid no dues for {months} months.",
                ),
            ),
        },
        Words(
            "对不按时缴纳党费的党员，党组织应当及时提醒并了解原因。",
            "Where dues are not paid in time the branch reminds the member, and asks for the reason.",
        ),
        _PAID,
    ),
    "DUES_SELF_EXIT_RISK": Told(
        {
            Reader.MEMBER: Line(
                {"months": Form.COUNT, **SINCE},
                Words(
                    "您自{since}起已连续{months}个月未缴纳党费，请尽快与支部联系。",
                    "Your dues have not been paid for {months} months in a row, since {since}; please see your branch.",
                ),
            ),
            Reader.SECRETARY: Line(
                {"months": Form.COUNT, **COUNTED},
                Words(
                    "本支部有{count}名党员已连续{months}个月未缴纳党费。",
                    "{count} members of your branch have paid no dues for {months} months in a row.",
                ),
            ),
            Reader.COMMITTEE: Line(
                {"months": Form.COUNT, "count": Form.COUNT},
                Words(
                    "一个下级支部有{count}名党员已连续{months}个月未缴纳党费。",
                    "{count} members of a branch below you have paid no dues for {months} months in a row.",
                ),
            ),
        },
        Words(
            "连续六个月没有正当理由不缴纳党费的，按党章规定以自行脱党论处；如何处理由党组织依规决定，不由系统作出。",
            "Six months in a row without good reason count as leaving the Party; people decide it, no program.",
        ),
        _PAID,
    ),
    "DUES_MAKEUP_LIMIT": Told(
        {
            Reader.SECRETARY: Line(
                {**MEMBER, "months": Form.COUNT},
                Words(
                    "本支部一名党员补缴{months}个月的党费，超过了一般的期限。",
                    "A member of your branch makes up for {months} months of dues, which is more than is usual.",
                ),
            )
        },
        Words("补缴党费的时间一般不超过六个月。", "Dues are made up for no more than six months, as a rule."),
        Words("核实并登记该笔补缴后，提醒即停止。", "It stops once the payment is checked and on record."),
    ),
}
