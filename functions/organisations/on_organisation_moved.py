"""`OrganisationMoved`, and the job's own notes: the copied paths below are rewritten, part by part."""

import json
from typing import Any

import msgspec

from functions.organisations import carrying
from functions.organisations.carrying import Note
from kernel import aws, settings
from kernel.consumer import Batch, Failures, each_body
from kernel.events import Envelope, OrganisationMoved


class Settings(settings.Settings):
    organisation_moved_queue: str


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_body(event, lambda body: carrying.go_on(_note(body), _send), "organisations.moved")


def _note(body: str) -> Note:
    """The note itself, or the first one of a move that an event tells of."""
    message = json.loads(body)
    if "detail" not in message:
        return msgspec.convert(message, Note)
    moved = msgspec.convert(msgspec.convert(message["detail"], Envelope).data, OrganisationMoved)
    return Note(organisation_id=moved.organisation_id)


def _send(note: Note, after_seconds: int) -> None:
    aws.client("sqs").send_message(
        QueueUrl=Settings.load().organisation_moved_queue,
        MessageBody=msgspec.json.encode(note).decode(),
        DelaySeconds=after_seconds,
    )
