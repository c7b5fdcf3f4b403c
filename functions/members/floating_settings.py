"""What a committee may set about keeping touch (`domain.md` 15, L)."""

from kernel.settings import Settings


class FloatingSettings(Settings):
    """`floating_contact_days`: how long a member in the country may be unheard of."""

    floating_contact_days: int = 90
