"""S3 "Object Created" under `incoming/` → the photo is taken or refused."""

import json
from typing import Any

from functions.activities.photos import accepting
from kernel.consumer import Batch, Failures, each_body


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_body(event, _handle, "activities.photo")


def _handle(body: str) -> None:
    accepting.accept(json.loads(body)["detail"]["object"]["key"])
