"""The figures of a preview, as they are answered."""

from functions.notices.channels import ChannelSettings
from functions.notices.dispatch_models import CostOut

INBOX_FEN_A_THOUSAND = 4  # measured by scripts/bench/dispatch.py


def costs(people: int) -> list[CostOut]:
    """A message each; what the inbox costs is rounded up."""
    prices = ChannelSettings.load()
    return [
        CostOut(channel="inbox", fen=-(-people * INBOX_FEN_A_THOUSAND // 1000)),
        CostOut(channel="sms", fen=people * prices.sms_fen),
        CostOut(channel="email", fen=people * prices.mail_fen),
        CostOut(channel="wechat", fen=0),
    ]
