"""A bundle was asked for → it is put together."""

from typing import Any

from functions.activities.bundles import making as bundle_making
from kernel.consumer import Batch, Failures, each_event
from kernel.events import BundleAsked

HANDLERS = {BundleAsked: bundle_making.make}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "activities.bundle")
