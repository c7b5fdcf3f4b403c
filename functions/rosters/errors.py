"""What the person who uploads a roster can be told."""

from functions.rosters.messages import Layout
from kernel.errors import DomainError, WrongState


class NotReady(WrongState):
    code = "roster_not_ready"
    zh, en = "名册尚未校验完成，请稍后再试。", "The roster is still being checked. Please try again later."


class NotPreviewed(WrongState):
    """Only a roster in state PREVIEWED can be applied."""

    code = "roster_not_previewed"
    zh, en = "名册不在待导入状态。", "The roster is not waiting to be applied."


class NotToBeMapped(WrongState):
    """Columns are told of a roster in state NEEDS_MAPPING."""

    code = "roster_not_to_be_mapped"
    zh, en = "名册不在待确认列的状态。", "The roster does not wait to be told its columns."


class CannotPause(WrongState):
    code = "roster_not_running"
    zh, en = "名册没有在导入或撤销。", "The roster is not being applied or taken back."


class CannotResume(WrongState):
    code = "roster_not_held_up"
    zh, en = "名册没有暂停，也没有停滞。", "The roster is neither paused nor stuck."


class CannotCancel(WrongState):
    code = "roster_not_to_be_cancelled"
    zh, en = "名册已结束，不能取消；如已导入，可以撤销。", "The roster has ended. What was applied can be undone."


class CannotUndo(WrongState):
    code = "roster_not_to_be_undone"
    zh, en = "名册没有可撤销的导入。", "Nothing of the roster was applied."


class UndoTooLate(WrongState):
    code = "undo_too_late"
    zh, en = "已超过可撤销的期限。", "The time in which the roster could be undone is over."


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

    def __init__(self, problem: str, *columns: str, layout: Layout | None = None) -> None:
        super().__init__()
        self.problem, self.columns, self.layout = problem, columns, layout


class Unfit(ValueError):
    """A cell holds something else than its column asks for; `code` is one of `functions.rosters.advice.ADVICE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
