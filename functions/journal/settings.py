"""What the functions of the record are told by their environment."""

from kernel.settings import Settings


class BusSettings(Settings):
    """The bus that events go to, and the queue of what cannot become an event."""

    bus: str
    relay_dlq: str


class RelaySettings(Settings):
    """The queue in which the events of a burst wait."""

    relay_later_queue: str


class SealSettings(Settings):
    """Where seals are kept, and the key that signs them."""

    seal_bucket: str
    seal_key: str
