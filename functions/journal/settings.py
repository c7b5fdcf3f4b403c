"""What the functions of the record are told by their environment."""

from kernel.settings import Settings


class RelaySettings(Settings):
    """The bus that events go to, and the queue of what cannot become an event."""

    bus: str
    relay_dlq: str


class SealSettings(Settings):
    """Where seals are kept, and the key that signs them."""

    seal_bucket: str
    seal_key: str
