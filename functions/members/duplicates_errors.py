"""What can be told to somebody who decides about duplicates."""

from kernel.errors import WrongState


class CaseClosed(WrongState):
    code = "case_closed"
    zh, en = "该疑似重复已处理完毕。", "This case has been closed already."


class NotMergeable(WrongState):
    """One of the two left the roll meanwhile."""

    code = "not_mergeable"
    zh, en = "其中一份档案已不在册，不能合并。", "One of the two dossiers is no longer on the roll."


class StillAttached(WrongState):
    code = "still_attached"
    zh, en = (
        "将并入的档案仍参加其他组织的活动，请先结束。",
        "The dossier that would go still takes part in another organisation; end that first.",
    )


class BothBound(WrongState):
    code = "both_bound"
    zh, en = (
        "两份档案绑定了不同的账号，请先解除其中一个。",
        "The two dossiers are bound to different accounts; unbind one first.",
    )


class NotMerged(WrongState):
    code = "not_merged"
    zh, en = "该合并已撤销或不存在。", "The two are not merged."


class EditedSince(WrongState):
    """`edited` lists `{"memberId", "fields"}`."""

    code = "edited_since"
    zh, en = (
        "合并后档案已有改动，不能自动撤销。",
        "The dossiers were edited after the merger; it cannot be taken back.",
    )


class TooLate(WrongState):
    code = "too_late"
    zh, en = "已超过可撤销的期限。", "The time in which this could be taken back is over."
