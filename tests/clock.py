"""The moment at which tests and benches begin: the same every time, so that none hangs on the day on which it runs.

The clock goes on from there. `TESTS_AT` names another moment.
"""

import os
from datetime import datetime

import time_machine

NOON = "2026-11-25T12:00:00+08:00"  # a Wednesday, no holiday
_TRAVEL = time_machine.travel(datetime.fromisoformat(os.environ.get("TESTS_AT", NOON)), tick=True)


def begin() -> None:
    """Before any module asks what day it is."""
    _TRAVEL.start()


def end() -> None:
    """Back to the machine's clock."""
    _TRAVEL.stop()
