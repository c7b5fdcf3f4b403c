"""What a committee may set about the rights of the person (`domain.md` 13.4, L)."""

from kernel.settings import Settings


class RightsSettings(Settings):
    """`correction_working_days`: how long a request for correction may wait."""

    correction_working_days: int = 15
