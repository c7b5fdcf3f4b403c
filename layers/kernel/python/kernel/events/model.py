"""What every event is, and what it travels in."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from kernel.ids import Id, OrganisationId


class Event(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, defer_build=True
    )


class Envelope(Event):
    """What arrives at a consumer: the event's id, its place in the record, and its content under `data`."""

    id: Id
    event: str
    at: datetime
    chain: OrganisationId
    seq: int
    actor: str
    data: dict[str, Any]
