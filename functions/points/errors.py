"""What publishing rules and reading statements can be refused for."""

from kernel.errors import DomainError, WrongState


class TakenBack(WrongState):
    """The approval behind these points was withdrawn before they were posted: they never are."""

    code = "taken_back"
    zh, en = "该活动的审核已撤销，不再计分。", "The approval of this activity was withdrawn; it gives no points."


class InForceAlready(WrongState):
    """A set counts from its first day on and is not changed after that."""

    code = "rule_set_in_force"
    zh, en = "该日期的积分规则已生效，不能再修改。", "The rules of that date are in force and can no longer be changed."


class TooManySets(DomainError):
    status, code = 409, "too_many_rule_sets"
    zh, en = "积分规则版本数量已达上限。", "This committee has as many rule sets as it may keep."
