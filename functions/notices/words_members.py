"""What notices say of answers that are owed to members, and of members who are away or lost."""

from functions.notices.words_life import ACTIVITIES
from functions.notices.words_shape import Form, Line, Reader, Told, Words

MEMBER = {"member": "/v1/members/{member}"}
DUE = {"member": Form.ID, "dueOn": Form.DAY}
SINCE = {"member": Form.ID, "since": Form.DAY}

_AWAY = Words(
    "党组织应当与流动党员保持经常联系，出国（境）的至少每半年联系一次。",
    "A branch keeps in touch with its members who are away; with those abroad at least once in six months.",
)
_LOST_STOP = Words(
    "找到该党员，或案件进入下一步后，提醒即停止。", "It stops once the member is found, or the case goes on."
)

OF_MEMBERS: dict[str, Told] = {
    "PROPOSAL_DUE": Told(
        {
            Reader.COMMITTEE: Line(
                {"proposalId": Form.ID, "dueOn": Form.DAY},
                Words(
                    "一项党员信息变更申请应于{dueOn}前审批，尚未处理。",
                    "A proposed change of a member's dossier was to be decided by {dueOn}.",
                ),
            )
        },
        Words(
            "支部提出的党员信息变更须经上级党组织审核。",
            "A change that a branch proposes in a dossier waits for the organisation above.",
        ),
        Words("批准、退回或撤回该申请后，提醒即停止。", "It stops once the change is accepted, returned or withdrawn."),
        {"proposal": "/v1/proposals/{proposalId}"},
    ),
    "CORRECTION_DUE": Told(
        {
            Reader.SECRETARY: Line(
                {"requestId": Form.ID, "dueOn": Form.DAY},
                Words(
                    "一名党员更正本人信息的请求应于{dueOn}前答复。",
                    "A member's request to put the own dossier right is to be answered by {dueOn}.",
                ),
            ),
            Reader.COMMITTEE: Line(
                {"requestId": Form.ID, "dueOn": Form.DAY},
                Words(
                    "一个下级支部未在{dueOn}前答复党员更正本人信息的请求。",
                    "A branch below you has not answered a member's request for correction that was due by {dueOn}.",
                ),
            ),
        },
        Words(
            "个人有权请求更正不准确的个人信息，处理者应当及时核实并答复。",
            "People may have wrong personal data put right; whoever keeps it checks and answers in time.",
        ),
        Words("答复该请求后，提醒即停止。", "It stops once the request is answered."),
        {"correction": "/v1/corrections/{requestId}"},
    ),
    "FLOATING_CONTACT_DUE": Told(
        {
            Reader.MEMBER: Line(
                DUE,
                Words(
                    "您联系的一名流动党员应于{dueOn}前联系一次。",
                    "A member who is away, and whom you keep in touch with, was to be heard of by {dueOn}.",
                ),
            ),
            Reader.SECRETARY: Line(
                DUE,
                Words(
                    "本支部一名流动党员应于{dueOn}前联系一次，尚无联系记录。",
                    "Nobody has heard of a member of your branch who is away; contact was due by {dueOn}.",
                ),
            ),
        },
        _AWAY,
        Words("登记一次联系，或该党员返回后，提醒即停止。", "It stops once a contact is noted, or the member is back."),
        {"floating": "/v1/members/{member}/floating"},
    ),
    "FLOATING_CERT_YEARLY": Told(
        {
            Reader.SECRETARY: Line(
                SINCE,
                Words(
                    "一本流动党员活动证自{since}起已满一年，应当年检。",
                    "A floating-member certificate has not been checked for a year, since {since}.",
                ),
            )
        },
        Words(
            "流动党员活动证结合民主评议每年检验一次。",
            "A floating-member certificate is checked every year, with the appraisal.",
        ),
        Words("登记年检或收回活动证后，提醒即停止。", "It stops once the check is noted, or the certificate returned."),
        {"floating": "/v1/members/{member}/floating"},
    ),
    "LOST_CONTACT_6M": Told(
        {
            Reader.SECRETARY: Line(
                SINCE,
                Words(
                    "本支部一名党员自{since}起失去联系已满六个月。",
                    "A member of your branch has been out of contact for six months, since {since}.",
                ),
            ),
            Reader.COMMITTEE: Line(
                SINCE,
                Words(
                    "一个下级支部有党员自{since}起失去联系已满六个月。",
                    "A member of a branch below you has been out of contact for six months, since {since}.",
                ),
            ),
        },
        Words(
            "与党组织失去联系六个月以上、通过各种方式查找仍然没有取得联系的，停止党籍。",
            "The membership of who is out of contact for six months, and cannot be found, is suspended.",
        ),
        _LOST_STOP,
        {"lostContact": "/v1/members/{member}/lost-contact"},
    ),
    "LOST_CONTACT_2Y": Told(
        {
            Reader.SECRETARY: Line(
                DUE,
                Words(
                    "本支部一名停止党籍的党员至{dueOn}已满两年仍未联系上。",
                    "The membership of a lost member of your branch has been suspended for two years on {dueOn}.",
                ),
            ),
            Reader.COMMITTEE: Line(
                DUE,
                Words(
                    "一个下级支部有停止党籍的党员至{dueOn}已满两年仍未联系上。",
                    "The membership of a lost member below you has been suspended for two years on {dueOn}.",
                ),
            ),
        },
        Words(
            "停止党籍两年后仍然无法取得联系的，按照自行脱党予以除名。",
            "Who still cannot be reached two years after the suspension is removed from the roll.",
        ),
        _LOST_STOP,
        {"lostContact": "/v1/members/{member}/lost-contact"},
    ),
    "POLITICAL_BIRTHDAY": Told(
        {
            Reader.MEMBER: Line(
                {"on": Form.DAY},
                Words(
                    "{on}是您的政治生日（入党纪念日）。",
                    "{on} is your political birthday, the anniversary of your joining the Party.",
                ),
            ),
            Reader.SECRETARY: Line(
                {"on": Form.DAY, "count": Form.COUNT, "members": Form.IDS},
                Words(
                    "本支部有{count}名党员将于{on}过政治生日。",
                    "{count} members of your branch have their political birthday on {on}.",
                ),
            ),
        },
        Words(
            "政治生日是党员的入党纪念日，支部可开展相应的仪式。",
            "A branch may keep the days on which its members joined.",
        ),
        Words(
            "每年一次，无需办理；本人可在偏好设置中关闭站外提醒。",
            "It comes once a year and asks for nothing; in your preferences you may refuse it outside of the house.",
        ),
        ACTIVITIES,
        optional=True,
    ),
}
