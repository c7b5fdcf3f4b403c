"""Trials of rules that were asked for, and what came out."""

import msgspec
from pynamodb.attributes import UnicodeAttribute

from kernel.message import Message
from kernel.settings import table_name
from kernel.table import Row


class SimulationRow(Row):
    """`SIMULATION#<id>` / `ASKED` or `FOUND`: the order or the outcome, as JSON."""

    class Meta:
        table_name = table_name("points")

    ASKED, FOUND = "ASKED", "FOUND"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()

    @staticmethod
    def partition(simulation_id: str) -> str:
        return f"SIMULATION#{simulation_id}"

    @classmethod
    def of(cls, simulation_id: str, what: str, content: Message) -> "SimulationRow":
        return cls(cls.partition(simulation_id), what, content=msgspec.json.encode(content).decode())
