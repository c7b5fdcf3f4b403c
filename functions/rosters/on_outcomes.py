"""Answers of `members` and `organisations`: those about one roster are counted in one transaction."""

import json
from collections import defaultdict
from typing import Any

import msgspec

from functions.rosters.counting import count
from kernel.consumer import Failures, each_body
from kernel.rows import answers_of


def _roster_of(record: dict[str, Any]) -> str:
    """The roster that a message is about; one that cannot be read stands alone, and fails alone."""
    try:
        return answers_of(record["body"])[0].roster_id
    except msgspec.DecodeError:
        return str(record["messageId"])


def _came_before(record: dict[str, Any]) -> bool:
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1)) > 1


def _handle(told: str) -> None:
    bodies, repeated = json.loads(told)
    answers = [answer for body in bodies for answer in answers_of(body)]
    count(answers[0].roster_id, answers, repeated=repeated)


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    by_roster: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in event["Records"]:
        by_roster[_roster_of(record)].append(record)
    groups = {
        roster_id: {
            "messageId": roster_id,
            "body": json.dumps([[record["body"] for record in records], any(map(_came_before, records))]),
        }
        for roster_id, records in by_roster.items()
    }
    failed = each_body({"Records": list(groups.values())}, _handle, "row outcomes")["batchItemFailures"]
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["messageId"]} for group in failed for record in by_roster[group["itemIdentifier"]]
        ]
    }
