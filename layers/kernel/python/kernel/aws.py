"""AWS clients: built when first used, one of each, with explicit timeouts and retry limits."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

import botocore.session
import msgspec
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 4},
    parameter_validation=False,
    user_agent="e-branch",  # as it is: botocore composes its own twice a call, 0.1 ms each
    s3={"us_east_1_regional_endpoint": "regional"},
)

ASIDE = "e-branch.params"
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
OWN = {
    # Without this, upload forms for some endpoints are signed in the old way, whose conditions nobody checks.
    "s3": Config(signature_version="s3v4"),
    # What goes out to people is not sent again because the answer was lost.
    "sns": ONCE,
    "sesv2": ONCE,
}


@cache
def session() -> botocore.session.Session:
    return botocore.session.get_session()


@overload
def client(service: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(service: Literal["events"]) -> "EventBridgeClient": ...
@overload
def client(service: Literal["kms"]) -> "KMSClient": ...
@overload
def client(service: Literal["s3"]) -> "S3Client": ...
@overload
def client(service: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(service: Literal["stepfunctions"]) -> "SFNClient": ...
@overload
def client(service: Literal["secretsmanager", "sns", "sesv2"]) -> Any: ...
def client(service: str) -> Any:
    """The one client of a service in this process."""
    return _client(service)


@cache
def _client(service: str) -> Any:
    made = session().create_client(service, config=CONFIG.merge(OWN[service]) if service in OWN else CONFIG)
    if service == "dynamodb":
        made.meta.events.register("provide-client-params.dynamodb", _set_aside)  # type: ignore[arg-type]  # what it gives is sent instead
        made.meta.events.register("before-call.dynamodb", _encode)
    return made


def _set_aside(params: dict[str, Any], context: dict[str, Any], **_: Any) -> dict[str, Any]:
    """botocore turns each value of each item by itself: 4 ms for fifty items. It is given empty lists and maps, for
    it looks for the names of tables in some; `_encode` has what was in them."""
    context[ASIDE] = params
    return {name: type(value)() for name, value in params.items() if isinstance(value, dict | list)}


def _encode(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """The body as botocore would have made it: bytes become base64. What it adds by itself, the token of a transaction,
    stays."""
    params["body"] = msgspec.json.encode(json.loads(params["body"]) | context[ASIDE])


def forget() -> None:
    """Drop every client, so that the next one is built from the environment of that moment (tests)."""
    _client.cache_clear()
    session.cache_clear()
