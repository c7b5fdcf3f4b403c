"""What a carrier of AWS says, in the words of the port."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from functions.notices.channels import Answer, Outcome
from kernel.log import log

THROTTLED = frozenset({"Throttling", "ThrottledException", "ThrottlingException", "TooManyRequestsException"})
FORBIDDEN, LATE = 403, 504


def handed_over(send: Callable[[], Mapping[str, Any]]) -> Answer:
    try:
        return Answer(Outcome.SENT, str(send()["MessageId"]))
    except ClientError as error:
        return Answer(_refusal(error))
    except (ConnectTimeoutError, EndpointConnectionError):
        return Answer(Outcome.UNAVAILABLE)
    except BotoCoreError:
        return Answer(Outcome.UNKNOWN)


def _refusal(error: ClientError) -> Outcome:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    if status == LATE:
        return Outcome.UNKNOWN
    if status == FORBIDDEN:  # a role that lacks a right says nothing of the address
        log("carrier forbids it", level=logging.ERROR, error=error.response["Error"]["Code"])
    passing = status >= 500 or status == FORBIDDEN or error.response["Error"]["Code"] in THROTTLED
    return Outcome.UNAVAILABLE if passing else Outcome.REFUSED
