"""Stream of the journal's table → bus. What is committed is told, at least once; consumers know what they have done.

A record that cannot become an event goes to the relay's own queue and holds nobody up. What may pass (a throttled
bus) raises, and the stream delivers the batch again. An entry of a burst waits in a queue (`on_later`), so that who
listens hears of what people do meanwhile first.
"""

from typing import Any

from functions.journal import rules
from functions.journal.publishing import publish, set_aside
from functions.journal.rules import Outgoing
from functions.journal.settings import RelaySettings
from kernel.log import log
from kernel.sending import send


def lambda_handler(event: dict[str, Any], _context: Any) -> None:
    """Publish the entries of one batch of the stream. Raises `BusRefused` or the client's error if the bus fails,
    `Busy` if the queue does."""
    now: list[Outgoing] = []
    later: list[Outgoing] = []
    for record in event["Records"]:
        if told := _read(record):
            (later if _is_of_a_burst(record) else now).append(told)
    publish(now)
    send(RelaySettings.load().relay_later_queue, later)
    log("relay", records=len(event["Records"]), sent=len(now) + len(later))


def _read(record: dict[str, Any]) -> Outgoing | None:
    try:
        return rules.outgoing(record["dynamodb"]["NewImage"]["record"]["S"])
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one record, the others must pass
        set_aside(record.get("dynamodb", {}).get("Keys"), error)
        return None


def _is_of_a_burst(record: dict[str, Any]) -> bool:
    return "later" in record["dynamodb"]["NewImage"]
