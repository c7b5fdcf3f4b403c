"""What notices say of members on their way from one organisation to another (`domain.md` 5, 12)."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

MEMBER = {"member": Form.ID}
ENDS = {"endsOn": Form.DAY}
SINCE = {"since": Form.DAY}

_ARRIVED = Words("接收方登记接收后，提醒即停止。", "It stops once the receiving side has put the arrival on record.")

TRANSFERS: dict[str, Told] = {
    "TRANSFER_LETTER": Told(
        {
            Reader.MEMBER: Line(
                {**MEMBER, **ENDS},
                Words(
                    "您的组织关系介绍信有效期至{endsOn}，请按时报到。",
                    "Your letter of transfer is good until {endsOn}; please report to the receiving side in time.",
                ),
            ),
            Reader.SECRETARY: Line(
                {**MEMBER, **ENDS},
                Words(
                    "一名党员的组织关系介绍信有效期至{endsOn}，尚未登记接收。",
                    "A member's letter of transfer is good until {endsOn}; the arrival is not on record.",
                ),
            ),
        },
        Words(
            "组织关系介绍信有有效期，党员应当在有效期内报到。",
            "A letter of transfer has a term, within which the member reports.",
        ),
        _ARRIVED,
    ),
    "TRANSFER_NO_RECEIPT": Told(
        {
            Reader.COMMITTEE: Line(
                {**MEMBER, "days": Form.COUNT, **SINCE},
                Words(
                    "{since}开出的一份组织关系介绍信已满{days}天，未收到回执。",
                    "No receipt has come back for a letter of transfer issued on {since}, {days} days ago.",
                ),
            )
        },
        Words(
            "接收方应当将介绍信回执直接寄回开出单位；逾期未收到的，应当查明原因。",
            "The receiving side returns the letter's receipt; where it does not come, the reason is found out.",
        ),
        Words("登记收到回执后，提醒即停止。", "It stops once the receipt is on record."),
    ),
    "POCKET_MEMBER": Told(
        {
            Reader.SECRETARY: Line(
                {**MEMBER, **SINCE},
                Words(
                    "一名党员的组织关系自{since}转出已满六个月，仍未被接收。",
                    "A member sent on by transfer on {since} has not been received anywhere for six months.",
                ),
            ),
            Reader.COMMITTEE: Line(
                {**MEMBER, **SINCE},
                Words(
                    "一名党员的组织关系自{since}转出已满六个月，转接双方均未登记接收。",
                    "A member transferred on {since} has not been received for six months by either side's record.",
                ),
            ),
        },
        Words(
            "转出后六个月以上未落实组织关系的，双方党组织应当共同查找并落实。",
            "Where a transfer is not completed within six months, both sides look for the member and settle it.",
        ),
        _ARRIVED,
    ),
}
