"""Who has not done what a dispatched notice asks (`domain.md` 12, `NOTICE_UNSIGNED`): known from their copies."""

from collections.abc import Mapping
from typing import Any

from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice


def copies(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The copies of members which are neither done nor withdrawn; none of a dispatch that was taken back."""
    content = Content.find(*Content.key_of(facts["dispatchId"]))
    if content is None or content.retracted_at:
        return []
    found = Notice.find_all([content.copy_of(member) for member in facts["members"]], consistent=True)
    return sorted((copy.pk, copy.sk) for copy in found if not copy.done_at and not copy.withdrawn_at)
