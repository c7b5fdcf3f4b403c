"""What a committee may set about erasure (`domain.md` 13.4, article 19; a local rule)."""

from kernel.settings import Settings


class ErasureSettings(Settings):
    """`erasure_retention_days`: how long it must be known of somebody who left that they did.

    Five years by default: so long are those barred who were removed (`domain.md` 2.4).
    """

    erasure_retention_days: int = 1826
