"""What notices say of a branch's life: months without meetings, members who stay away, committees' terms."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

ACTIVITIES = {"activities": "/v1/activities?branchId={organisationId}"}
LEADERSHIP = {"leadership": "/v1/organisations/{organisationId}/leadership"}

_ABSENT = {
    Reader.MEMBER: Line(
        {"months": Form.COUNT, "since": Form.DAY},
        Words(
            "您自{since}起已有{months}个月没有参加组织生活。",
            "You have taken no part in organisational life for {months} months, since {since}.",
        ),
    ),
    Reader.SECRETARY: Line(
        {"months": Form.COUNT, "count": Form.COUNT, "members": Form.IDS},
        Words(
            "本支部有{count}名党员已{months}个月没有参加组织生活。",
            "{count} members of your branch have taken no part in organisational life for {months} months.",
        ),
    ),
    Reader.COMMITTEE: Line(
        {"months": Form.COUNT, "count": Form.COUNT},
        Words(
            "一个下级支部有{count}名党员已{months}个月没有参加组织生活。",
            "{count} members of a branch below you have taken no part in organisational life for {months} months.",
        ),
    ),
}
_ATTEND = Words(
    "参加一次组织生活并经审核确认后，提醒即停止。",
    "It stops once you take part in a meeting and the review confirms it.",
)
_ELECTED = Words(
    "换届结果登记后，提醒即停止。",
    "It stops once the election of the next committee is on record.",
)
_TERM = Told(
    {
        Reader.SECRETARY: Line(
            {"days": Form.COUNT, "endsOn": Form.DAY},
            Words(
                "本级党组织领导班子任期将于{endsOn}届满，请准备换届。",
                "The term of your committee ends on {endsOn}; prepare the election.",
            ),
        ),
        Reader.COMMITTEE: Line(
            {"days": Form.COUNT, "endsOn": Form.DAY},
            Words(
                "一个下级党组织领导班子任期将于{endsOn}届满。",
                "The term of a committee below you ends on {endsOn}.",
            ),
        ),
    },
    Words(
        "党组织领导班子任期届满应当按期换届，上级党组织一般提前六个月提醒。",
        "A committee is elected anew when its term ends; the organisation above reminds of it about six months before.",
    ),
    _ELECTED,
    LEADERSHIP,
)
_OVERDUE = Told(
    {
        Reader.SECRETARY: Line(
            {"endsOn": Form.DAY},
            Words(
                "本级党组织领导班子任期已于{endsOn}届满，尚未换届。",
                "The term of your committee ended on {endsOn}, and no other has been elected.",
            ),
        ),
        Reader.COMMITTEE: Line(
            {"endsOn": Form.DAY},
            Words(
                "一个下级党组织领导班子任期已于{endsOn}届满，尚未换届。",
                "The term of a committee below you ended on {endsOn}, and no other has been elected.",
            ),
        ),
    },
    Words(
        "延期换届须经上级党组织批准，一般不超过一年；届满后每月提醒一次。",
        "An election may be late by a year at most, if the organisation above approves; it is reminded of each month.",
    ),
    _ELECTED,
    LEADERSHIP,
)

LIFE: dict[str, Told] = {
    "BRANCH_IDLE_MONTH": Told(
        {
            Reader.SECRETARY: Line(
                {"period": Form.PERIOD},
                Words(
                    "本支部{period}尚未开展主题党日，也未召开支委会。",
                    "Your branch has held neither a theme day nor a committee meeting in {period}.",
                ),
            ),
            Reader.COMMITTEE: Line(
                {"period": Form.PERIOD},
                Words(
                    "一个下级支部{period}未开展主题党日，也未召开支委会。",
                    "A branch below you held neither a theme day nor a committee meeting in {period}.",
                ),
            ),
        },
        Words(
            "党支部每月应开展一次主题党日，支委会一般每月召开一次；至今没有收到该月的记录。",
            "A branch holds a theme day and a committee meeting about monthly; no record of the month came in.",
        ),
        Words(
            "提交该月主题党日或支委会的记录后，提醒即停止。",
            "It stops once the record of a theme day or a committee meeting of that month is handed in.",
        ),
        ACTIVITIES,
    ),
    "ABSENT_3M": Told(
        _ABSENT,
        Words(
            "连续三个月不参加组织生活的，党组织应当提醒并了解原因。",
            "After three months without organisational life the branch reminds the member and asks for the reason.",
        ),
        _ATTEND,
        ACTIVITIES,
    ),
    "ABSENT_4M": Told(
        _ABSENT,
        Words(
            "连续四至五个月没有正当理由不参加组织生活的，视情节给予党纪处分。",
            "Four to five months without good reason are a matter of Party discipline, case by case.",
        ),
        _ATTEND,
        ACTIVITIES,
    ),
    "ABSENT_6M": Told(
        _ABSENT,
        Words(
            "连续六个月没有正当理由不参加组织生活的，按党章规定以自行脱党论处。",
            "Six months in a row without good reason count as leaving the Party by oneself, under its constitution.",
        ),
        _ATTEND,
        ACTIVITIES,
    ),
    **{f"TERM_EXPIRY_{days}": _TERM for days in (180, 90, 30, 0)},
    "TERM_EXPIRY_OVERDUE": _OVERDUE,
}
