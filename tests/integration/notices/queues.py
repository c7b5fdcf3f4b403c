"""What lies on the queues of notices."""

import json
import os
from typing import Any

from kernel import aws


def queued(variable: str = "DISPATCH_QUEUE") -> list[Any]:
    """Everything on a queue, which is empty then."""
    sqs, url = aws.client("sqs"), os.environ[variable]
    found: list[Any] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        done: Any = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(messages)]
        sqs.delete_message_batch(QueueUrl=url, Entries=done)
        found += [json.loads(message["Body"]) for message in messages]
    return found
