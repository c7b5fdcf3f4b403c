"""What can be wrong with sending something to many."""

from kernel.errors import Invalid, QuotaExceeded, WrongState


class NotBelowSender(Invalid):
    """A committee writes to itself and to what stands below it."""

    code = "not_below_sender"
    zh, en = "收件范围须在发送组织之内。", "The audience must lie at or below the sender."


class AboveCounty(Invalid):
    code = "above_county"
    zh, en = "县以上请逐县查看。", "Above a county, look at its counties one by one."


class SeveralCounties(Invalid):
    code = "several_counties"
    zh, en = "名单中的支部须属于同一个县。", "The branches of a list must belong to one county."


class NotAtHome(Invalid):
    """`fields` say who is not on the roll of the branch that was named for them."""

    code = "not_at_home"
    zh, en = "名单中有人不在所填支部。", "Somebody on the list is not at home in the branch that was named."


class PreviewUnfit(Invalid):
    """Of another sender, audience or demand, older than a day, or not counted to the end."""

    code = "preview_unfit"
    zh, en = "预览与本通知不符、已过期或尚未算完。", "The preview is of another plan, too old, or not counted yet."


class ActByPast(Invalid):
    code = "act_by_past"
    zh, en = "办理期限不能早于今天。", "The day to act by has passed."


class Retracted(WrongState):
    code = "dispatch_retracted"
    zh, en = "该通知已撤回。", "This notice was retracted."


class RemindedToday(QuotaExceeded):
    code = "reminded_today"
    zh, en = "今天已提醒过。", "They were reminded today."
    repeatable = True
