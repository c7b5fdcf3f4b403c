"""What people can be refused for in matters of points."""

from kernel.errors import DomainError, Invalid, WrongState


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


class NotDisputable(WrongState):
    """A move, a line that takes back, what a season begins with, or a line of a closed season."""

    code = "not_disputable"
    zh, en = "这一行积分不能提出异议。", "This line cannot be disputed."


class AlreadyDisputed(WrongState):
    code = "already_disputed"
    zh, en = "您已对这一行积分提出过异议。", "You have disputed this line already."
    repeatable = True


class RuledAlready(WrongState):
    code = "ruled_already"
    zh, en = "该异议已有结论。", "This dispute has been ruled on already."
    repeatable = True


class AlreadyExempt(WrongState):
    code = "already_exempt"
    zh, en = "该党员在这段时间内已有免于计分的登记。", "This member is exempt on some of these days already."


class NotSooner(Invalid):
    """The last day of an exemption is not before the one that it has, or is before its first."""

    repeatable = True


class DecidedAlready(WrongState):
    code = "decided_already"
    zh, en = "该奖励已有结论。", "This award has been decided already."
    repeatable = True
