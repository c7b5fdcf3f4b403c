"""What can be told to somebody who changes where, or whether, a member belongs."""

from kernel.errors import WrongState


class HasLeft(WrongState):
    code = "has_left"
    zh, en = "该党员已不在册。", "This member is no longer on the roll."


class NotSuspended(WrongState):
    code = "not_suspended"
    zh, en = "该党员党籍正常，无需恢复。", "This membership is neither suspended nor ended."


class AlreadySuspended(WrongState):
    code = "already_suspended"
    zh, en = "该党员已停止党籍。", "This membership is suspended already."


class NoTermRuns(WrongState):
    code = "no_term_runs"
    zh, en = "没有正在执行的限期改正。", "No term for correction is running."


class RejoinBarred(WrongState):
    """`until` is the day from which they may join again."""

    code = "rejoin_barred"
    zh, en = "出党未满五年，不得重新入党。", "Five years must pass before this person may join again."


class HomeClosed(WrongState):
    code = "home_closed"
    zh, en = "原党支部已撤销，请指定新的党支部。", "The home branch was closed. Please name another one."


class NoHome(WrongState):
    code = "holds_no_members"
    zh, en = "该组织不能作为党员组织关系所在党支部。", "This organisation cannot be a member's home branch."


class AlreadyThere(WrongState):
    code = "already_there"
    zh, en = "该党员已在此组织。", "The member is there already."


class NotAttached(WrongState):
    code = "not_attached"
    zh, en = "该党员未参加此组织。", "The member is not attached to this organisation."


class TooManyAttachments(WrongState):
    code = "too_many_attachments"
    zh, en = "该党员参加的组织过多。", "The member is attached to as many organisations as there may be."


class OnlyHomes(WrongState):
    code = "no_second_home"
    zh, en = (
        "只有临时、流动、功能型党组织可以附加参加。",
        "Only temporary, floating and functional ones can be joined beside.",
    )
