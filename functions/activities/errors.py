"""What an activity can refuse, by name."""

from kernel.errors import Forbidden, Invalid, WrongState


class SignInClosed(WrongState):
    code = "sign_in_closed"
    zh, en = "不在签到时间内。", "Sign-in is not open at this time."


class AttendanceCalledBefore(WrongState):
    """The secretary has called this member; only a roll call changes that row."""

    code = "attendance_called"
    zh, en = "支部书记已登记您的考勤。", "The secretary has already recorded your attendance."


class SignInOpen(WrongState):
    """Members sign in by the times that stood when the door opened."""

    code = "sign_in_open"
    zh, en = "签到已开始，不能再修改时间。", "Sign-in has begun, so the times can no longer be changed."


class NotOpenYet(WrongState):
    code = "not_open_yet"
    zh, en = "活动尚未开始。", "The activity has not begun yet."


class NotHeld(WrongState):
    code = "not_held"
    zh, en = "活动尚未结束，不能提交。", "The activity is not over yet, so its record cannot be handed in."


class MinutesMissing(WrongState):
    code = "minutes_missing"
    zh, en = "请先填写会议记录。", "Please write the minutes first."


class TextChanged(WrongState):
    """Somebody wrote the minutes anew after the signer had read them."""

    code = "text_changed"
    zh, en = "会议记录已被修改，请重新阅读后签字。", "The minutes were changed. Please read them again before you sign."


class VotesDiffer(WrongState):
    """`fields` names the resolutions: more votes than voters who were there, or written ones where none count."""

    code = "votes_differ"
    zh, en = "表决票数与到会有表决权人数不符。", "The votes do not agree with who was there and entitled to vote."


class TooManyCorrections(WrongState):
    code = "too_many_corrections"
    zh, en = "会议记录更正次数已达上限。", "The minutes have as many versions as they may."


class AttendanceMissing(WrongState):
    code = "attendance_missing"
    zh, en = "没有人出席，不能提交。", "Nobody has attended, so the record cannot be handed in."


class TooManyAttended(WrongState):
    code = "too_many_attended"
    zh, en = "出席人数超过单次活动上限。", "More people attended than one activity can confirm."


class AttendanceDiffers(WrongState):
    """Somebody signed in while the record was handed in."""

    code = "attendance_differs"
    zh, en = (
        "提交时有党员签到，出席记录与提交内容不一致，请退回支部重新提交。",
        "Somebody signed in while the record was handed in. Please return it, so that the branch hands it in again.",
    )


class RecordIncomplete(WrongState):
    """`fields` names what a committee's template demands and the record does not hold."""

    code = "record_incomplete"
    zh, en = "记录缺少上级要求的内容，不能提交。", "The record lacks what a committee above asks of it."


class TaskClosed(WrongState):
    code = "task_closed"
    zh, en = "该任务已办结。", "This task is done already."


class BulkOff(WrongState):
    code = "bulk_review_off"
    zh, en = "本级未启用批量审核。", "Review in bulk is not allowed here."


class NotInvited(Forbidden):
    """The activity can be seen, and is for others."""

    code = "not_invited"
    zh, en = "您不在本次活动的参加范围内。", "This activity is for others."


class TooManyPhotos(WrongState):
    code = "too_many_photos"
    zh, en = "照片数量已达上限。", "The activity has as many photos as it may."


class WrongCode(Invalid):
    code = "wrong_code"
    zh, en = "签到码不正确。", "The code is not correct."


class CodeExpired(Invalid):
    code = "code_expired"
    zh, en = "签到码已过期，请使用最新签到码。", "The code has expired. Please use the one that is shown now."
