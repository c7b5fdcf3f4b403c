"""Chunks on their way to the domain that takes the rows."""

from collections.abc import Sequence

from kernel.rows import RowsMessage
from kernel.sending import send
from kernel.settings import Settings


class ForwardSettings(Settings):
    member_rows_queue: str
    organisation_rows_queue: str


def forward(messages: Sequence[RowsMessage]) -> None:
    """Send the chunks of one roster."""
    settings = ForwardSettings.load()
    members = bool(messages) and messages[0].kind == "members"
    send(settings.member_rows_queue if members else settings.organisation_rows_queue, messages)
