"""What a dispute can refuse, by name."""

from kernel.errors import WrongState


class AlreadyDisputed(WrongState):
    code = "dispute_open"
    zh, en = "您已对该考勤提出异议，请等待答复。", "You have disputed this line already. Please wait for the answer."


class AlreadyRuled(WrongState):
    code = "dispute_ruled"
    zh, en = "该异议已有处理结果。", "This dispute has been ruled on."


class RecordWaits(WrongState):
    """Nobody changes a record while a committee looks at it."""

    code = "record_waits"
    zh, en = "记录正在审核，审核结束后再处理异议。", "The record is being reviewed. Rule on the dispute afterwards."


class NothingToCorrect(WrongState):
    """The record counts no more: a dispute of it is answered, and changes nothing."""

    code = "record_closed"
    zh = "该记录已取消或撤销，不能再更正，请说明情况后驳回异议。"
    en = "The record was called off or withdrawn: nothing in it is corrected. Say so, and reject the dispute."


class TooManyRulings(WrongState):
    code = "too_many_rulings"
    zh, en = "该活动的考勤更正次数已达上限。", "The attendance of this activity was corrected as often as it may be."
