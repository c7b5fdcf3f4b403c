"""Whose copy of a dispatch is not opened, or not done: read from the copies themselves."""

from typing import Literal

from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice

What = Literal["opened", "acted"]


def left_of(content: Content, members: list[str], what: What) -> list[tuple[str, Notice]]:
    """Those whose copy is not opened, or not done, in the order of ids."""
    keys = {content.copy_of(member)[0]: member for member in members}
    copies = Notice.find_all([content.copy_of(member) for member in members], consistent=True)
    open_ones = (n for n in copies if not n.withdrawn_at and not (n.read_at if what == "opened" else n.done_at))
    return sorted(((keys[notice.pk], notice) for notice in open_ones), key=lambda pair: pair[0])
