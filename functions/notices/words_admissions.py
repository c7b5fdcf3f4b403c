"""What notices say of those who join: of applicants, activists, candidates and probation (`domain.md` 2.2, 2.3, 12)."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

PERSON = {"person": Form.ID}
ENDS = {"endsOn": Form.DAY}
SINCE = {"since": Form.DAY}
DUE = {"dueOn": Form.DAY}

_STEP = Words("该步骤登记完成后，提醒即停止。", "It stops once the step is on record as done.")

ADMISSIONS: dict[str, Told] = {
    "ACTIVIST_REVIEW_DUE": Told(
        {
            Reader.MEMBER: Line(
                {**PERSON, **SINCE},
                Words(
                    "您培养联系的一名入党积极分子自{since}起已满六个月未考察。",
                    "An activist whom you mentor has not been reviewed for six months, since {since}.",
                ),
            ),
            Reader.SECRETARY: Line(
                {**PERSON, **SINCE},
                Words(
                    "本支部一名入党积极分子自{since}起已满六个月未考察。",
                    "An activist of your branch has not been reviewed for six months, since {since}.",
                ),
            ),
        },
        Words("党支部每半年对入党积极分子进行一次考察。", "A branch reviews each activist every six months."),
        _STEP,
    ),
    "TALK_DUE_30D": Told(
        {
            Reader.SECRETARY: Line(
                {**PERSON, **DUE},
                Words(
                    "应于{dueOn}前派人同一名入党申请人谈话，尚无记录。",
                    "Somebody was to talk with an applicant by {dueOn}; there is no record of it.",
                ),
            )
        },
        Words(
            "党组织收到入党申请书后，应当在一个月内派人同入党申请人谈话。",
            "Within a month of an application the branch sends somebody to talk with the applicant.",
        ),
        _STEP,
    ),
    "CANDIDATE_ELIGIBLE": Told(
        {
            Reader.SECRETARY: Line(
                {**PERSON, **SINCE},
                Words(
                    "本支部一名入党积极分子自{since}起培养考察已满一年。",
                    "An activist of your branch has been under cultivation for a year, since {since}.",
                ),
            )
        },
        Words(
            "经过一年以上培养教育和考察、基本具备党员条件的入党积极分子，可以列为发展对象。",
            "After a year or more of cultivation an activist may be made a candidate.",
        ),
        _STEP,
    ),
    "APPROVAL_CLOCK": Told(
        {
            Reader.COMMITTEE: Line(
                {**PERSON, "days": Form.COUNT, **SINCE},
                Words(
                    "一份接收预备党员的决议自{since}上报已满{days}天，尚未审批。",
                    "A resolution to accept a member, sent up on {since}, has waited for {days} days.",
                ),
            )
        },
        Words(
            "党委对接收预备党员的决议应当在三个月内审批，特殊情况不得超过六个月。",
            "A committee decides on an acceptance within three months, in special cases within six.",
        ),
        _STEP,
    ),
    "PROBATION_EXPIRY": Told(
        {
            Reader.MEMBER: Line(
                {**PERSON, **ENDS},
                Words(
                    "您本人或您介绍入党的同志，预备期届满日为{endsOn}。",
                    "Your probation, or that of somebody whom you sponsor, ends on {endsOn}.",
                ),
            ),
            Reader.SECRETARY: Line(
                {**PERSON, **ENDS},
                Words(
                    "本支部一名预备党员的预备期届满日为{endsOn}，请及时讨论转正。",
                    "The probation of a member of your branch ends on {endsOn}; the branch is to discuss it in time.",
                ),
            ),
        },
        Words(
            "预备党员的预备期为一年；预备期满，党支部应当及时讨论其能否转为正式党员。",
            "Probation takes a year; at its end the branch discusses in time whether to convert it.",
        ),
        Words("转正、延长或取消资格登记后，提醒即停止。", "It stops once the branch's decision is on record."),
    ),
    "POSTING_ENDED": Told(
        {
            Reader.SECRETARY: Line(
                {**PERSON, **ENDS},
                Words(
                    "一项公示已于{endsOn}期满，未收到异议，可以进入下一步。",
                    "A public posting ended on {endsOn} without objection; the next step may be taken.",
                ),
            )
        },
        Words("公示时间不少于五个工作日。", "A posting stays up for at least five working days."),
        _STEP,
    ),
}
