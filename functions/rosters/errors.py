"""What the person who uploads a roster can be told."""

from kernel.errors import DomainError, WrongState


class NotReady(WrongState):
    code = "roster_not_ready"
    zh, en = "名册尚未校验完成，请稍后再试。", "The roster is still being checked. Please try again later."


class NotPreviewed(WrongState):
    """Only a roster in state PREVIEWED can be applied."""

    code = "roster_not_previewed"
    zh, en = "名册不在待导入状态。", "The roster is not waiting to be applied."


class NothingToApply(WrongState):
    code = "nothing_to_apply"
    zh, en = "名册中没有可导入的行。", "No row of the roster can be applied."


class RosterExpired(WrongState):
    """The kept rows are dropped 30 days after the upload."""

    code = "roster_expired"
    zh, en = "名册上传已超过28天，请重新上传。", "The roster is older than 28 days. Please upload it again."


class Unreadable(DomainError):
    """The file cannot be read at all; `code` is one of `functions.rosters.advice.PROBLEMS`."""

    status, code = 422, "unreadable"

    def __init__(self, problem: str, *columns: str) -> None:
        super().__init__()
        self.problem, self.columns = problem, columns


class Unfit(ValueError):
    """A cell holds something else than its column asks for; `code` is one of `functions.rosters.advice.ADVICE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
