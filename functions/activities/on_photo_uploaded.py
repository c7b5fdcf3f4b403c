"""S3 "Object Created" under `incoming/` → the photo is taken or refused."""

from typing import Any

from pydantic import BaseModel

from functions.activities import accepting
from kernel.consumer import Batch, Failures, each_message


class StoredObject(BaseModel):
    key: str


class Detail(BaseModel):
    object: StoredObject


class ObjectCreated(BaseModel):
    """What S3 tells the bus, as far as it matters here."""

    detail: Detail


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_message(event, ObjectCreated, lambda told: accepting.accept(told.detail.object.key), "activities.photo")
