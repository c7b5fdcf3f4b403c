"""What can be told to those who erase."""

from kernel.errors import AlreadyExists, WrongState


class NotErasable(WrongState):
    """`why`: `still_a_member`, `merged` into another dossier, or `kept_by_rule` until the day `until`."""

    code = "not_erasable"
    zh, en = "目前不能删除该党员的个人信息。", "The data of this member cannot be erased now."


class ErasureRequested(AlreadyExists):
    code, repeatable = "erasure_requested_already", True
    zh, en = "该删除申请已提交，待另一人确认。", "This erasure was requested already and waits for a second person."


class NoErasure(WrongState):
    code, repeatable = "erasure_not_requested", True
    zh, en = "没有待确认的删除申请。", "No erasure of this member waits for a confirmation."
