"""What goes out to somebody: how many notices wait, or what an urgent one says, in the words of the channel."""

from functions.notices import words
from functions.notices.channels import Message
from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.readers import Reader
from functions.notices.template_tables import Which, Wordings, nearest
from functions.notices.words_shape import Language
from kernel import directory

WORDED = ("sms", "email", "wechat")
MOST = 100
HOUSE: dict[Language, str] = {"zh": "e支部通知", "en": "E-Branch"}
DIGEST: dict[Language, str] = {
    "zh": "您有{count}条未读通知，请登录e支部查看。",
    "en": "{count} notices wait for you in E-Branch.",
}


def message(reader: Reader, due: Due) -> Message | None:
    """None where there is nothing to be said: read already, taken back, or not wanted."""
    key = f"{reader.member_id}-{due.key}"
    if due.notice_id is None:
        return _digest(reader, key) if reader.digest else None
    notice = Notice.find(due.box, due.notice_id)
    if notice is None or notice.read_at or notice.withdrawn_at:
        return None
    return _sent(notice, reader, key) if notice.dispatch_id else _told(notice, reader, key)


def _digest(reader: Reader, key: str) -> Message | None:
    found = [notice for box in reader.boxes for notice in Notice.open.query(box, limit=MOST)]
    standing = Content.standing(found)
    count = sum(notice.read_at is None and notice.code not in reader.opted_out for notice in standing)
    if not count:
        return None
    shown = f"{MOST}+" if count >= MOST else str(count)
    text = DIGEST[reader.language].format(count=shown)
    return Message(key, HOUSE[reader.language], text, {"member": reader.member_id, "unread": count})


def _sent(notice: Notice, reader: Reader, key: str) -> Message | None:
    """What a committee sent says its title alone: the rest is for the inbox."""
    content = Content.find(*Content.key_of(str(notice.dispatch_id)))
    if content is None or content.retracted_at:
        return None
    said = words.dispatched(content, reader.language)
    return Message(key, HOUSE[reader.language], said.subject, _about(notice, reader))


def _told(notice: Notice, reader: Reader, key: str) -> Message:
    said = words.rendered(notice, reader.language)
    own = {channel: words.rendered(notice, reader.language, text).body for channel, text in _wordings(notice, reader)}
    return Message(
        key, HOUSE[reader.language], said.subject, _about(notice, reader), {c: str(t) for c, t in own.items()}
    )


def _wordings(notice: Notice, reader: Reader) -> list[tuple[str, str]]:
    """The words that the nearest committee above gave to this notice, by channel."""
    place = directory.organisations([notice.organisation_id]).get(notice.organisation_id)
    path = directory.ancestors(place.path) if place else [notice.county_id]
    keys = [Wordings.key_of(organisation, channel) for organisation in path for channel in WORDED]
    found = Wordings.find_all(keys, consistent=True)
    which = (Which(notice.code, words.reader_of(notice), reader.language, channel) for channel in WORDED)
    return [(one.channel, text) for one in which if (text := nearest(found, path, one)[0])]


def _about(notice: Notice, reader: Reader) -> dict[str, str | int]:
    return {"member": reader.member_id, "notice": notice.sk}
