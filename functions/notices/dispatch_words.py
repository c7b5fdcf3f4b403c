"""What the system adds to what committees send: a reminder of it."""

from functions.notices.words_shape import Form, Line, Reader, Told, Words

REMINDER = "DISPATCH_REMINDER"

DISPATCHES: dict[str, Told] = {
    REMINDER: Told(
        {
            Reader.MEMBER: Line(
                {"noticeId": Form.ID},
                Words("您有一条通知尚未阅读或办理。", "There is a notice that you have not read, or not acted on."),
            )
        },
        Words("发送通知的党组织提醒尚未阅读或办理的党员。", "The committee that sent it reminds those who have not."),
        Words("阅读并办理该通知后，不再提醒。", "It stops once you have read the notice and done what it asks."),
        {"notices": "/v1/me/notices"},
    )
}
