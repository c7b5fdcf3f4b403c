"""What a ballot can refuse, by name."""

from kernel.errors import WrongState


class BallotClosed(WrongState):
    code = "ballot_closed"
    zh, en = "投票已结束。", "The ballot is closed."


class BallotOpen(WrongState):
    """A record is not handed in while one of its ballots is not counted."""

    code = "ballot_open"
    zh, en = "还有投票尚未计票，不能提交。", "A ballot is not counted yet, so the record cannot be handed in."


class AlreadyVoted(WrongState):
    code = "already_voted"
    zh, en = (
        "您已投过票，每人一票，投出后不能更改。",
        "You have voted. Everybody has one vote, and it cannot be changed.",
    )


class CodeTaken(WrongState):
    """Somebody's page made the very same word; nothing was written."""

    code = "code_taken"
    zh, en = "随机码重复，请重新投票。", "The random word was used before. Please vote again with a new one."


class NotPresent(WrongState):
    code = "not_present"
    zh, en = "请先签到，再投票。", "Please sign in first: who is there votes."


class TooFewVoters(WrongState):
    code = "too_few_voters"
    zh, en = "有表决权的人数太少，无法保证无记名。", "Too few are entitled to vote for a ballot to be secret."


class TooManyVoters(WrongState):
    code = "too_many_voters"
    zh, en = "有表决权的人数超过一次投票的上限。", "More are entitled to vote than one ballot can take."


class TooManyBallots(WrongState):
    code = "too_many_ballots"
    zh, en = "本次活动的投票数量已达上限。", "The activity has as many ballots as it may."
