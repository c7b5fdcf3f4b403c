"""The probe stack as a probe sees it: its services, its functions' rights, its API, its upload forms."""

import http.client
import json
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from scripts.local.emulator import Emulator, api_path
from scripts.local.process import HOST

PATIENCE_SECONDS = 30.0  # of a machine that is busy with other things too
POLL_SECONDS = 0.1


@dataclass
class Cloud:
    """The probe stack on a running emulator."""

    emulator: Emulator
    outputs: dict[str, str]

    def __getitem__(self, service: str) -> Any:
        return self.emulator.client(service)

    def as_function(self, service: str, call: str, **values: Any) -> Any:
        """The error code that a function with few rights gets for a call, or None where it may."""
        event = {"service": service, "call": call, "with": values}
        answer = self["lambda"].invoke(FunctionName=self.outputs["Caller"], Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())

    def item(self, pk: str, sk: str) -> Any:
        key = {"pk": {"S": pk}, "sk": {"S": sk}}
        table = self["dynamodb"]
        return table.get_item(TableName=self.outputs["Table"], Key=key, ConsistentRead=True).get("Item")

    def write(self, pk: str, sk: str, **values: Any) -> dict[str, Any]:
        """The request that puts an item."""
        return {"TableName": self.outputs["Table"], "Item": {"pk": {"S": pk}, "sk": {"S": sk}}} | values


def eventually(check: Callable[[], Any], otherwise: str) -> None:
    """Ask again until it is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not check():
        assert time.monotonic() < deadline, otherwise
        time.sleep(POLL_SECONDS)


def refused(code: str, call: Callable[..., Any], **values: Any) -> dict[str, Any]:
    """The error response of a call that must fail with `code`."""
    try:
        call(**values)
    except ClientError as error:
        if error.response["Error"]["Code"] == code:
            return dict(error.response)
        raise AssertionError(f"{code} expected, got {error}") from error
    raise AssertionError(f"{code} expected, but {call.__name__} was allowed")


def posted(url: str, fields: dict[str, str], body: bytes) -> int:
    """The status of a form upload."""
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    last = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
    form = "".join(parts).encode() + last.encode() + body + f"\r\n--{boundary}--\r\n".encode()
    target = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(target.netloc)
    connection.request("POST", target.path, form, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    return connection.getresponse().status


def asked(cloud: Cloud, token: str | None, path: str = "/v1/who") -> tuple[int, Any]:
    """What the API answers to a bearer token."""
    connection = http.client.HTTPConnection(HOST, cloud.emulator.port)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection.request("GET", f"{api_path(cloud.outputs['ApiId'])}{path}", headers=headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())
