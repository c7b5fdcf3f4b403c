"""Every five minutes: seal what moved, and say for how long the record has not been sealed to its end."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit, single_metric

from functions.journal import sealing
from kernel.clock import now
from kernel.errors import Changed
from kernel.log import log

NAMESPACE = "EBranch"


def lambda_handler(_event: dict[str, Any], _context: Any) -> None:
    """The metric comes first, so that it grows while runs fail; without runs it is missing, which alarms as well."""
    at = now()
    waiting = sealing.seconds_since_clean(at)
    with single_metric(name="SecondsSinceSeal", unit=MetricUnit.Seconds, value=waiting, namespace=NAMESPACE):
        pass
    try:
        heads = sealing.seal_moved(at)
    except Changed:
        log("seal: another run is at it", seconds=waiting)
        return
    log("seal", heads=heads, seconds=waiting)
